/**
 * The process that holds libpcap for `cap:` (libpcap.ts): the package `cap` aborts or crashes on some errors, so it has a process to
 * itself. Packets leave as the frames of docs/formats/packet-stream.md by standard output, with the time at which they came; what link type
 * they have, or why there are none, is the one message to the parent. Without a parent it ends.
 */
import { writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ArrivalClock } from './arrival.js';
import { FRAME_HEADER, putFrameHeader } from './packet-frames.js';

/** Linktypes by the words that the package has for them; it names no others. */
const LINK_TYPES: Readonly<Record<string, number>> = {
  NULL: 0,
  ETHERNET: 1,
  RAW: 101,
  LINKTYPE_LINUX_SLL: 113,
  IEEE802_11_RADIO: 127,
};

/** What the kernel keeps for us while we are behind. */
const KERNEL_OCTETS = 16 * 1024 * 1024;
/** Frames collected before they are written. */
const WRITE_OCTETS = 256 * 1024;
/** Of a packet, as the package asks libpcap for. */
const MAX_SNAPLEN = 65_535;
/** How often it is looked whether the interface still exists: libpcap's own word of it is lost in the package. */
const LOOK_MS = 1000;
const STANDARD_OUTPUT = 1;
/** Sleep before a full pipe is tried again, should it be non-blocking. */
const RETRY_MS = 1;

interface Device {
  open(name: string, filter: string, bufferOctets: number, into: Buffer): string;
  on(event: 'packet', take: (length: number) => void): void;
}

interface CapPackage {
  readonly Cap: (new () => Device) & { deviceList(): readonly { readonly name: string }[] };
}

/** What the parent is told. */
export type ChildMessage =
  | { readonly linkType: number }
  | { readonly failed: 'package' | 'open' | 'link_type'; readonly cause: string };

const SLEEPER = new Int32Array(new SharedArrayBuffer(4));

function tell(message: ChildMessage): void {
  process.send?.(message);
}

function causeOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}

function writeAll(octets: Uint8Array, length: number): void {
  for (let at = 0; at < length; ) {
    try {
      at += writeSync(STANDARD_OUTPUT, octets, at, length - at);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) process.exit(0); // nobody reads
      Atomics.wait(SLEEPER, 0, 0, RETRY_MS);
    }
  }
}

function capture(device: Device, packet: Buffer): void {
  const clock = new ArrivalClock();
  const frames = new Uint8Array(WRITE_OCTETS + FRAME_HEADER + packet.length);
  let used = 0;
  const leave = (): void => {
    const length = used;
    used = 0;
    writeAll(frames, length);
  };
  device.on('packet', (length) => {
    if (used === 0) setImmediate(leave);
    putFrameHeader(frames, used, length, clock.nowUs());
    used += FRAME_HEADER;
    packet.copy(frames, used, 0, length);
    used += length;
    if (used >= WRITE_OCTETS) leave();
  });
}

function run(packagePath: string, name: string, filter: string, snaplen: number): void {
  let cap: CapPackage;
  try {
    cap = createRequire(import.meta.url)(packagePath) as CapPackage;
  } catch (error) {
    tell({ failed: 'package', cause: causeOf(error) });
    return;
  }
  const exists = (): boolean => cap.Cap.deviceList().some((device) => device.name === name);
  const packet = Buffer.alloc(Math.min(Math.max(snaplen, 1), MAX_SNAPLEN));
  let link: string;
  try {
    // Asked before it is opened: the package crashes some time after it could not open one.
    if (!exists()) {
      tell({ failed: 'open', cause: 'no such interface, or none that this user may capture from' });
      return;
    }
    const device = new cap.Cap();
    link = device.open(name, filter, KERNEL_OCTETS, packet);
    capture(device, packet);
  } catch (error) {
    tell({ failed: 'open', cause: causeOf(error) });
    return;
  }
  const linkType = LINK_TYPES[link];
  if (linkType === undefined) {
    tell({ failed: 'link_type', cause: link });
    return;
  }
  tell({ linkType });
  setInterval(() => {
    if (!exists()) process.exit(0);
  }, LOOK_MS);
}

const [, , packagePath = '', name = '', filter = '', snaplen = ''] = process.argv;
process.on('disconnect', () => process.exit(0));
run(packagePath, name, filter, Number(snaplen));
