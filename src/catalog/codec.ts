/**
 * CatalogContent <-> catalog file. Writing is here, with the code generated from catalog.proto; reading is in read-file.ts,
 * which runs that need only that import alone. The same content always gives the same octets.
 */
import { createHash } from 'node:crypto';
import { pinsight } from '../gen/catalog.js';
import { type App, byFact, byText, type CatalogContent } from './content.js';
import { FORMAT, FORMAT_VERSION } from './read-file.js';

export { decodeCatalog } from './read-file.js';

const { CatalogFile, CatalogBody } = pinsight.catalog.v1;

/** Octets of a catalog file; apps and facts in the order that files have. */
export function encodeCatalog(content: CatalogContent): Uint8Array {
  const body = CatalogBody.encode({
    version: content.version,
    created: content.created,
    startingValues: [...content.startingValues],
    apps: [...content.apps].sort((a, b) => byText(a.name, b.name)).map(appMessage),
    hypotheses: content.hypotheses.map((h) => ({ ...h, vendorApps: [...h.vendorApps] })),
    fingerprints: content.fingerprints.map((f) => ({ ...f, hypotheses: [...f.hypotheses] })),
    echFronts: [...content.echFronts],
  }).finish();
  const digest = new Uint8Array(createHash('sha256').update(body).digest());
  return CatalogFile.encode({ format: FORMAT, formatVersion: FORMAT_VERSION, digest, body }).finish();
}

function appMessage(app: App) {
  return {
    name: app.name,
    kind: app.kind,
    category: app.category,
    bundleIdIos: app.bundleIds.ios ?? '',
    bundleIdAndroid: app.bundleIds.android ?? '',
    notes: app.notes,
    facts: [...app.facts].sort(byFact).map((f) => ({ ...f, platforms: [...f.platforms] })),
  };
}
