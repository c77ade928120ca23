/**
 * Frames of SPOP 2.0, by which HAProxy asks: SPOE.txt of HAProxy, sections 3.2 and 3.5. Those that come are read, those that an agent
 * sends are written. What is wrong with a frame is a status of section 3.5, never thrown.
 */
import type { Reader } from '../../bytes/reader.js';
import { DataType, readNumber, readString, readTyped, type TypedValue, type Writer } from './typed.js';

/** SPOE.txt §3.2.2. */
export const FrameType = {
  Unset: 0,
  HaproxyHello: 1,
  HaproxyDisconnect: 2,
  Notify: 3,
  AgentHello: 101,
  AgentDisconnect: 102,
  Ack: 103,
} as const;

/** SPOE.txt §3.5: those that we send. */
export const Status = {
  Normal: 0,
  Timeout: 2,
  TooBig: 3,
  Invalid: 4,
  NoVersion: 5,
  NoMaxFrameSize: 6,
  NoCapabilities: 7,
  UnsupportedVersion: 8,
  BadFrameSize: 9,
  Fragmented: 10,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

/** What the text beside a status says: SPOE.txt §3.5. */
const MESSAGES: Readonly<Record<Status, string>> = {
  [Status.Normal]: 'normal',
  [Status.Timeout]: 'a timeout occurred',
  [Status.TooBig]: 'frame is too big',
  [Status.Invalid]: 'invalid frame received',
  [Status.NoVersion]: 'version value not found',
  [Status.NoMaxFrameSize]: 'max-frame-size value not found',
  [Status.NoCapabilities]: 'capabilities value not found',
  [Status.UnsupportedVersion]: 'unsupported version',
  [Status.BadFrameSize]: 'max-frame-size too big or too small',
  [Status.Fragmented]: 'payload fragmentation is not supported',
};

/** FRAME-LENGTH, which does not count itself. */
export const LENGTH_OCTETS = 4;
/** SPOE.txt §3.2: what every peer must take, and what HAProxy offers with its buffers of 16 KiB. */
export const MIN_FRAME_OCTETS = 256;
export const MAX_FRAME_OCTETS = 16_380;
/** FIN: the payload ends in this frame. */
const FIN = 1;
const VERSION = '2.0';
const MAJOR = '2';
/** Items of a HAPROXY-HELLO that are looked at; it has five. */
const MAX_HELLO_ITEMS = 32;
/** Longest name of an item or argument that is compared. */
const MAX_NAME = 32;
/** Longest list of versions or capabilities that is read. */
const MAX_LIST = 256;
/** Scope of a variable: SPOE.txt §3.4. */
const TRANSACTION = 2;
const SET_VAR = 1;
const SET_VAR_ARGUMENTS = 3;

export interface FrameHead {
  readonly type: number;
  /** The whole payload is in this frame. */
  readonly isWhole: boolean;
  /** Stream and frame identifier as they came: they are sent back, and mean nothing to us. */
  readonly id: Uint8Array;
}

/** Reads what every frame begins with; the reader stands at the payload then. `octets` is what the reader was aimed at. */
export function readHead(r: Reader, octets: Uint8Array): FrameHead {
  const type = r.u8();
  const flags = r.u32();
  const at = r.at;
  readNumber(r);
  readNumber(r);
  return { type, isWhole: (flags & FIN) !== 0, id: r.ok ? octets.subarray(at, r.at) : octets.subarray(0, 0) };
}

export function nameOf(octets: Uint8Array): string {
  return octets.length > MAX_NAME ? '' : String.fromCharCode(...octets);
}

export interface HaproxyHello {
  /** Octets of a frame that both sides take. */
  readonly frameOctets: number;
  readonly capabilities: readonly string[];
  readonly isHealthCheck: boolean;
}

/** SPOE.txt §3.2.4. */
export function readHaproxyHello(r: Reader): HaproxyHello | Status {
  const items = new Map<string, TypedValue>();
  for (let count = 0; r.left > 0 && count < MAX_HELLO_ITEMS; count++) {
    const name = nameOf(readString(r));
    items.set(name, readTyped(r));
  }
  if (!r.ok || r.left > 0) return Status.Invalid;
  const versions = listOf(items.get('supported-versions'));
  if (versions === undefined) return Status.NoVersion;
  // A major version stands for all its minor ones before the one named.
  if (!versions.some((version) => version.split('.')[0] === MAJOR)) return Status.UnsupportedVersion;
  const size = items.get('max-frame-size');
  if (size?.type !== DataType.Uint32) return Status.NoMaxFrameSize;
  if (size.number < MIN_FRAME_OCTETS) return Status.BadFrameSize;
  const capabilities = listOf(items.get('capabilities'));
  if (capabilities === undefined) return Status.NoCapabilities;
  return {
    frameOctets: Math.min(size.number, MAX_FRAME_OCTETS),
    capabilities,
    isHealthCheck: items.get('healthcheck')?.number === 1,
  };
}

/** A list with commas between; spaces do not count. */
function listOf(value: TypedValue | undefined): string[] | undefined {
  if (value?.type !== DataType.String || value.octets.length > MAX_LIST) return undefined;
  return String.fromCharCode(...value.octets)
    .replaceAll(' ', '')
    .split(',');
}

/**
 * What an agent of ours can do of what HAProxy offers. Each ACK goes back at once and where the NOTIFY came from, which `async` allows;
 * fragments are not offered, since a hello that does not fit into a frame does not fit into a buffer of HAProxy's either.
 */
const CAPABILITIES = ['pipelining', 'async'];

/** SPOE.txt §3.2.5. */
export function writeAgentHello(w: Writer, hello: HaproxyHello): void {
  const start = begin(w, FrameType.AgentHello, NO_ID);
  w.string('version').typed(VERSION);
  w.string('max-frame-size').typed(hello.frameOctets);
  const common = CAPABILITIES.filter((capability) => hello.capabilities.includes(capability));
  w.string('capabilities').typed(common.join(','));
  end(w, start);
}

/** SPOE.txt §3.2.9. */
export function writeAgentDisconnect(w: Writer, status: Status): void {
  const start = begin(w, FrameType.AgentDisconnect, NO_ID);
  w.string('status-code').typed(status);
  w.string('message').typed(MESSAGES[status]);
  end(w, start);
}

export type Variable = readonly [name: string, value: boolean | number | string];

/** SPOE.txt §3.2.7 and §3.4: variables of the transaction; HAProxy puts its own prefix before their names. */
export function writeAck(w: Writer, id: Uint8Array, variables: readonly Variable[]): void {
  const start = begin(w, FrameType.Ack, id);
  for (const [name, value] of variables) {
    w.u8(SET_VAR).u8(SET_VAR_ARGUMENTS).u8(TRANSACTION).string(name).typed(value);
  }
  end(w, start);
}

/** Both identifiers are 0 in frames that belong to no stream. */
const NO_ID = Uint8Array.of(0, 0);

function begin(w: Writer, type: number, id: Uint8Array): number {
  const start = w.length;
  w.u32(0).u8(type).u32(FIN).octets(id);
  return start;
}

function end(w: Writer, start: number): void {
  w.setU32(start, w.length - start - LENGTH_OCTETS);
}
