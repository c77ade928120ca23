// Builds src/catalog/default.catalog from fixtures/catalog/*.json and the starting values of src/verdict. The same sources
// give the same octets: the date in the file is one of the sources. `--check` writes nothing and fails if they differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

register('./typescript-hooks.mjs', import.meta.url);
const { encodeCatalog } = await import('../src/catalog/codec.js');
const { importCatalog } = await import('../src/catalog/json.js');
const { lintCatalog } = await import('../src/catalog/lint.js');
const { STARTING_VALUES } = await import('../src/verdict/starting-values.js');

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCES = ['hypotheses.json', 'pinned-apps.json', 'tls-stacks.json', 'measured.json'];
const TARGET = join(root, 'src/catalog/default.catalog');

const files = SOURCES.map((name) => ({ name, text: readFileSync(join(root, 'fixtures/catalog', name), 'utf8') }));
const content = { ...importCatalog(files), startingValues: STARTING_VALUES };

const errors = lintCatalog(content).filter((finding) => finding.severity === 'error');
for (const { code, where, what } of errors) process.stderr.write(`${where}: ${what} (${code})\n`);
if (errors.length > 0) process.exit(1);

const octets = Buffer.from(encodeCatalog(content));
if (!existsSync(TARGET) || !readFileSync(TARGET).equals(octets)) {
  if (process.argv.includes('--check')) {
    process.stderr.write('src/catalog/default.catalog is not what fixtures/catalog gives: run npm run generate\n');
    process.exit(1);
  }
  writeFileSync(TARGET, octets);
}
