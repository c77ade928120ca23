/**
 * Catalog: look-ups over the known pinned apps, read-only after load. An index is built when it is first asked for, so that
 * a program that only lists a catalog, or reads captures without a hello, does not pay for it. PRODUCT.md, "The catalog".
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toHex } from '../bytes/hex.js';
import { UsageError } from '../bytes/usage-error.js';
import { type App, type CatalogContent, type Fact, ja4WithoutLastPart } from './content.js';
import { type Expected, readLimited, STANDARD_INPUT } from './limited-file.js';
import { mergeCatalogs } from './merge.js';
import { NetworkTable } from './networks.js';
import { type Decoded, decodeCatalog, MAX_CATALOG_OCTETS } from './read-file.js';

export type { App, CatalogContent, ClientHypothesis, Fact, KnownFingerprint, Level, StartingValue } from './content.js';

/** A fact, and the place in `Catalog.apps` of the app that it is about. */
export interface FactRef {
  readonly app: number;
  readonly fact: Fact;
}

export type FingerprintKind = 'ja4' | 'ja4_ab' | 'ja3';

/** Most labels of a name that are looked at, from its end: RFC 1035 §3.1 allows 127, real names have a dozen at most. */
export const MAX_LABELS = 32;

export class Catalog {
  readonly content: CatalogContent;
  /** SHA-256 in hex, of the file's body; of the digests of several, one after the other; '' if it came from no file. */
  readonly digest: string;
  #appIndex: Map<string, number> | undefined;
  #facts: Map<string, FactRef[]> | undefined;
  #fingerprints: Record<FingerprintKind, Map<string, number[]>> | undefined;
  #networks: NetworkTable<FactRef> | undefined;
  #echFronts: Set<string> | undefined;

  constructor(content: CatalogContent, digest?: Uint8Array) {
    this.content = content;
    this.digest = digest === undefined ? '' : toHex(digest);
  }

  get version(): string {
    return this.content.version;
  }

  get apps(): readonly App[] {
    return this.content.apps;
  }

