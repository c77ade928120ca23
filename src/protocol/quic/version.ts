/**
 * Versions of QUIC: what is known of each that was ever deployed widely. RFC 9000 §15 and §22.2, RFC 9001 §5.2, RFC 9369 §3,
 * draft-ietf-quic-tls-27 to -34 §5.2; Google's and Meta's own as their open sources and Wireshark have them. A salt that is
 * wrong does no harm: nothing is believed of an Initial whose AEAD tag does not verify.
 */
import { fromHex } from '../../bytes/hex.js';

/** How the handshake of a version is carried. */
export type QuicForm =
  /** TLS in CRYPTO frames of protected Initials. */
  | 'tls'
  /** Google's own CHLO, in the clear, behind its old public header. */
  | 'gquic-public-header'
  /** The same behind a long header. */
  | 'gquic-long-header'
  /** The same in protected Initials (Q050). */
  | 'gquic-initial'
  /** Google's too, with its lengths of connection IDs as nibbles; recorded by number. */
  | 'gquic-opaque'
  /** Recorded by number, never read further. */
  | 'opaque';

/** Labels and salt that make the Initial keys of a version. */
export interface KeySchedule {
  readonly salt: Uint8Array;
  readonly keyLabel: string;
  readonly ivLabel: string;
  readonly hpLabel: string;
}

export interface QuicVersion {
  readonly number: number;
  readonly form: QuicForm;
  readonly schedule: KeySchedule | undefined;
  /** RFC 9369 §3.2 numbers the packet types one further. */
  readonly typeShift: 0 | 1;
}

export const QUIC_V1 = 0x0000_0001;
export const QUIC_V2 = 0x6b33_43cf;
/** draft-ietf-quic-v2 before its number was final: recorded, not decrypted. */
const QUIC_V2_DRAFT = 0x709a_50c4;
const DRAFT = 0xff00_0000;

const V1_SCHEDULE = v1Labels('38762cf7f55934b34d179ae6a4c80cadccbb7f0a');
/** Drafts 23 to 28. */
const DRAFT_23_SCHEDULE = v1Labels('c3eef712c72ebb5a11a7d2432bb46365bef9f502');
/** Drafts 29 to 32; 33 and 34 have that of version 1. */
const DRAFT_29_SCHEDULE = v1Labels('afbfec289993d24c9e9786f19c6111e04390a899');
/** Draft 22, on which Meta's first deployed version stands. */
const DRAFT_22_SCHEDULE = v1Labels('7fbcbd0e7c66bbe9193a96cd21519ebd7a02644a');
const Q050_SCHEDULE = v1Labels('504574efd066fe2f9d945cfcdbd3a7f0d3b56b45');
const V2_SCHEDULE: KeySchedule = {
  salt: fromHex('0dede3def700a6db819381be6e269dcbf9bd2ed9'),
  keyLabel: 'quicv2 key',
  ivLabel: 'quicv2 iv',
  hpLabel: 'quicv2 hp',
};

const KNOWN: ReadonlyMap<number, QuicVersion> = new Map(
  [
    tls(QUIC_V1, V1_SCHEDULE),
    { number: QUIC_V2, form: 'tls' as const, schedule: V2_SCHEDULE, typeShift: 1 as const },
    ...[27, 28].map((draft) => tls(DRAFT + draft, DRAFT_23_SCHEDULE)),
    ...[29, 30, 31, 32].map((draft) => tls(DRAFT + draft, DRAFT_29_SCHEDULE)),
    ...[33, 34].map((draft) => tls(DRAFT + draft, V1_SCHEDULE)),
    // Meta's mvfst.
    tls(0xface_b001, DRAFT_22_SCHEDULE),
    tls(0xface_b002, DRAFT_23_SCHEDULE),
    tls(0xface_b00e, DRAFT_23_SCHEDULE),
    gquic('Q043', 'gquic-public-header'),
    gquic('Q044', 'gquic-opaque'),
    gquic('Q045', 'gquic-opaque'),
    gquic('Q046', 'gquic-long-header'),
    gquic('Q047', 'opaque'),
    gquic('Q048', 'opaque'),
    gquic('Q049', 'opaque'),
    { ...gquic('Q050', 'gquic-initial'), schedule: Q050_SCHEDULE },
    // Google's TLS in Google's frames: an experiment of 2020.
    gquic('T050', 'opaque'),
    gquic('T051', 'opaque'),
    { number: QUIC_V2_DRAFT, form: 'opaque' as const, schedule: undefined, typeShift: 1 as const },
  ].map((version): [number, QuicVersion] => [version.number, version]),
);

/** What is known of a version; undefined if it is none that this program has heard of. */
export function knownVersion(number: number): QuicVersion | undefined {
  const known = KNOWN.get(number);
  if (known !== undefined) return known;
  if (isReserved(number) || isDraft(number) || isMeta(number)) {
    return { number, form: 'opaque', schedule: undefined, typeShift: 0 };
  }
  return undefined;
}

/** RFC 9000 §15: 0x?a?a?a?a is sent to make the other side negotiate. */
export function isReserved(version: number): boolean {
  return (version & 0x0f0f_0f0f) === 0x0a0a_0a0a;
}

/** `1`, `2`, `draft-29`; others as a number of eight hex digits: `0xfaceb002`. */
export function versionText(version: number): string {
  if (version === QUIC_V1) return '1';
  if (version === QUIC_V2) return '2';
  if (isDraft(version)) return `draft-${version & 0xff}`;
  return `0x${version.toString(16).padStart(8, '0')}`;
}

/** 0xff0000NN, draft-ietf-quic-transport. */
function isDraft(version: number): boolean {
  return version > DRAFT && version <= DRAFT + 0xff;
}

/** 0xfaceb0NN. */
function isMeta(version: number): boolean {
  return version >>> 8 === 0xfaceb0;
}

function tls(number: number, schedule: KeySchedule): QuicVersion {
  return { number, form: 'tls', schedule, typeShift: 0 };
}

/** Google's versions are four ASCII characters. */
function gquic(text: string, form: QuicForm): QuicVersion {
  let number = 0;
  for (const character of text) number = number * 256 + character.charCodeAt(0);
  return { number, form, schedule: undefined, typeShift: 0 };
}

function v1Labels(salt: string): KeySchedule {
  return { salt: fromHex(salt), keyLabel: 'quic key', ivLabel: 'quic iv', hpLabel: 'quic hp' };
}
