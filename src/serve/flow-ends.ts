/**
 * Which connection a question is about: the two ends, as text that was asked and as text that is compared. FLOW-RECORD.md has the
 * names (`src` is the client, who sends the hello) and the text form of a 5-tuple. Everything here comes from outside: what is
 * wrong is said in one clause, never thrown.
 */
import { addressText, IPV4_OCTETS, IPV6_OCTETS, parseAddress } from '../bytes/address.js';

/** The ends of a connection. Addresses in the one form that they are compared in. */
export interface FlowEnds {
  readonly clientIp: string;
  readonly clientPort: number;
  readonly serverIp: string;
  readonly serverPort: number;
  readonly proto: 'TCP' | 'UDP';
}

/** Most address texts whose form is remembered. */
const MAX_TEXTS = 8192;
/** Longest text that can be an address, and an IPv4 one. */
const MAX_ADDRESS = 45;
const MAX_IPV4 = 15;
const ZERO = 0x30;
const DOT = 0x2e;
export const MAX_PORT = 65_535;

/** Text as asked -> text as compared: a proxy asks about the same few hosts again and again. */
const texts = new Map<string, string>();

/** ::ffff:0:0/96, RFC 4291 §2.5.5.2: what a socket of both families shows of an IPv4 peer. */
const MAPPED_PREFIX = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

/**
 * The text by which an address is compared. An IPv4-mapped one is the IPv4 address: by any other text the client would be a stranger
 * to what packets told of it, and to the networks of the policy.
 */
export function comparedAddress(octets: Uint8Array): string {
  const isMapped = octets.length === IPV6_OCTETS && MAPPED_PREFIX.every((octet, i) => octets[i] === octet);
  return isMapped ? addressText(octets, MAPPED_PREFIX.length, IPV4_OCTETS) : addressText(octets, 0, octets.length);
}

/** An address in RFC 5952 form or dotted decimal; undefined if it is none. */
export function addressOf(text: string): string | undefined {
  // Dotted decimal has one form. Most addresses are written so, and there are too many to remember them all.
  if (isDottedDecimal(text)) return text;
  const known = texts.get(text);
  if (known !== undefined) return known;
  if (text.length > MAX_ADDRESS) return undefined;
  const octets = parseAddress(text);
  if (octets === null) return undefined;
  const compared = comparedAddress(octets);
  if (texts.size >= MAX_TEXTS) texts.clear();
  texts.set(text, compared);
  return compared;
}

/** Four numbers from 0 to 255 with dots between and no zero before another digit, as `parseAddress` takes them. */
function isDottedDecimal(text: string): boolean {
  const { length } = text;
  if (length > MAX_IPV4) return false;
  let dots = 0;
  let digits = 0;
  let number = 0;
  for (let i = 0; i < length; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    if (digit >= 0 && digit <= 9) {
      if (digits > 0 && number === 0) return false;
      number = 10 * number + digit;
      if (number > 255) return false;
      digits++;
    } else {
      if (text.charCodeAt(i) !== DOT || digits === 0) return false;
      dots++;
      digits = 0;
      number = 0;
    }
  }
  return dots === IPV4_OCTETS - 1 && digits > 0;
}

/**
 * The ends that were named; a clause that says what is wrong if they are none.
 *
 * @param proto absent or empty: TCP
 */
export function flowEnds(
  srcIp: string | undefined,
  srcPort: number | undefined,
  destIp: string | undefined,
  destPort: number | undefined,
  proto: string | undefined,
): FlowEnds | string {
  const clientIp = srcIp === undefined ? undefined : addressOf(srcIp);
  if (clientIp === undefined) return 'src_ip: an IP address is needed';
  const serverIp = destIp === undefined ? undefined : addressOf(destIp);
  if (serverIp === undefined) return 'dest_ip: an IP address is needed';
  const clientPort = srcPort ?? 0;
  const serverPort = destPort ?? 0;
  if (!isPort(clientPort)) return `src_port: a whole number from 0 to ${MAX_PORT} is needed`;
  if (!isPort(serverPort)) return `dest_port: a whole number from 0 to ${MAX_PORT} is needed`;
  if (proto === undefined || proto === '' || proto === 'TCP') {
    return { clientIp, clientPort, serverIp, serverPort, proto: 'TCP' };
  }
  if (proto === 'UDP') return { clientIp, clientPort, serverIp, serverPort, proto: 'UDP' };
  return 'proto: TCP or UDP is needed';
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port >= 0 && port <= MAX_PORT;
}

/** One text for a 5-tuple, whichever end is named first. */
export function flowKey(ends: FlowEnds): string {
  const { clientIp, clientPort, serverIp, serverPort } = ends;
  const inOrder = clientIp < serverIp || (clientIp === serverIp && clientPort <= serverPort);
  return inOrder
    ? `${clientIp} ${clientPort} ${serverIp} ${serverPort} ${ends.proto}`
    : `${serverIp} ${serverPort} ${clientIp} ${clientPort} ${ends.proto}`;
}

/** Longest text of a 5-tuple. */
const MAX_SELECTOR = 128;

/** A flow as `explain --flow` takes it: a flow_id, or `ADDRESS:PORT-ADDRESS:PORT` with `/tcp` or `/udp`; undefined if it is neither. */
export function flowSelector(text: string): { readonly id: number } | FlowEnds | undefined {
  if (text.length > MAX_SELECTOR) return undefined;
  if (/^[1-9][0-9]{0,14}$/.test(text)) return { id: Number(text) };
  const slash = text.lastIndexOf('/');
  const proto = slash < 0 ? 'TCP' : text.slice(slash + 1).toUpperCase();
  const parts = (slash < 0 ? text : text.slice(0, slash)).split('-');
  const client = parts.length === 2 ? endOf(parts[0]!) : undefined;
  const server = parts.length === 2 ? endOf(parts[1]!) : undefined;
  if (client === undefined || server === undefined) return undefined;
  const ends = flowEnds(client.ip, client.port, server.ip, server.port, proto);
  return typeof ends === 'string' ? undefined : ends;
}

/** `10.8.0.2:443` or `[fd00::2]:443`. */
export function endOf(text: string): { readonly ip: string; readonly port: number } | undefined {
  const colon = text.lastIndexOf(':');
  const digits = text.slice(colon + 1);
  if (colon < 0 || !/^[0-9]{1,5}$/.test(digits) || Number(digits) > MAX_PORT) return undefined;
  const host = text.slice(0, colon);
  const isBracketed = host.startsWith('[') && host.endsWith(']');
  const octets = parseAddress(isBracketed ? host.slice(1, -1) : host);
  if (octets === null || isBracketed !== octets.length > IPV4_OCTETS) return undefined;
  return { ip: addressText(octets, 0, octets.length), port: Number(digits) };
}