  /** Place of an app in `apps`; -1 if there is none of that name. */
  appIndex(name: string): number {
    if (this.#appIndex === undefined) {
      this.#appIndex = new Map();
      for (const [at, app] of this.apps.entries()) if (!this.#appIndex.has(app.name)) this.#appIndex.set(app.name, at);
    }
    return this.#appIndex.get(name) ?? -1;
  }

  app(name: string): App | undefined {
    return this.apps[this.appIndex(name)];
  }

  /** Facts of exactly this kind and value, in catalog order. Suffixes of hosts: `hostFacts`. */
  facts(kind: string, value: string): readonly FactRef[] {
    if (this.#facts === undefined) {
      this.#facts = new Map();
      for (const [app, { facts }] of this.apps.entries()) {
        for (const fact of facts) {
          const key = `${fact.kind} ${fact.value}`;
          const refs = this.#facts.get(key);
          if (refs === undefined) this.#facts.set(key, [{ app, fact }]);
          else refs.push({ app, fact });
        }
      }
    }
    return this.#facts.get(`${kind} ${value}`) ?? [];
  }

  /** Facts about the name and about the suffixes that it lies below, the longest suffix first, label by label. */
  hostFacts(name: string): readonly { readonly suffix: string; readonly refs: readonly FactRef[] }[] {
    const found = [];
    for (const suffix of suffixesOf(name)) {
      const refs = this.facts('host', suffix);
      if (refs.length > 0) found.push({ suffix, refs });
    }
    return found;
  }

  /**
   * Places in `content.hypotheses` of those that send this fingerprint, in catalog order: none if it is only known to
   * exist; undefined if the catalog does not have it.
   */
  clients(kind: FingerprintKind, value: string): readonly number[] | undefined {
    if (this.#fingerprints === undefined) this.#fingerprints = this.#indexFingerprints();
    return this.#fingerprints[kind].get(value);
  }

  /** Whether any app's networks are recorded at all. */
  get hasNetworks(): boolean {
    return this.#networkTable().size > 0;
  }

  /** Network facts whose network holds the address, the longest prefix first. */
  networks(address: string): readonly FactRef[] {
    return this.#networkTable().find(address);
  }

  #networkTable(): NetworkTable<FactRef> {
    if (this.#networks === undefined) {
      this.#networks = new NetworkTable();
      for (const [app, { facts }] of this.apps.entries()) {
        for (const fact of facts) if (fact.kind === 'network') this.#networks.add(fact.value, { app, fact });
      }
    }
    return this.#networks;
  }

  /** Whether ECH clients put this name, or one above it, in the outer hello: then it names nothing. */
  isEchFront(name: string): boolean {
    if (this.#echFronts === undefined) this.#echFronts = new Set(this.content.echFronts.map((front) => front.host));
    for (const suffix of suffixesOf(name)) if (this.#echFronts.has(suffix)) return true;
    return false;
  }

  #indexFingerprints(): Record<FingerprintKind, Map<string, number[]>> {
    const index = {
      ja4: new Map<string, number[]>(),
      ja4_ab: new Map<string, number[]>(),
      ja3: new Map<string, number[]>(),
    };
    const { hypotheses, fingerprints } = this.content;
    const places = new Map(hypotheses.map((hypothesis, at) => [hypothesis.name, at]));
    for (const row of fingerprints) {
      const senders = row.hypotheses.map((name) => places.get(name) ?? -1).filter((at) => at >= 0);
      note(index.ja4, row.ja4, senders);
      note(index.ja4_ab, ja4WithoutLastPart(row.ja4), senders);
      const stable = senders.filter((at) => !hypotheses[at]!.permutes);
      if (row.ja3 !== '' && stable.length > 0) note(index.ja3, row.ja3, stable);
    }
    return index;
  }
}

/** Adds places to an entry, each once, in order. */
function note(index: Map<string, number[]>, key: string, places: readonly number[]): void {
  if (key === '') return;
  const known = index.get(key) ?? [];
  for (const place of places) if (!known.includes(place)) known.push(place);
  index.set(
    key,
    known.sort((a, b) => a - b),
  );
}

/** The name and the names above it, the longest first, at most MAX_LABELS of them. */
export function suffixesOf(name: string): string[] {
  const suffixes: string[] = [];
  let at = name.length;
  while (at > 0 && suffixes.length < MAX_LABELS) {
    const dot = name.lastIndexOf('.', at - 1);
    suffixes.push(name.slice(dot + 1));
    at = dot;
  }
  return suffixes.reverse();
}

/** The catalog that is shipped with the package. */
export function defaultCatalogPath(): string {
  return fileURLToPath(new URL('./default.catalog', import.meta.url));
}

/** The name that stands for the shipped catalog where paths are named. A file of that name is `./default`. */
export const DEFAULT_CATALOG = 'default';

/** How a catalog file, in either form, is read; and what is said where it cannot be. */
export const CATALOG_FILE: Expected = {
  what: 'a catalog',
  limitOctets: MAX_CATALOG_OCTETS,
  remedy: `name a catalog file, or ${DEFAULT_CATALOG} for the one shipped`,
  unreadable: 'catalog_unreadable',
  tooLarge: 'catalog_too_large',
};

/**
 * Reads catalog files and merges them in the order given; the shipped one if none is named.
 *
 * @param paths one path or several; `default` is the catalog shipped, `-` (once) standard input
 */
export function loadCatalog(paths: string | readonly string[] = []): Catalog {
  const named = typeof paths === 'string' ? [paths] : paths;
  if (!Array.isArray(named) || named.some((path) => typeof path !== 'string')) {
    throw new UsageError('catalog_paths', 'loadCatalog takes a path, or a list of paths');
  }
  if (named.filter((path) => path === STANDARD_INPUT).length > 1) {
    throw new UsageError('catalog_paths', '"-" is named twice: standard input can be read once');
  }
  const files = (named.length > 0 ? named : [DEFAULT_CATALOG]).map((path) =>
    path === DEFAULT_CATALOG
      ? decodeCatalog(readLimited(defaultCatalogPath(), CATALOG_FILE), path, decodedDefault())
      : decodeCatalog(readLimited(path, CATALOG_FILE), path),
  );
  if (files.length === 1) return new Catalog(files[0]!.content, files[0]!.digest);
  const together = createHash('sha256');
  for (const file of files) together.update(file.digest);
  return new Catalog(files.map((file) => file.content).reduce(mergeCatalogs), new Uint8Array(together.digest()));
}

/** The shipped catalog, decoded when the package was built; undefined where it was not built, or the file cannot be used. */
function decodedDefault(): Decoded | undefined {
  try {
    return JSON.parse(readFileSync(decodedDefaultPath(), 'utf8')) as Decoded;
  } catch {
    return undefined;
  }
}

/** Where the build keeps it. */
export function decodedDefaultPath(): string {
  return `${defaultCatalogPath()}.json`;
}
