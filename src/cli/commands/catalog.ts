/** `pinsight catalog`: lint, merge, export and import; `show` is in catalog-show.ts. PRODUCT.md, "The catalog"; docs/formats/catalog.md. */
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import { encodeCatalog } from '../../catalog/codec.js';
import { CATALOG_FILE, DEFAULT_CATALOG, defaultCatalogPath, loadCatalog } from '../../catalog/index.js';
import { readLimited } from '../../catalog/limited-file.js';
import { checkOutput, Output } from '../../sink/output.js';
import { checkStandardInput, complainOfLint } from '../model.js';
import { STATUS_DAMAGED, STATUS_OK } from '../status.js';
import { complain, outputIsTerminal, writeText } from '../terminal.js';

/** All findings, one a line; status 1 if there is an error among them. */
export async function lintCommand(path: string): Promise<number> {
  const { lintCatalog } = await import('../../catalog/lint.js');
  const findings = lintCatalog(loadCatalog(path).content);
  const errors = findings.filter((one) => one.severity === 'error').length;
  const lines = findings.map((one) => `${one.severity}: ${one.where}: ${one.what} (${one.code})`);
  writeText(`${[...lines, `${errors} errors, ${findings.length - errors} notes`].join('\n')}\n`);
  return errors > 0 ? STATUS_DAMAGED : STATUS_OK;
}

export function mergeCommand(paths: readonly string[], output: string): number {
  const inputs = paths.map((path) => (path === DEFAULT_CATALOG ? defaultCatalogPath() : path));
  const target = outputFor(output, inputs);
  return writeCatalog(target, encodeCatalog(loadCatalog(paths).content));
}

export async function exportCommand(path: string | undefined): Promise<number> {
  const { exportCatalog } = await import('../../catalog/json.js');
  writeText(exportCatalog(loadCatalog(path ?? []).content));
  return STATUS_OK;
}

export async function importCommand(paths: readonly string[], output: string): Promise<number> {
  const { importCatalog } = await import('../../catalog/json.js');
  checkStandardInput(paths);
  const target = outputFor(output, paths);
  const expected = { ...CATALOG_FILE, remedy: 'name a JSON file' };
  const files = paths.map((name) => ({ name, text: new TextDecoder().decode(readLimited(name, expected)) }));
  const content = importCatalog(files);
  const status = writeCatalog(target, encodeCatalog(content));
  await complainOfLint(paths, content);
  return status;
}

/** The file to write; undefined for standard output. Throws before any work is done for what cannot be written. */
function outputFor(output: string, inputs: readonly string[]): string | undefined {
  const path = output === '-' ? undefined : output;
  checkOutput(path, inputs);
  if (path === undefined && outputIsTerminal()) {
    throw new UsageError('output', 'a catalog is not for a terminal: name a file with -o FILE, or pipe it on');
  }
  return path;
}

/** Fails as every output does: a file that cannot come into being is wrong use, one that cannot be written whole is not. */
function writeCatalog(path: string | undefined, octets: Uint8Array): number {
  const output = new Output({ path });
  output.open();
  output.octets(octets);
  output.close();
  if (path !== undefined) complain(`${harmless(path)}: ${octets.length} octets written`);
  return STATUS_OK;
}
