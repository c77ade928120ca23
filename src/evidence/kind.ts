/**
 * EvidenceKind: one thing that a flow shows and that may speak for an app. PRODUCT.md, "Evidence". A kind belongs to a
 * family, and within a family one kind counts: what is read off the same octets is one witness.
 */
import type { Sighting } from './sighting.js';

/** In the order of PRODUCT.md's table. */
export const FAMILIES = ['name', 'client', 'destination', 'context', 'behaviour'] as const;
export type Family = (typeof FAMILIES)[number];

/** What was seen; printable, as a catalog would store it. */
export interface Signal {
  readonly kind: string;
  readonly value: string;
}

export interface EvidenceKind {
  /** Public name, `snake_case`, never changes meaning. */
  readonly name: string;
  readonly family: Family;
  /** Kind of the catalog's facts that hold such values, where it is not `name` itself. */
  readonly factKind: string;
  /** Values of this kind that the flow shows: none, one, or several of equal standing. */
  extract(sighting: Sighting): readonly string[];
}

/** Most values of one kind that one flow is judged by: a client may have resolved any number of names to one address. */
export const MAX_VALUES = 8;
