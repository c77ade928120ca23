/** A thread that ends, however it ends, leaves no ring behind: one that stayed would keep its share of a fanout group's packets. */
import { fileURLToPath } from 'node:url';
import { describeNetns, makeNamespaces, type Namespace } from '../support/netns.js';

const PROGRAM = fileURLToPath(new URL('../support/ring-threads.mjs', import.meta.url));

describeNetns('a ring in a thread that ends', () => {
  let space: Namespace;
  beforeAll(() => {
    space = makeNamespaces('ring').ring;
  });
  afterAll(() => space?.remove());

  test('by an error, by process.exit, by terminate; watched or not', () => {
    expect(JSON.parse(space.exec(process.execPath, PROGRAM))).toEqual(Array.from({ length: 6 }, () => [1, 0]).flat());
  });
});
