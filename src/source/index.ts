/**
 * Opens sources by name: a path, or `-` for standard input. What a capture is, its content says and not its name: classic
 * pcap, pcapng, or gzip of either. From the magic number on a file is a capture, and whatever is wrong after it is damage;
 * an input that does not begin so is none, which is wrong use.
 */
import { toHex } from '../bytes/hex.js';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { CaptureSource, READ_SIZE } from './capture.js';
import { GzipInput, isGzip } from './gzip.js';
import { type OctetInput, openInput } from './input.js';
import { JoinedSource } from './join.js';
import { Labels } from './label.js';
import { isPcap, PcapWalker } from './pcap.js';
import { isPcapng, PcapngWalker } from './pcapng.js';
import type { PacketSource } from './source.js';
import type { Walker } from './walker.js';

export type { JoinedSource, Unreadable } from './join.js';

export interface SourceOptions {
  /** By name, octets of a regular file that are read at most: several readers of a growing file then see the same. */
  readonly upTo?: ReadonlyMap<string, number>;
  /** Octets asked of the input at once; changes no result. */
  readonly readSize?: number;
  /** What labels of packets are added to; default: a table of the source's own. */
  readonly labels?: Labels;
}

/** Octets that tell what an input is: a magic number of pcap or pcapng. */
const MAGIC = 4;

/**
 * Throws UsageError, or rejects with it, if the input cannot be opened (`cannot_open`) or is no capture
 * (`not_a_capture`). A regular file that is not compressed is opened without a promise.
 */
export function openSource(name: string, options: SourceOptions = {}): PacketSource | Promise<PacketSource> {
  const input = openInput(name, options.upTo?.get(name));
  if (input instanceof Promise) return input.then((opened) => sourceFrom(name, opened, options));
  return sourceFrom(name, input, options);
}

/**
 * The named captures as one input. Throws nothing for any of them: what could not be opened or is no capture stands in
 * `unreadable` at the end.
 */
export function joinSources(names: readonly string[], options: SourceOptions = {}): JoinedSource {
  // Flows go on from one file to the next, so a label has one number in all of them.
  const labels = options.labels ?? new Labels();
  return new JoinedSource(names, (name) => openSource(name, { ...options, labels }));
}

/**
 * The same for octets that come from elsewhere: an input that its caller has opened. It is closed with the source, and if
 * it is no capture.
 */
export function sourceFrom(
  name: string,
  input: OctetInput,
  options: SourceOptions = {},
): PacketSource | Promise<PacketSource> {
  const head = new Uint8Array(MAGIC);
  const length = readHead(input, head, 0);
  if (typeof length === 'number') return choose(name, input, head.subarray(0, length), options);
  return length.then((got) => choose(name, input, head.subarray(0, got), options));
}

function choose(
  name: string,
  input: OctetInput,
  head: Uint8Array,
  options: SourceOptions,
): PacketSource | Promise<PacketSource> {
  if (input.failure !== undefined) {
    input.close();
    throw new UsageError('cannot_open', `cannot read ${harmless(name)}: ${input.failure}`);
  }
  if (isGzip(head)) return inflate(name, new GzipInput(input, head), options);
  return begin(name, input, head, 'it', options);
}

async function inflate(name: string, input: GzipInput, options: SourceOptions): Promise<PacketSource> {
  const head = new Uint8Array(MAGIC);
  const length = await readHead(input, head, 0);
  return begin(name, input, head.subarray(0, length), 'what its gzip holds', options);
}

function begin(name: string, input: OctetInput, head: Uint8Array, what: string, options: SourceOptions): PacketSource {
  const labels = options.labels ?? new Labels();
  const walker = walkerFor(head, labels);
  if (walker !== undefined) {
    return new CaptureSource(name, input, walker, head, options.readSize ?? READ_SIZE, labels);
  }
  const failure = input.failure;
  input.close();
  const found = failure === undefined ? `${what} ${describe(head)}` : failure;
  throw new UsageError(
    'not_a_capture',
    `${harmless(name)} is not a capture: ${found}; accepted are pcap and pcapng files, also compressed with gzip`,
  );
}

function walkerFor(head: Uint8Array, labels: Labels): Walker | undefined {
  if (head.length < MAGIC) return undefined;
  if (isPcap(head)) return new PcapWalker();
  if (isPcapng(head)) return new PcapngWalker(labels);
  return undefined;
}

/** First octets (in hex) of what people hand over instead of a capture, and what helps. */
const STRANGERS: readonly (readonly [magic: string, what: string])[] = [
  ['28b52ffd', 'is compressed with zstd (pipe it in: zstd -dc FILE | pinsight classify -)'],
  ['fd377a58', 'is compressed with xz (pipe it in: xz -dc FILE | pinsight classify -)'],
  ['425a68', 'is compressed with bzip2 (pipe it in: bzip2 -dc FILE | pinsight classify -)'],
  ['04224d18', 'is compressed with lz4 (pipe it in: lz4 -dc FILE | pinsight classify -)'],
  ['504b0304', 'is a zip archive (unpack it first)'],
  ['1f8b', 'is compressed with gzip once more (inflate it first)'],
  ['736e6f6f', 'is a snoop capture (convert it with editcap -F pcapng)'],
  ['474d4255', 'is a Network Monitor capture (convert it with editcap -F pcapng)'],
];

function describe(head: Uint8Array): string {
  if (head.length === 0) return 'is empty';
  const hex = toHex(head);
  const stranger = STRANGERS.find(([magic]) => hex.startsWith(magic));
  if (stranger !== undefined) return stranger[1];
  if (head.length < MAGIC) return `ends after ${head.length} octets (${hex})`;
  return `begins with the octets ${hex}`;
}

/** Fills `head` as far as the input reaches; returns how far. */
function readHead(input: OctetInput, head: Uint8Array, from: number): number | Promise<number> {
  let length = from;
  while (length < head.length) {
    const got = input.read(head, length, head.length - length);
    if (typeof got !== 'number') {
      const before = length;
      return got.then((count) => (count === 0 ? before : readHead(input, head, before + count)));
    }
    if (got === 0) break;
    length += got;
  }
  return length;
}
