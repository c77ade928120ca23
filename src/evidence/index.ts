/**
 * The list of evidence kinds and what one flow shows of them. `judge`, `learn` and `evaluate` all call the same `extract`, so
 * a new kind is one file and one line here. PRODUCT.md, "Evidence", has the table; its order is the order of this list.
 */
import { alpn } from './alpn.js';
import { appInUse } from './app-in-use.js';
import { destination } from './destination.js';
import { ja3 } from './ja3.js';
import { ja4, ja4WithoutLastPart } from './ja4.js';
import type { EvidenceKind, Signal } from './kind.js';
import { pinFailure } from './pin-failure.js';
import { proxyTarget } from './proxy-target.js';
import { quicVersion } from './quic-version.js';
import { resolvedName } from './resolved-name.js';
import type { Sighting } from './sighting.js';
import { sni } from './sni.js';
import { stackClass } from './stack-class.js';

export { type EvidenceKind, FAMILIES, type Family, MAX_VALUES, type Signal } from './kind.js';
export { normalName } from './name.js';
export { destinationOf, type Sighting } from './sighting.js';

/** Within a family the most specific first. */
export const EVIDENCE_KINDS: readonly EvidenceKind[] = [
  sni,
  proxyTarget,
  resolvedName,
  ja4,
  ja4WithoutLastPart,
  ja3,
  stackClass,
  alpn,
  quicVersion,
  destination,
  appInUse,
  pinFailure,
];

/** Everything that the flow shows, in the order of the kinds. */
export function extract(sighting: Sighting): Signal[] {
  const signals: Signal[] = [];
  for (const kind of EVIDENCE_KINDS) {
    for (const value of kind.extract(sighting)) signals.push({ kind: kind.name, value });
  }
  return signals;
}
