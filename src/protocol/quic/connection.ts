/**
 * QuicConnection: the reader of one UDP flow. RFC 9000, 9001, 9369; drafts 27 to 34; the server name of Google's QUIC before TLS.
 * It reads the Initial packets of both sides, whose keys anyone on the path can derive, until the ClientHello is whole,
 * and goes on for the ServerHello and for a CONNECTION_CLOSE that names a TLS alert. Nothing is believed of a packet
 * whose AEAD tag does not verify; a packet that the capture has cut cannot be verified, so it is not read at all.
 *
 * RFC 9001 §4.9.1: a client that sends its first Handshake packet is through with Initial packets, and so is this reader.
 */
import { same } from '../../bytes/octets.js';
import { Limit } from '../fault.js';
import { type Handshake, newHandshake, Step } from '../reader.js';
import { Attempt } from './attempt.js';
import { InitialFrames } from './frame.js';
import { clearSni, initialSni } from './gquic.js';
import { FIXED_BIT, LONG_HEADER_BIT, PacketHeader, PacketType } from './header.js';
import type { Side } from './keys.js';
import { MIN_FIRST_DCID, probeVersion } from './probe.js';
import type { PacketOpener } from './protection.js';
import { knownVersion, versionText } from './version.js';

/** Datagrams of one side that are looked at. */
export const MAX_DATAGRAMS = 64;
/** Packets of one datagram that are looked at: one for each level of encryption, and some. */
export const MAX_COALESCED = 8;
/** Key derivations of one flow. A Retry and a change of version need eight; Initials with random IDs get no more. */
export const MAX_DERIVATIONS = 12;
/** Attempts that are remembered. */
export const MAX_ATTEMPTS = 4;

/** What the packet that is being read says: one of each is enough for all connections. */
const header = new PacketHeader();
const frames = new InitialFrames();

export class QuicConnection {
  /**
   * `tlsSeen`: QUIC was recognised, by an opened Initial or by a packet of a known version. `alert` and `outcome` are of a
   * CONNECTION_CLOSE that the client sent; one of the server sets `serverClosedFirst`.
   */
  readonly handshake: Handshake = newHandshake('q');
  /** Server name in the CHLO of Google's QUIC, which has no ClientHello. */
  gquicSni: string | undefined;
  /** The TLS alert that the server gave as cause of its CONNECTION_CLOSE. */
  serverAlert: number | undefined;
  #version: number | undefined;
  readonly #attempts: Attempt[] = [];
  #derivations = 0;
  readonly #datagrams: [number, number] = [0, 0];
  /** An Initial was there, of which the capture has only a part. */
  #clipped = false;
  /** The client has sent a packet that comes after its Initials. */
  #clientWentOn = false;
  #done = false;

  /** Version of the ClientHello's packets, else of the first packet: `1`, `2`, `draft-29`, `0x…`; undefined if none was seen. */
  get version(): string | undefined {
    return this.#version === undefined ? undefined : versionText(this.#version);
  }

