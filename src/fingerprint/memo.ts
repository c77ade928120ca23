/**
 * FingerprintMemo: hellos that agree in everything that fingerprints depend on share one Fingerprint. Three hashes are saved for
 * each hello after the first of its kind, and flows that are open share the strings. Bounded; it forgets everything when it
 * is full, which changes no result. Stacks that permute their extensions hardly ever hit.
 */
import type { ClientHello } from '../protocol/tls/client-hello.js';
import type { ServerHello } from '../protocol/tls/server-hello.js';
import { type Fingerprint, fingerprint } from './index.js';
import type { Ja3 } from './ja3.js';
import { ja3s } from './ja3s.js';

/** Most fingerprints kept of each side. */
export const MAX_FINGERPRINTS = 4096;
/** Longest key kept, in 16-bit units. */
const MAX_KEY = 2048;

export class FingerprintMemo {
  readonly #clients = new Map<string, Fingerprint>();
  readonly #servers = new Map<string, Ja3>();

  client(hello: ClientHello, carrier: 't' | 'q' | 'd'): Fingerprint {
    const key = clientKey(hello, carrier);
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const made = fingerprint(hello, carrier);
    remember(this.#clients, key, made);
    return made;
  }

  server(hello: ServerHello): Ja3 {
    const key = units([hello.legacyVersion, hello.cipher]) + units(hello.extensions);
    const known = this.#servers.get(key);
    if (known !== undefined) return known;
    const made = ja3s(hello);
    remember(this.#servers, key, made);
    return made;
  }
}

function remember<T>(memo: Map<string, T>, key: string, value: T): void {
  if (key.length > MAX_KEY) return;
  if (memo.size >= MAX_FINGERPRINTS) memo.clear();
  memo.set(key, value);
}

/** Every field that JA3 and JA4 read, each list with its length before it, so that no two hellos have one key. */
function clientKey(hello: ClientHello, carrier: string): string {
  let key = carrier + (hello.sslv2 ? '2' : '-') + units([hello.legacyVersion, hello.alpn.length]);
  for (const list of [
    hello.ciphers,
    hello.extensions,
    hello.groups,
    hello.pointFormats,
    hello.signatureAlgorithms,
    hello.supportedVersions,
  ]) {
    key += String.fromCharCode(list.length) + units(list);
  }
  for (const name of hello.alpn) key += String.fromCharCode(name.length) + units(name);
  return key;
}

/** Numbers of 16 bits as the code units of a string. Lists are bounded by a hello's own length. */
function units(values: ArrayLike<number>): string {
  let text = '';
  for (let at = 0; at < values.length; at += CHUNK) {
    text += String.fromCharCode(...Array.prototype.slice.call(values, at, at + CHUNK));
  }
  return text;
}

/** Arguments of one call. */
const CHUNK = 1024;
