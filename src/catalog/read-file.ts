/**
 * Catalog file -> CatalogContent. catalog.proto is the schema, docs/formats/catalog.md explains it. A file that is not
 * understood whole is refused with a UsageError that names file, fault and remedy: half a catalog would be a wrong one.
 */
import { createHash } from 'node:crypto';
import { toHex } from '../bytes/hex.js';
import { same } from '../bytes/octets.js';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { type CatalogContent, type ClientHypothesis, HYPOTHESIS_KINDS } from './content.js';
import { message, WireReader } from './wire.js';

export const FORMAT = 'pinsight-catalog';
export const FORMAT_VERSION = 1;
/** SHA-256. */
const DIGEST_OCTETS = 32;
/** Largest catalog file that is read: a hundred times what the largest known use needs. */
export const MAX_CATALOG_OCTETS = 256 * 1024 * 1024;

// Field numbers of catalog.proto, with the names of content.ts.
const FILE = message({
  1: ['format', 'string'],
  2: ['formatVersion', 'number'],
  3: ['digest', 'octets'],
  4: ['body', 'octets'],
});
const FACT = message({
  1: ['kind', 'string'],
  2: ['value', 'string'],
  3: ['count', 'number'],
  4: ['level', 'string'],
  5: ['platforms', 'strings'],
  6: ['evidence', 'string'],
  7: ['source', 'string'],
  8: ['thirdParty', 'string'],
  9: ['broad', 'boolean'],
  10: ['inferred', 'boolean'],
  11: ['domainLabels', 'number'],
});
const APP = message({
  1: ['name', 'string'],
  2: ['kind', 'string'],
  3: ['category', 'string'],
  4: ['ios', 'string'],
  5: ['android', 'string'],
  6: ['notes', 'string'],
  7: ['facts', FACT],
});
const HYPOTHESIS = message({
  1: ['name', 'string'],
  2: ['kind', 'string'],
  3: ['platform', 'string'],
  4: ['permutes', 'boolean'],
  5: ['vendorApps', 'strings'],
  6: ['engine', 'string'],
});
const FINGERPRINT = message({
  1: ['ja4', 'string'],
  2: ['ja3', 'string'],
  3: ['hypotheses', 'strings'],
  4: ['stack', 'string'],
  5: ['product', 'string'],
  6: ['version', 'string'],
  7: ['platform', 'string'],
  8: ['transport', 'string'],
  9: ['basis', 'string'],
  10: ['source', 'string'],
  11: ['note', 'string'],
  12: ['app', 'string'],
  13: ['flows', 'number'],
});
const BODY = message({
  1: ['version', 'string'],
  2: ['created', 'number'],
  3: ['startingValues', message({ 1: ['name', 'string'], 2: ['value', 'double'], 3: ['origin', 'string'] })],
  4: ['apps', APP],
  5: ['hypotheses', HYPOTHESIS],
  6: ['fingerprints', FINGERPRINT],
  7: ['echFronts', message({ 1: ['host', 'string'], 2: ['source', 'string'] })],
});

interface FileFields {
  readonly format: string;
  readonly formatVersion: number;
  readonly digest: Uint8Array;
  readonly body: Uint8Array;
}

interface BodyFields extends Omit<CatalogContent, 'apps'> {
  readonly apps: readonly (Omit<CatalogContent['apps'][number], 'bundleIds'> & { ios: string; android: string })[];
}

/** What a catalog file was decoded to before, kept as JSON: a tenth of the time, as V8 reads JSON by itself. */
export interface Decoded {
  /** SHA-256 of the body that it was decoded from, in hex. */
  readonly digest: string;
  readonly content: CatalogContent;
}

/**
 * Reads the octets of a catalog file.
 *
 * @param name the file, for messages
 * @param before what may have been decoded from the same body
 */
export function decodeCatalog(
  octets: Uint8Array,
  name: string,
  before?: Decoded,
): { content: CatalogContent; digest: Uint8Array } {
  const refuse = (code: string, what: string, remedy: string): never => {
    throw new UsageError(code, `${harmless(name)}: ${what}; ${remedy}`);
  };
  if (octets.length > MAX_CATALOG_OCTETS) {
    refuse('catalog_too_large', `more than ${MAX_CATALOG_OCTETS} octets`, 'split it, or leave facts out');
  }
  const outer = new WireReader(octets);
  const file = outer.read(FILE) as unknown as FileFields;
  if (!outer.ok || file.format !== FORMAT) {
    refuse('not_a_catalog', 'is not a pinsight catalog', 'make one with `pinsight catalog import`');
  }
  if (file.formatVersion !== FORMAT_VERSION) {
    const what = `has format version ${file.formatVersion}, this program reads ${FORMAT_VERSION}`;
    refuse('catalog_version', what, 'use the program that wrote it, or build the catalog again');
  }
  const digest = new Uint8Array(createHash('sha256').update(file.body).digest());
  if (file.digest.length !== DIGEST_OCTETS || !same(file.digest, 0, digest, 0, DIGEST_OCTETS)) {
    refuse('catalog_digest', 'is damaged: its SHA-256 does not fit its content', 'fetch or build it again');
  }
  if (before?.digest === toHex(digest)) return { content: before.content, digest };
  const inner = new WireReader(file.body);
  const body = inner.read(BODY) as unknown as BodyFields;
  if (!inner.ok) refuse('catalog_damaged', 'its body cannot be read', 'build the catalog again');
  const strange = body.hypotheses.find((hypothesis) => !isKnownKind(hypothesis.kind));
  if (strange !== undefined) {
    const what = `hypothesis kind "${harmless(strange.kind)}" is not known`;
    refuse('catalog_content', what, 'use the program that wrote it, or build the catalog again');
  }
  const apps = body.apps.map(({ ios, android, ...app }) => ({
    ...app,
    bundleIds: { ...(ios === '' ? {} : { ios }), ...(android === '' ? {} : { android }) },
  }));
  return { content: { ...body, apps }, digest };
}

function isKnownKind(kind: string): kind is ClientHypothesis['kind'] {
  return (HYPOTHESIS_KINDS as readonly string[]).includes(kind);
}