  /** Octets retained of messages that are not whole. */
  get heldOctets(): number {
    let held = 0;
    for (const attempt of this.#attempts) held += attempt.heldOctets;
    return held;
  }

  /**
   * One datagram of the flow, `octets[at, end)` as captured.
   *
   * @param onWire octets of the datagram on the wire: more than captured if it is clipped
   * @param frame its number in the capture
   * @returns bits of `Step`
   */
  datagram(direction: 0 | 1, octets: Uint8Array, at: number, end: number, onWire: number, frame: number): number {
    if (this.#done) return Step.Done;
    const handshake = this.handshake;
    const before = handshake.hello;
    const wireEnd = at + Math.max(onWire, end - at);
    const version = probeVersion(octets, at, end);
    // Without the fixed bit (greased, RFC 9287 §3.1) only an opened packet shows that it is QUIC.
    if (((octets[at] ?? 0) & (LONG_HEADER_BIT | FIXED_BIT)) !== LONG_HEADER_BIT) this.#version ??= version;
    if (!this.#readGquic(direction, version, octets, at, end)) {
      this.#walk(direction, octets, at, end, wireEnd, frame, version !== undefined);
    }
    const step = handshake.hello !== before ? Step.Hello : Step.NeedMore;
    if (++this.#datagrams[direction] >= MAX_DATAGRAMS) {
      if (handshake.hello === null) handshake.limits |= Limit.Probe;
      this.#done = true;
    }
    if (handshake.hello !== null && this.#clientWentOn) this.#done = true;
    // No attempt, and none can come any more.
    if (this.#attempts.length === 0 && this.#derivations >= MAX_DERIVATIONS) {
      handshake.limits |= Limit.Candidates;
      this.#done = true;
    }
    if (!this.#done) return step;
    this.finish(undefined);
    return step | Step.Done;
  }

  /** The flow is over, or the reader given up. UDP has no end of its own. */
  finish(_closed: undefined): void {
    this.#done = true;
    const handshake = this.handshake;
    handshake.tlsSeen = this.#version !== undefined;
    handshake.notTls = !handshake.tlsSeen;
    if (handshake.helloState === 'none' && this.#clipped) handshake.helloState = 'incomplete';
    handshake.conflicts = 0;
    for (const attempt of this.#attempts) {
      handshake.conflicts += attempt.conflicts;
      handshake.limits |= attempt.limits;
    }
  }

  /** The packets of one datagram, RFC 9000 §12.2. `likely`: its first one looks like a long header of QUIC. */
  #walk(
    direction: 0 | 1,
    octets: Uint8Array,
    at: number,
    end: number,
    wireEnd: number,
    frame: number,
    likely: boolean,
  ): void {
    let next = at;
    for (let packets = 0; packets < MAX_COALESCED && next < end; packets++) {
      const from = next;
      if (!header.read(octets, from, end, wireEnd)) {
        // Of a clipped datagram it is not known what its rest would have said.
        if (end < wireEnd && packets === 0 && likely) this.#clipped = true;
        return;
      }
      next = header.packetEnd;
      switch (header.type) {
        case PacketType.Initial:
          if (next > end) this.#clipped = true;
          else this.#initial(direction, octets, from, frame);
          break;
        case PacketType.Handshake:
        case PacketType.Short:
          if (direction === this.handshake.clientDirection) this.#clientWentOn = true;
          break;
        default:
          break; // 0-RTT is passed over; Retry, Version Negotiation and what is not known fill the datagram
      }
    }
  }

  /** @returns true if it is a datagram of Google's QUIC in the clear, whether there is a name in it or not */
  #readGquic(direction: 0 | 1, version: number | undefined, octets: Uint8Array, at: number, end: number): boolean {
    const form = version === undefined ? undefined : knownVersion(version)?.form;
    if (form !== 'gquic-public-header' && form !== 'gquic-long-header') return false;
    this.#foundGquic(direction, clearSni(form, octets, at, end));
    return true;
  }

  #foundGquic(client: 0 | 1, sni: string | undefined): void {
    if (sni === undefined) return;
    this.handshake.clientDirection = client;
    this.gquicSni = sni;
    this.#done = true;
  }

  /** One Initial packet, whole: `octets[at, header.packetEnd)`. */
  #initial(direction: 0 | 1, octets: Uint8Array, at: number, frame: number): void {
    const attempts = this.#attempts;
    for (let i = attempts.length - 1; i >= 0; i--) {
      const attempt = attempts[i]!;
      const side: Side = attempt.client === direction ? 'client' : 'server';
      const own = header.dcidLength === attempt.dcid.length && this.#hasDcid(octets, attempt.dcid);
      // The same ID with another version is an attempt of its own; see `Attempt`.
      if (own && side === 'client' && attempt.openerOf(header.version, side) === undefined) continue;
      const opener = attempt.openerOf(header.version, side) ?? this.#derive(attempt, side);
      const payload = opener?.open(octets, at, header.numberAt, header.packetEnd) ?? null;
      if (payload !== null) {
        this.#opened(attempt, side, payload, frame);
        return;
      }
      if (own && side === 'client') return;
    }
    this.#newAttempt(direction, octets, at, frame);
  }

  #newAttempt(direction: 0 | 1, octets: Uint8Array, at: number, frame: number): void {
    const client = this.handshake.clientDirection;
    if (client !== -1 && client !== direction) return;
    // RFC 9000 §7.2; after a Retry the ID is of the server's choice, and there is a token.
    if (header.dcidLength < MIN_FIRST_DCID && header.tokenLength === 0) return;
    const attempt = new Attempt(
      direction,
      new Uint8Array(octets.subarray(header.dcidAt, header.dcidAt + header.dcidLength)),
    );
    const payload = this.#derive(attempt, 'client')?.open(octets, at, header.numberAt, header.packetEnd) ?? null;
    if (payload === null) return;
    if (this.#attempts.length === MAX_ATTEMPTS) {
      const oldest = this.#attempts.shift()!;
      this.handshake.limits |= oldest.limits | Limit.Candidates;
    }
    this.#attempts.push(attempt);
    this.#opened(attempt, 'client', payload, frame);
  }

