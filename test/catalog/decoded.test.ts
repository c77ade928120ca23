/** The shipped catalog as the build decoded it: the same catalog, and only for the file that it was decoded from. */
import { readFileSync } from 'node:fs';
import { toHex } from '../../src/bytes/hex.js';
import { encodeCatalog } from '../../src/catalog/codec.js';
import { defaultCatalogPath } from '../../src/catalog/index.js';
import { type Decoded, decodeCatalog } from '../../src/catalog/read-file.js';

const octets = readFileSync(defaultCatalogPath());
const { content, digest } = decodeCatalog(octets, 'default');
const kept: Decoded = JSON.parse(JSON.stringify({ digest: toHex(digest), content })) as Decoded;

test('nothing of a catalog is lost in JSON', () => {
  expect(kept.content).toStrictEqual(content);
  expect(encodeCatalog(kept.content)).toEqual(new Uint8Array(octets));
});

test('what was decoded before is taken for the same file', () => {
  expect(decodeCatalog(octets, 'default', kept).content).toBe(kept.content);
});

test('another file is decoded, whatever was kept', () => {
  const other = encodeCatalog({ ...content, version: 'another' });
  expect(decodeCatalog(other, 'other', kept).content.version).toBe('another');
});

test('a damaged file is refused, whatever was kept', () => {
  const damaged = octets.slice();
  damaged[damaged.length - 1]! ^= 1;
  expect(() => decodeCatalog(damaged, 'default', kept)).toThrow(expect.objectContaining({ code: 'catalog_digest' }));
});
