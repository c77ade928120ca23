/** Segments of one TCP flow into a TlsStream, with sequence numbers kept as TCP does. */
import type { Handshake } from '../../../src/protocol/reader.js';
import { TlsStream } from '../../../src/protocol/tls/stream.js';

export const FIN = 0x01;
export const SYN = 0x02;
export const RST = 0x04;
export const PSH_ACK = 0x18;

const EMPTY = new Uint8Array(0);
/** What lies around a payload in a batch: nothing of it may be read. */
const AROUND = 7;

export class TcpFlow {
  readonly stream = new TlsStream();
  /** Bits of all answers so far. */
  steps = 0;
  /** How often Step.Hello was answered. */
  hellos = 0;
  frame = 0;
  readonly next: [number, number];

  /** @param starts initial sequence numbers; with `syn` false the flow is joined in the middle */
  constructor(starts: readonly [number, number] = [1000, 900_000], syn = true) {
    this.next = [starts[0] | 0, starts[1] | 0];
    if (!syn) return;
    for (const direction of [0, 1] as const) {
      this.put(direction, this.next[direction], EMPTY, SYN);
      this.next[direction] = (this.next[direction] + 1) | 0;
    }
  }

  get handshake(): Handshake {
    return this.stream.handshake;
  }

  /** In order: right after what this direction sent before. */
  send(direction: 0 | 1, payload: Uint8Array, flags = PSH_ACK): number {
    const step = this.put(direction, this.next[direction], payload, flags);
    this.next[direction] = (this.next[direction] + payload.length) | 0;
    return step;
  }

  /** At a sequence number of its own. */
  put(direction: 0 | 1, sequence: number, payload: Uint8Array, flags = PSH_ACK, onWire = payload.length): number {
    this.frame++;
    const batch = new Uint8Array(payload.length + 2 * AROUND).fill(0x16);
    batch.set(payload, AROUND);
    const end = AROUND + payload.length;
    const step = this.stream.segment(direction, sequence | 0, flags, batch, AROUND, end, onWire, this.frame);
    batch.fill(0xdd); // valid during the call only
    this.steps |= step;
    this.hellos += step & 1;
    return step;
  }

  finish(closed?: 'fin' | 'rst'): Handshake {
    const step = this.stream.finish(closed);
    this.steps |= step;
    this.hellos += step & 1;
    return this.stream.handshake;
  }
}
