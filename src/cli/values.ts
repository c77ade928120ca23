/**
 * Values of options: text as it was typed to what it means, or a UsageError of one line that says which option, what was
 * given, and what would be right.
 */
import { addressText, IPV4_OCTETS, parseAddress } from '../bytes/address.js';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { endpoint } from '../sink/words.js';

export function badValue(option: string, value: string, expected: string): UsageError {
  return new UsageError('bad_option', `${option} ${harmless(JSON.stringify(value))}: expected ${expected}`);
}

/** @param words values besides numbers that the caller takes, with `or`: for the message */
export function wholeNumber(option: string, value: string, least: number, most: number, words = ''): number {
  const parsed = /^[0-9]{1,15}$/.test(value) ? Number(value) : Number.NaN;
  if (parsed >= least && parsed <= most) return parsed;
  throw badValue(option, value, `${words}a whole number from ${least} to ${most}`);
}

/** Longest time-out: a year. Longer ones would only hide a typing error. */
const MAX_SECONDS = 31_536_000;
const MIN_SECONDS = 0.001;

export function seconds(option: string, value: string): number {
  const parsed = /^[0-9]{1,9}(\.[0-9]{1,6})?$/.test(value) ? Number(value) : Number.NaN;
  if (parsed >= MIN_SECONDS && parsed <= MAX_SECONDS) return parsed;
  throw badValue(option, value, `seconds, from ${MIN_SECONDS} to ${MAX_SECONDS}`);
}

export function oneOf<T extends string>(option: string, value: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found !== undefined) return found;
  throw badValue(option, value, `one of ${choices.join(', ')}`);
}

/** A network as ADDRESS/BITS; a bare address is the network of itself alone. */
export function network(option: string, value: string): string {
  const slash = value.indexOf('/');
  const address = parseAddress(slash < 0 ? value : value.slice(0, slash));
  if (address !== null) {
    const most = address.length * 8;
    const bits = slash < 0 ? String(most) : value.slice(slash + 1);
    if (/^[0-9]{1,3}$/.test(bits) && Number(bits) <= most)
      return `${slash < 0 ? value : value.slice(0, slash)}/${Number(bits)}`;
  }
  throw badValue(option, value, 'a network such as 10.8.0.0/16 or fd00:8::/64');
}

/** Longest name of an app that is taken as a label. */
const MAX_LABEL = 200;

export function label(option: string, value: string): string {
  if (value.trim() !== '' && value.length <= MAX_LABEL) return harmless(value);
  throw badValue(option, value.slice(0, MAX_LABEL), `the name of an app, at most ${MAX_LABEL} characters`);
}

/** One end of a flow, or both with the protocol. Addresses are octets, so that any text form of one is the same. */
export interface FlowEnd {
  readonly address: Uint8Array;
  readonly port: number;
}

export type FlowSelector =
  | { readonly id: number }
  | { readonly ends: readonly [FlowEnd, FlowEnd]; readonly proto: 'TCP' | 'UDP' | undefined };

const FLOW_FORMS =
  'a flow_id such as 17, or a 5-tuple such as 10.8.0.2:51234-203.0.113.7:443/tcp or [fd00::2]:51234-[2001:db8::1]:443';

/** Which flow is meant: by number, or by addresses and ports in either order. */
export function flowSelector(option: string, value: string): FlowSelector {
  if (/^[1-9][0-9]{0,14}$/.test(value)) return { id: Number(value) };
  const slash = value.lastIndexOf('/');
  const proto = slash < 0 ? undefined : PROTOCOLS[value.slice(slash + 1).toLowerCase()];
  const parts = (slash < 0 ? value : value.slice(0, slash)).split('-');
  const [a, b] = parts.map(flowEnd);
  if ((slash >= 0 && proto === undefined) || parts.length !== 2 || !a || !b || a.address.length !== b.address.length) {
    throw badValue(option, value, FLOW_FORMS);
  }
  return { ends: [a, b], proto };
}

/** The flow asked for, as it could have been typed. */
export function flowWords(selector: FlowSelector): string {
  if ('id' in selector) return String(selector.id);
  const ends = selector.ends.map(({ address, port }) => endpoint(addressText(address, 0, address.length), port));
  return ends.join('-') + (selector.proto === undefined ? '' : `/${selector.proto.toLowerCase()}`);
}

const PROTOCOLS: Readonly<Record<string, 'TCP' | 'UDP'>> = { tcp: 'TCP', udp: 'UDP' };
const MAX_PORT = 65_535;

/** `10.8.0.2:443` or `[fd00::2]:443`. */
function flowEnd(text: string): FlowEnd | undefined {
  const colon = text.lastIndexOf(':');
  const port = /^[0-9]{1,5}$/.test(text.slice(colon + 1)) ? Number(text.slice(colon + 1)) : Number.NaN;
  if (colon < 0 || !(port <= MAX_PORT)) return undefined;
  const host = text.slice(0, colon);
  const bracketed = host.startsWith('[') && host.endsWith(']');
  const address = parseAddress(bracketed ? host.slice(1, -1) : host);
  if (address === null || bracketed !== address.length > IPV4_OCTETS) return undefined;
  return { address, port };
}