  /** Keys for the version of the header; undefined when enough were derived. */
  #derive(attempt: Attempt, side: Side): PacketOpener | undefined {
    const known = header.known;
    if (known?.schedule === undefined || this.#derivations >= MAX_DERIVATIONS) return undefined;
    this.#derivations++;
    return attempt.derive(known, known.schedule, side);
  }

  /** The payload of an Initial whose tag was verified. */
  #opened(attempt: Attempt, side: Side, payload: Uint8Array, frame: number): void {
    const handshake = this.handshake;
    if (handshake.hello === null) this.#version = header.version;
    if (header.known?.form === 'gquic-initial') {
      if (side === 'client') this.#foundGquic(attempt.client, initialSni(payload));
      return;
    }
    if (handshake.clientDirection === -1) handshake.clientDirection = attempt.client;
    if (!frames.read(payload)) return;
    if (side === 'client') {
      const whole = attempt.fromClient(frames, payload, frame);
      if (whole && handshake.hello === null) this.#takeHello(attempt);
      else if (handshake.helloState === 'none' && attempt.heldOctets > 0) handshake.helloState = 'incomplete';
    } else {
      attempt.fromServer(frames, payload, frame);
      if (attempt.retried) handshake.retried = true;
      if (attempt.serverHello !== null) {
        handshake.serverHello = attempt.serverHello;
        handshake.resumed = attempt.serverHello.preSharedKey;
      }
    }
    if (frames.closeCode !== undefined) this.#closed(side, frames.alert);
  }

  #takeHello(attempt: Attempt): void {
    const handshake = this.handshake;
    handshake.hello = attempt.hello;
    handshake.helloState = 'whole';
    handshake.clientDirection = attempt.client;
    handshake.helloOctets = attempt.helloOctets;
    handshake.helloPackets = attempt.helloPackets;
    handshake.helloPieces = attempt.helloPieces;
  }

  /** CONNECTION_CLOSE: RFC 9000 §10.2. A server may close one attempt and answer the next, so only after a hello is it the end. */
  #closed(side: Side, alert: number | undefined): void {
    const handshake = this.handshake;
    if (side === 'client') {
      if (alert !== undefined) {
        handshake.alert = alert;
        handshake.outcome = 'alert';
      }
    } else {
      handshake.serverClosedFirst = true;
      this.serverAlert = alert;
    }
    if (handshake.hello !== null) this.#done = true;
  }

  #hasDcid(octets: Uint8Array, dcid: Uint8Array): boolean {
    return same(octets, header.dcidAt, dcid, 0, dcid.length);
  }
}
