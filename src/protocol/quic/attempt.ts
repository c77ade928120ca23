/**
 * One attempt of a client to connect: what follows from one Destination Connection ID of its first Initial. RFC 9001 §5.2: both
 * sides keep the keys of that ID, whatever IDs come later; a Retry (RFC 9000 §17.2.5) or another version after Version
 * Negotiation (§6.2) begins a new attempt with a new ID. Under compatible version negotiation (RFC 9368 §2.3, RFC 9369
 * §4) the same attempt goes on with the keys that the other version makes of the same ID.
 */
import { u24 } from '../../bytes/octets.js';
import { Assembler } from '../assembler.js';
import { Limit } from '../fault.js';
import type { HelloPiece } from '../reader.js';
import { type ClientHello, MAX_HELLO_OCTETS, parseClientHello } from '../tls/client-hello.js';
import { HANDSHAKE_HEADER, HandshakeType } from '../tls/numbers.js';
import { parseServerHello, type ServerHello } from '../tls/server-hello.js';
import type { InitialFrames } from './frame.js';
import { initialKeys, type Side } from './keys.js';
import { PacketOpener } from './protection.js';
import type { KeySchedule, QuicVersion } from './version.js';

/** Gaps in the CRYPTO stream of one side: Chromium cuts a hello into a dozen pieces and shuffles them. */
const MAX_HOLES = 32;
/** Octets of the server's Initial CRYPTO stream: a HelloRetryRequest and a ServerHello with a post-quantum share. */
const MAX_SERVER_OCTETS = 16 * 1024;
const CLIENT_LIMITS = { octets: MAX_HELLO_OCTETS, ahead: MAX_HELLO_OCTETS, holes: MAX_HOLES };
const SERVER_LIMITS = { octets: MAX_SERVER_OCTETS, ahead: MAX_SERVER_OCTETS, holes: MAX_HOLES };

export class Attempt {
  /** Direction in which the client's packets travel. */
  readonly client: 0 | 1;
  readonly dcid: Uint8Array;
  /** Bits of `Limit`. */
  limits = 0;
  hello: ClientHello | null = null;
  helloOctets = 0;
  helloPieces: HelloPiece[] = [];
  helloPackets = 0;
  serverHello: ServerHello | null = null;
  retried = false;
  /** What is in the client's CRYPTO stream is no ClientHello, or too long a one. */
  hopeless = false;
  readonly #openers: { version: number; side: Side; opener: PacketOpener }[] = [];
  readonly #clientStream = new Assembler(CLIENT_LIMITS);
  #serverStream: Assembler | undefined;

  constructor(client: 0 | 1, dcid: Uint8Array) {
    this.client = client;
    this.dcid = dcid;
  }

  /** Octets of memory held for messages that are not whole. */
  get heldOctets(): number {
    return this.#clientStream.heldOctets + (this.#serverStream?.heldOctets ?? 0);
  }

  get conflicts(): number {
    return this.#clientStream.conflicts + (this.#serverStream?.conflicts ?? 0);
  }

  /** The opener of one side's packets, if its keys were derived. */
  openerOf(version: number, side: Side): PacketOpener | undefined {
    for (const each of this.#openers) if (each.version === version && each.side === side) return each.opener;
    return undefined;
  }

  /** Derives the keys of one side; the caller counts how often. */
  derive(version: QuicVersion, schedule: KeySchedule, side: Side): PacketOpener {
    const opener = new PacketOpener(initialKeys(schedule, this.dcid, side));
    this.#openers.push({ version: version.number, side, opener });
    return opener;
  }

  /**
   * CRYPTO frames of a client's opened packet.
   * @returns true once: when they made the hello whole
   */
  fromClient(frames: InitialFrames, payload: Uint8Array, frame: number): boolean {
    if (this.hello !== null || this.hopeless) return false;
    const stream = this.#clientStream;
    this.#put(stream, MAX_HELLO_OCTETS, frames, payload, frame);
    const whole = this.#readHello();
    stream.settle(payload);
    return whole;
  }

  /** The ClientHello, if it is there as a whole. */
  #readHello(): boolean {
    const stream = this.#clientStream;
    const run = stream.runAt(0);
    if (run === undefined) return false;
    const have = run.to;
    if (run.octets[run.at] !== HandshakeType.ClientHello) {
      this.#giveUp();
      return false;
    }
    if (have < HANDSHAKE_HEADER) return false;
    const length = HANDSHAKE_HEADER + u24(run.octets, run.at + 1);
    if (length > MAX_HELLO_OCTETS) {
      this.limits |= Limit.HelloOctets;
      this.#giveUp();
      return false;
    }
    if (have < length) return false;
    const hello = parseClientHello(run.octets, run.at, run.at + length);
    if (hello === null) {
      this.#giveUp();
      return false;
    }
    this.hello = hello;
    this.helloOctets = length;
    this.#countPieces(run.marks, length);
    stream.release(MAX_HELLO_OCTETS);
    return true;
  }

  /** CRYPTO frames of a server's opened packet: a HelloRetryRequest perhaps, then its ServerHello. */
  fromServer(frames: InitialFrames, payload: Uint8Array, frame: number): void {
    if (this.serverHello !== null) return;
    this.#serverStream ??= new Assembler(SERVER_LIMITS);
    const stream = this.#serverStream;
    this.#put(stream, MAX_SERVER_OCTETS, frames, payload, frame);
    this.#readServerHello(stream);
    stream.settle(payload);
  }

  #readServerHello(stream: Assembler): void {
    // Each round releases a message, so there are at most as many as fit into the bound.
    for (;;) {
      const run = stream.runAt(stream.floor);
      if (run === undefined || run.to - run.from < HANDSHAKE_HEADER) return;
      const length = HANDSHAKE_HEADER + u24(run.octets, run.at + 1);
      if (run.to - run.from < length) return;
      const message = parseServerHello(run.octets, run.at, run.at + length);
      if (message?.retry === true) {
        this.retried = true;
        stream.release(stream.floor + length);
        continue;
      }
      this.serverHello = message;
      stream.release(MAX_SERVER_OCTETS);
      return;
    }
  }

  /** Puts the octets of all CRYPTO frames in their places, as they lie in `payload`. What is past the bound is refused. */
  #put(stream: Assembler, limit: number, frames: InitialFrames, payload: Uint8Array, frame: number): void {
    const crypto = frames.crypto;
    for (let i = 0; i < crypto.length; i += 3) {
      const offset = crypto[i]!;
      const from = crypto[i + 1]!;
      const to = crypto[i + 2]!;
      if (offset + (to - from) > limit) {
        this.limits |= Limit.HeldOctets;
        continue;
      }
      stream.put(offset, payload, from, to, frame);
      if (stream.refused === 'holes') this.limits |= Limit.Holes;
      if (stream.refused === 'octets') this.limits |= Limit.HeldOctets;
    }
  }

  #giveUp(): void {
    this.hopeless = true;
    this.#clientStream.release(MAX_HELLO_OCTETS);
  }

  /** Joins pieces of one frame that lie side by side, and counts the frames. */
  #countPieces(marks: readonly number[], length: number): void {
    const seen = new Set<number>();
    let last = -1;
    for (let i = 0; i < marks.length && marks[i]! < length; i += 2) {
      const frame = marks[i + 1]!;
      if (frame === last) continue;
      last = frame;
      seen.add(frame);
      this.helloPieces.push({ from: marks[i]!, frame });
    }
    this.helloPackets = seen.size;
  }
}
