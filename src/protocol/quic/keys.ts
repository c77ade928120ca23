/**
 * Keys of Initial packets: RFC 9001 §5.2 (and RFC 9369 §3.3), HKDF of RFC 5869 with the labels of RFC 8446 §7.1. They follow
 * from a salt that is public and the Destination Connection ID of the client's first Initial, so anyone on the path has
 * them. All inputs and outputs are of one hash block or less: each step is one HMAC, and that of the salt is begun once for all.
 */
import { SHA256_OCTETS, ShortHmac } from '../../bytes/sha256.js';
import type { KeySchedule } from './version.js';

/** Keys of one direction stand one behind the other: that of AES-128-GCM, its IV, that of the header protection. */
export const KEY_OCTETS = 16;
export const IV_AT: number = KEY_OCTETS;
export const IV_OCTETS = 12;
export const HP_AT: number = IV_AT + IV_OCTETS;
export const PACKET_KEYS_OCTETS: number = HP_AT + KEY_OCTETS;

export type Side = 'client' | 'server';

/** HKDF-Expand takes the label with the number of the block behind it: RFC 5869 §2.3. */
const FIRST_BLOCK = 1;

const CLIENT_IN = hkdfLabel('client in', SHA256_OCTETS);
const SERVER_IN = hkdfLabel('server in', SHA256_OCTETS);

/** What is the same for all connections of a schedule, made once. */
interface Prepared {
  readonly salted: ShortHmac;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly hp: Uint8Array;
}
const prepared = new WeakMap<KeySchedule, Prepared>();

const hmac = new ShortHmac();
const block = new Uint8Array(SHA256_OCTETS);

/** The keys of one side's packets under the ID of the client's first. */
export function initialKeys(schedule: KeySchedule, dcid: Uint8Array, side: Side): Uint8Array {
  return packetKeys(schedule, sideSecret(initialSecret(schedule, dcid), side));
}

/** HKDF-Extract(initial_salt, client_dst_connection_id). */
export function initialSecret(schedule: KeySchedule, dcid: Uint8Array): Uint8Array {
  const secret = new Uint8Array(SHA256_OCTETS);
  preparedOf(schedule).salted.digest(dcid, secret);
  return secret;
}

/** client_initial_secret or server_initial_secret. */
export function sideSecret(initial: Uint8Array, side: Side): Uint8Array {
  const secret = new Uint8Array(SHA256_OCTETS);
  hmac.setKey(initial).digest(side === 'client' ? CLIENT_IN : SERVER_IN, secret);
  return secret;
}

/** Key, IV and header protection key out of the secret of one side: `PACKET_KEYS_OCTETS` in all. */
export function packetKeys(schedule: KeySchedule, secret: Uint8Array): Uint8Array {
  const labels = preparedOf(schedule);
  const keys = new Uint8Array(PACKET_KEYS_OCTETS);
  hmac.setKey(secret);
  expand(labels.key, keys, 0, KEY_OCTETS);
  expand(labels.iv, keys, IV_AT, IV_OCTETS);
  expand(labels.hp, keys, HP_AT, KEY_OCTETS);
  return keys;
}

/** HkdfLabel of RFC 8446 §7.1 with an empty context. */
export function hkdfLabel(label: string, length: number): Uint8Array {
  const full = `tls13 ${label}`;
  const octets = new Uint8Array(2 + 1 + full.length + 1 + 1);
  octets[0] = length >>> 8;
  octets[1] = length & 0xff;
  octets[2] = full.length;
  for (let i = 0; i < full.length; i++) octets[3 + i] = full.charCodeAt(i);
  octets[octets.length - 1] = FIRST_BLOCK;
  return octets;
}

/** The first `length` octets that the key set last makes of the label. */
function expand(label: Uint8Array, into: Uint8Array, at: number, length: number): void {
  hmac.digest(label, block);
  for (let i = 0; i < length; i++) into[at + i] = block[i]!;
}

function preparedOf(schedule: KeySchedule): Prepared {
  let made = prepared.get(schedule);
  if (made === undefined) {
    made = {
      salted: new ShortHmac().setKey(schedule.salt),
      key: hkdfLabel(schedule.keyLabel, KEY_OCTETS),
      iv: hkdfLabel(schedule.ivLabel, IV_OCTETS),
      hp: hkdfLabel(schedule.hpLabel, KEY_OCTETS),
    };
    prepared.set(schedule, made);
  }
  return made;
}
