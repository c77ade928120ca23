/**
 * Keys of Initial packets: RFC 9001 §5.2 (and RFC 9369 §3.3), HKDF of RFC 5869 with the labels of RFC 8446 §7.1. They follow
 * from a salt that is public and the Destination Connection ID of the client's first Initial, so anyone on the path has
 * them. All outputs are of one hash block or less, so each expansion is one HMAC; `hkdfSync` would extract each time.
 */
import { createHmac } from 'node:crypto';
import type { KeySchedule } from './version.js';

export const KEY_OCTETS = 16;
export const IV_OCTETS = 12;
export const SECRET_OCTETS = 32;

/** Keys of one direction: AES-128-GCM and its header protection. */
export interface PacketKeys {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
  readonly hp: Uint8Array;
}

/** HKDF-Expand takes the label with the number of the block behind it: RFC 5869 §2.3. */
const FIRST_BLOCK = 1;

const CLIENT_IN = hkdfLabel('client in', SECRET_OCTETS);
const SERVER_IN = hkdfLabel('server in', SECRET_OCTETS);

/** The labels of a schedule, made once. */
const scheduleLabels = new WeakMap<KeySchedule, { key: Uint8Array; iv: Uint8Array; hp: Uint8Array }>();

/** HKDF-Extract(initial_salt, client_dst_connection_id). */
export function initialSecret(schedule: KeySchedule, dcid: Uint8Array): Uint8Array {
  return createHmac('sha256', schedule.salt).update(dcid).digest();
}

/** client_initial_secret or server_initial_secret. */
export function sideSecret(secret: Uint8Array, side: 'client' | 'server'): Uint8Array {
  return expand(secret, side === 'client' ? CLIENT_IN : SERVER_IN);
}

/** Key, IV and header protection key out of the secret of one side. */
export function packetKeys(schedule: KeySchedule, secret: Uint8Array): PacketKeys {
  const labels = labelsOf(schedule);
  return {
    key: expand(secret, labels.key).subarray(0, KEY_OCTETS),
    iv: expand(secret, labels.iv).subarray(0, IV_OCTETS),
    hp: expand(secret, labels.hp).subarray(0, KEY_OCTETS),
  };
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

function expand(secret: Uint8Array, label: Uint8Array): Uint8Array {
  return createHmac('sha256', secret).update(label).digest();
}

function labelsOf(schedule: KeySchedule): { key: Uint8Array; iv: Uint8Array; hp: Uint8Array } {
  let labels = scheduleLabels.get(schedule);
  if (labels === undefined) {
    labels = {
      key: hkdfLabel(schedule.keyLabel, KEY_OCTETS),
      iv: hkdfLabel(schedule.ivLabel, IV_OCTETS),
      hp: hkdfLabel(schedule.hpLabel, KEY_OCTETS),
    };
    scheduleLabels.set(schedule, labels);
  }
  return labels;
}
