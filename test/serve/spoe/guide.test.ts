/** The guide shows the files that the end-to-end tests run. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../../${file}`, import.meta.url)), 'utf8');

test.each(['haproxy.cfg', 'spoe.conf', 'nftables.conf'])('%s in docs/integrations/haproxy.md', (name) => {
  const [, after = ''] = read('docs/integrations/haproxy.md').split(`### ${name}\n\n\`\`\`\n`);
  expect(after.split('```\n')[0]).toBe(read(`examples/haproxy/${name}`));
});
