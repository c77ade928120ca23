/** Segments of one TCP flow into a DnsStream, with sequence numbers kept as TCP does. */
import type { DnsAnswer } from '../../../src/protocol/dns/answers.js';
import { DnsStream } from '../../../src/protocol/dns/stream.js';

const SYN = 0x02;
export const PSH_ACK = 0x18;
const EMPTY = new Uint8Array(0);
/** What lies around a payload in a batch: nothing of it may be read. */
const AROUND = 5;

/** The client sends in direction 0. */
export class DnsFlow {
  readonly stream = new DnsStream();
  readonly answers: DnsAnswer[] = [];
  readonly next: [number, number];
  frame = 0;

  constructor(starts: readonly [number, number] = [-20, 2 ** 31 - 20], syn = true) {
    this.next = [starts[0] | 0, starts[1] | 0];
    if (!syn) return;
    for (const direction of [0, 1] as const) {
      this.put(direction, this.next[direction], EMPTY, SYN);
      this.next[direction] = (this.next[direction] + 1) | 0;
    }
  }

  /** In order: right after what this direction sent before. `captured` octets of it are in the capture. */
  send(direction: 0 | 1, payload: Uint8Array, captured = payload.length): readonly DnsAnswer[] {
    const answers = this.put(direction, this.next[direction], payload.subarray(0, captured), PSH_ACK, payload.length);
    this.next[direction] = (this.next[direction] + payload.length) | 0;
    return answers;
  }

  put(
    direction: 0 | 1,
    sequence: number,
    payload: Uint8Array,
    flags = PSH_ACK,
    onWire = payload.length,
  ): readonly DnsAnswer[] {
    const batch = new Uint8Array(payload.length + 2 * AROUND).fill(0x01);
    batch.set(payload, AROUND);
    const end = AROUND + payload.length;
    const answers = this.stream.segment(direction, sequence | 0, flags, batch, AROUND, end, onWire, ++this.frame);
    batch.fill(0xdd); // valid during the call only
    this.answers.push(...answers);
    return answers;
  }

  get questions(): string[] {
    return this.answers.map(({ question }) => question);
  }
}
