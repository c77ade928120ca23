/**
 * The names behind addresses, as one DNS response tells them. RFC 1035 §4.1, RFC 3596, RFC 9460. A response is read in the order of
 * its sections and no further than its answers. One that was cut by its sender (TC), by the capture, or by a count that
 * promises more than there is, gives the records that were whole; one whose octets break the format gives nothing, as
 * resolvers refuse it too.
 */
import {
  CLASS_IN,
  FLAG_QR,
  FLAG_TC,
  MASK_RCODE,
  Message,
  OPCODE_QUERY,
  opcode,
  TYPE_A,
  TYPE_AAAA,
  TYPE_CNAME,
} from './message.js';

/** Most records of an answer section that are read. A datagram could promise 65,535. */
export const MAX_ANSWER_RECORDS = 128;

export interface DnsAddress {
  readonly name: string;
  readonly address: string;
  readonly family: 4 | 6;
  readonly ttl: number;
  /** It is a hint of an HTTPS or SVCB record, which the client may use until it has the addresses themselves, or not at all. */
  readonly hint?: true;
}

/** Where a service may be reached: RFC 9460 §2.4. */
export interface DnsService {
  readonly name: string;
  /** AliasMode: the service is at the target, whatever that says of itself. */
  readonly alias: boolean;
  /** The name whose addresses the client connects to, perhaps the owner itself; `.` in AliasMode: there is no service. */
  readonly target: string;
  /** Printable. */
  readonly alpn: readonly string[];
  /** The record holds an ECH configuration. */
  readonly ech: boolean;
  readonly ttl: number;
}

/**
 * All names lower case, without the final dot (the root is `.`), printable; a dot inside a label is `\x2e`, so that every
 * `.` is a boundary between labels.
 */
export interface DnsAnswer {
  /** QNAME of the (single) question. */
  readonly question: string;
  /** CNAME records of the answer section. */
  readonly aliases: readonly { readonly name: string; readonly target: string; readonly ttl: number }[];
  /**
   * A and AAAA records of the answer section, and the hints of its HTTPS and SVCB records under their owner's name (RFC 9460
   * §7.3); `address` is text (IPv6 in RFC 5952 form); TTL in seconds.
   */
  readonly addresses: readonly DnsAddress[];
  /** HTTPS and SVCB records of the answer section; absent where there is none. None if one of them is malformed. */
  readonly services?: readonly DnsService[];
  /** Why records of the answer section may be missing from the lists above; absent where all of it was read. */
  readonly missing?: 'clipped' | 'too_many_records';
}

/**
 * Reads a response to a standard query (QR 1, opcode 0) without error, with one question of class IN.
 *
 * @param at first octet of the message
 * @param end first octet after the captured part of the message
 * @returns null if it is another message, or its octets contradict the format. RCODE other than 0 is "another": a name
 *   that does not exist has no address to remember
 */
export function parseDnsResponse(octets: Uint8Array, at: number, end: number): DnsAnswer | null {
  const message = new Message(octets, at, end);
  const flags = message.flags;
  if ((flags & FLAG_QR) === 0 || opcode(flags) !== OPCODE_QUERY || (flags & MASK_RCODE) !== 0) return null;
  if (message.questions !== 1) return null;
  const question = message.name();
  message.u16(); // QTYPE: any; what the answers are says enough
  if (message.u16() !== CLASS_IN) return null; // 0 after a failure

  const aliases: { name: string; target: string; ttl: number }[] = [];
  const addresses: DnsAddress[] = [];
  const hints: DnsAddress[] = [];
  const services: DnsService[] = [];
  let serviceFault = false;
  let moreHints = false;
  const count = Math.min(message.answers, MAX_ANSWER_RECORDS);
  for (let i = 0; i < count; i++) {
    const record = message.record();
    if (record === null) break;
    const { name, ttl } = record;
    if (record.type === TYPE_CNAME) aliases.push({ name, target: record.value, ttl });
    else if (record.type === TYPE_A) addresses.push({ name, address: record.value, family: 4, ttl });
    else if (record.type === TYPE_AAAA) addresses.push({ name, address: record.value, family: 6, ttl });
    else if (record.service === null) serviceFault = true;
    else if (record.service !== undefined) {
      const { priority, target, alpn, ech } = record.service;
      const alias = priority === 0;
      services.push({ name, alias, target: target === '.' && !alias ? name : target, alpn, ech, ttl });
      for (const hint of record.service.hints) hints.push({ name, ...hint, ttl, hint: true });
      moreHints ||= record.service.moreHints;
    }
  }
  const failure = message.failure;
  if (failure === 'bad') return null;
  const told = {
    question,
    aliases,
    addresses: serviceFault || hints.length === 0 ? addresses : [...addresses, ...hints],
    ...(services.length === 0 || serviceFault ? {} : { services }),
  };
  if (failure === 'clipped' || (flags & FLAG_TC) !== 0) return { ...told, missing: 'clipped' };
  if (message.answers > count || moreHints) return { ...told, missing: 'too_many_records' };
  return told;
}

/** Whether there is anything in an answer to be remembered: a name, an address, or that something may be missing. */
export function tellsNames({ aliases, addresses, services, missing }: DnsAnswer): boolean {
  return aliases.length > 0 || addresses.length > 0 || services !== undefined || missing !== undefined;
}
