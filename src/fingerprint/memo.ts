/**
 * FingerprintMemo: hellos that agree in everything that fingerprints depend on share one Fingerprint. Three hashes are saved for
 * each hello after the first few of its kind, and flows that are open share the strings. GREASE is no part of what is
 * compared. Bounded; a place is given to another fingerprint only when that comes twice in a row, since stacks that permute
 * their extensions hardly ever hit and must not push out the others. What is remembered changes no result.
 */
import { finish, mix } from '../bytes/hash.js';
import type { ClientHello } from '../protocol/tls/client-hello.js';
import { isGrease, isGreaseName } from '../protocol/tls/grease.js';
import type { ServerHello } from '../protocol/tls/server-hello.js';
import { type Fingerprint, fingerprint } from './index.js';
import type { Ja3 } from './ja3.js';
import { ja3s } from './ja3s.js';

/** Most fingerprints kept of each side. A power of two. */
export const MAX_FINGERPRINTS = 4096;
/** Longest key kept, in numbers; hellos and ServerHellos with longer ones are not remembered. */
const MAX_KEY = 512;

const CARRIER_NUMBER = { t: 0, q: 1, d: 2 } as const;

export class FingerprintMemo {
  readonly #clients = new Places<Fingerprint>();
  readonly #servers = new Places<Ja3>();

  client(hello: ClientHello, carrier: 't' | 'q' | 'd'): Fingerprint {
    key.begin();
    key.add(hello.sslv2 ? 1 : 0);
    key.add(CARRIER_NUMBER[carrier]);
    key.add(hello.legacyVersion);
    key.list(hello.ciphers);
    key.list(hello.extensions);
    key.list(hello.groups);
    key.list(hello.pointFormats);
    key.list(hello.signatureAlgorithms);
    key.list(hello.supportedVersions);
    key.name(hello.alpn);
    const hash = key.hash();
    const known = this.#clients.find(hash);
    if (known !== undefined) return known;
    const made = fingerprint(hello, carrier);
    this.#clients.offer(hash, made);
    return made;
  }

  server(hello: ServerHello): Ja3 {
    key.begin();
    key.add(hello.legacyVersion);
    key.add(hello.cipher);
    for (let i = 0; i < hello.extensions.length; i++) key.add(hello.extensions[i]!); // JA3S drops no GREASE
    const hash = key.hash();
    const known = this.#servers.find(hash);
    if (known !== undefined) return known;
    const made = ja3s(hello);
    this.#servers.offer(hash, made);
    return made;
  }
}

/** The numbers on which a fingerprint depends, each list with its length before it, so that no two have one key. */
class Key {
  /** Their count first. */
  readonly numbers = new Int32Array(1 + MAX_KEY);
  #length = 1;

  begin(): void {
    this.#length = 1;
  }

  get tooLong(): boolean {
    return this.#length > MAX_KEY;
  }

  get length(): number {
    return this.#length;
  }

  add(value: number): void {
    if (this.#length <= MAX_KEY) this.numbers[this.#length++] = value;
  }

  /** Without GREASE. */
  list(values: readonly number[]): void {
    const at = this.#length;
    this.add(0);
    for (let i = 0; i < values.length; i++) if (!isGrease(values[i]!)) this.add(values[i]!);
    this.numbers[at] = this.#length - at;
  }

  /** The first that is no GREASE: JA4 looks at no other. */
  name(names: readonly Uint8Array[]): void {
    for (let n = 0; n < names.length; n++) {
      const name = names[n]!;
      if (isGreaseName(name)) continue;
      this.add(name.length);
      for (let i = 0; i < name.length; i++) this.add(name[i]!);
      return;
    }
  }

  hash(): number {
    this.numbers[0] = this.#length;
    let hash = 0;
    for (let i = 0; i < this.#length; i++) hash = mix(hash, this.numbers[i]!);
    return finish(hash);
  }
}

const key = new Key();

/** One place for each of so many hashes; what is at a place is compared with the key. */
class Places<T> {
  readonly #places: ({ readonly numbers: Int32Array; readonly value: T } | undefined)[] = new Array(
    MAX_FINGERPRINTS,
  ).fill(undefined);
  /** Hash of the key that came last to a place and did not find itself there. */
  readonly #last = new Int32Array(MAX_FINGERPRINTS);

  find(hash: number): T | undefined {
    const found = this.#places[hash & (MAX_FINGERPRINTS - 1)];
    const length = key.length;
    if (found === undefined || found.numbers.length !== length) return undefined;
    const { numbers } = key;
    for (let i = 0; i < length; i++) if (found.numbers[i] !== numbers[i]) return undefined;
    return found.value;
  }

  offer(hash: number, value: T): void {
    if (key.tooLong) return;
    const place = hash & (MAX_FINGERPRINTS - 1);
    if (this.#last[place] === hash) this.#places[place] = { numbers: key.numbers.slice(0, key.length), value };
    this.#last[place] = hash;
  }
}
