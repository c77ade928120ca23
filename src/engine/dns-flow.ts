/**
 * The reader of a TCP flow that uses port 53: DNS in all likelihood, but what it is its octets say. TLS and DNS are both tried until
 * one of them is sure; DNS is then read for as long as the flow lasts.
 */
import { type DnsAnswer, tellsNames } from '../protocol/dns/answers.js';
import type { Solicited } from '../protocol/dns/queries.js';
import { DnsStream } from '../protocol/dns/stream.js';
import { newTcpReader } from '../protocol/index.js';
import { type Handshake, Step } from '../protocol/reader.js';

/** An answer, and whether it is one to a query of the flow. */
export interface HeardAnswer {
  readonly answer: DnsAnswer;
  readonly solicited: Solicited;
}

const NONE: readonly HeardAnswer[] = [];

export class DnsFlow {
  /** Answers worth remembering that the last segment completed; they travelled in its direction. */
  answers: readonly HeardAnswer[] = NONE;
  readonly #tls = newTcpReader();
  readonly #dns = new DnsStream();
  #isTls = false;
  #isDns = false;
  #tlsStep: number = Step.NeedMore;

  get handshake(): Handshake {
    return this.#tls.handshake;
  }

  get isDns(): boolean {
    return this.#isDns;
  }

  get heldOctets(): number {
    return (this.#isDns ? 0 : this.#tls.heldOctets) + (this.#isTls ? 0 : this.#dns.heldOctets);
  }

  /** Parameters and answer are those of `TlsStream.segment`. */
  segment(
    direction: 0 | 1,
    sequence: number,
    flags: number,
    octets: Uint8Array,
    at: number,
    end: number,
    onWire: number,
    frame: number,
  ): number {
    this.answers = NONE;
    let step: number = Step.NeedMore;
    if (!this.#isDns && !(this.#tlsStep & Step.Done)) {
      step = this.#tls.segment(direction, sequence, flags, octets, at, end, onWire, frame);
      this.#tlsStep = step;
      this.#isTls = this.#tls.handshake.tlsSeen || this.#tls.handshake.hello !== null;
      if (this.#isTls) return step;
    }
    if (!this.#dns.done) {
      const answers = this.#dns.segment(direction, sequence, flags, octets, at, end, onWire, frame);
      this.#isDns = this.#dns.isDns;
      if (answers.length > 0) {
        const { solicited } = this.#dns;
        this.answers = answers
          .map((answer, i) => ({ answer, solicited: solicited[i]! }))
          .filter(({ answer }) => tellsNames(answer));
      }
    }
    if (this.#isDns) return this.#dns.done ? Step.Done : Step.NeedMore;
    return this.#dns.done ? step : step & ~Step.Done;
  }

  finish(closed: 'fin' | 'rst' | undefined): number {
    const step = this.#isDns ? Step.Done : this.#tls.finish(closed);
    this.#tls.handshake.limits |= this.#dns.limits;
    return step;
  }
}
