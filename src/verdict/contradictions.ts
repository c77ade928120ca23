/**
 * Evidence that contradicts itself: PRODUCT.md, "Contradictions". A spoofed SNI is the cheapest way past an inspecting
 * gateway. Rules 2 and 3 apply only where the catalog has sourced facts for every app that the name may belong to: where one
 * of them has none, nothing is contradicted.
 */
import { destinationOf, normalName, type Sighting } from '../evidence/index.js';
import type { ClientScore } from './client-score.js';
import type { Model } from './model.js';
import type { NameScore } from './name-score.js';

export function contradicts(
  model: Model,
  sighting: Sighting,
  name: NameScore | undefined,
  client: ClientScore | undefined,
): boolean {
  const claimsNothing = isOuterName(model, sighting) && sighting.proxyTarget === undefined;
  if (sighting.dnsCheck === 'contradicts' && !claimsNothing) return true;
  const owners = new Set((name?.covering ?? []).flatMap(({ facts }) => facts.map(({ app }) => app)));
  if (owners.size === 0) return false;
  return elsewhere(model, sighting, owners) || foreignStack(model, owners, client);
}

/** The name in the clear is an ECH front's, which no client resolves: it claims nothing that answers could contradict. */
function isOuterName(model: Model, sighting: Sighting): boolean {
  const name = normalName(sighting.sni);
  return sighting.ech && name !== undefined && model.catalog.isEchFront(name);
}

/** Rule 2: the destination is somebody else's, and the name's apps have networks of their own. */
function elsewhere(model: Model, sighting: Sighting, owners: ReadonlySet<number>): boolean {
  if (model.networked.size === 0) return false;
  for (const app of owners) if (!model.networked.has(app)) return false;
  const destination = destinationOf(sighting);
  const holders = destination === undefined ? [] : model.catalog.networks(destination);
  return holders.length > 0 && holders.every(({ app }) => !owners.has(app));
}

/** Rule 3: the name's apps use stacks of their own only, and this is a generic one's. */
function foreignStack(model: Model, owners: ReadonlySet<number>, client: ClientScore | undefined): boolean {
  if (client === undefined || !client.stackOnly) return false;
  for (const app of owners) if (!model.ownStackOnly.has(app)) return false;
  const own = model.catalog.facts(client.signal.kind, client.signal.value);
  return own.every(({ app }) => !owners.has(app));
}
