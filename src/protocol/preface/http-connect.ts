/**
 * HTTP/1 requests to a proxy: CONNECT (RFC 9110 §9.3.6, RFC 9112 §3.2.3) and the absolute form (RFC 9112 §3.2.2). The hello
 * follows the empty line that ends the header section; of its fields none is read.
 */
import { addressText, parseAddress } from '../../bytes/address.js';
import { CR, LF, MAX_TARGET, type PartRead, wordsOf } from './preface.js';

const VERSION = 'http/1.';
/** Most octets of a method: CONNECT, PROPPATCH and their like. */
const MAX_METHOD = 20;

/** Whether a line is the request line of HTTP/1: RFC 9112 §3. */
export function isRequestLine(octets: Uint8Array, at: number, lineEnd: number): boolean {
  const words = wordsOf(octets, at, lineEnd, 4);
  return words.length === 3 && words[0]!.length <= MAX_METHOD && words[2]!.startsWith(VERSION);
}

/**
 * A request whose request line `octets[at, lineEnd)` was recognised.
 *
 * @returns `none` for a request that is not for a proxy
 */
export function readHttpRequest(octets: Uint8Array, at: number, lineEnd: number, end: number): PartRead {
  const [method, requestTarget] = wordsOf(octets, at, lineEnd, 2);
  const connect = method === 'connect';
  const authority = connect ? requestTarget! : authorityOf(requestTarget!);
  if (authority === undefined) return 'none';
  const past = headerEnd(octets, lineEnd, end);
  if (past < 0) return 'more';
  const target = hostOf(authority);
  return { end: past, kind: connect ? 'http_connect' : 'http_absolute', ...(target === undefined ? {} : { target }) };
}

/** Of `http://…` and `https://…` (RFC 3986 §3.2): what stands before the path. */
function authorityOf(uri: string): string | undefined {
  const scheme = uri.startsWith('https://') ? 'https://' : uri.startsWith('http://') ? 'http://' : undefined;
  if (scheme === undefined) return undefined;
  let end = scheme.length;
  while (end < uri.length && !'/?#'.includes(uri[end]!)) end++;
  return uri.slice(scheme.length, end);
}

/** RFC 3986 §3.2: without user and port; an address in the one form that addresses have here. */
function hostOf(authority: string): string | undefined {
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const literal = host.startsWith('[');
  const name = literal ? host.slice(1, Math.max(1, host.indexOf(']'))) : host.split(':', 1)[0]!;
  const address = parseAddress(name);
  if (address !== null) return addressText(address, 0, address.length);
  return literal || name === '' || name.length > MAX_TARGET ? undefined : name;
}

/** Offset after the first empty line from the end of the request line on; -1 if it is not there. A lone LF ends a line too (RFC 9112 §2.2). */
function headerEnd(octets: Uint8Array, lineEnd: number, end: number): number {
  for (let o = lineEnd; o < end; o++) {
    if (octets[o] !== LF) continue;
    const next = octets[o + 1] === CR ? o + 2 : o + 1;
    if (next < end && octets[next] === LF) return next + 1;
  }
  return -1;
}
