/**
 * Lines between Squid and an external ACL helper: Squid's "External ACL helper" protocol with channel ids (`concurrency=`), and the
 * format that docs/integrations/squid.md configures: `%>a %>p %>la %>lp %ssl::>sni %tS`. Squid writes octets that are no plain text as
 * %XX. All of it may come from a client: what is wrong is a clause, never thrown.
 */
import { harmless, printable } from '../../bytes/text.js';
import { type FlowEnds, flowEnds } from '../flow-ends.js';

/** Octets of a line without its end: a name of 255 octets, each of them escaped, has room many times over. */
export const MAX_LINE_OCTETS = 8 * 1024;
/** Octets of a name that is asked about; longer ones are no host names (RFC 1035 §3.1), and not cut: they would name another host. */
const MAX_NAME_OCTETS = 1024;
/** Digits of a channel id, which Squid counts in 64 bits. */
const CHANNEL = /^[0-9]{1,20}$/;
const PORT = /^[0-9]{1,5}$/;
/** Seconds since 1970 with three to six decimals. */
const TIME = /^([0-9]{1,11})\.([0-9]{3,6})$/;
const US_PER_SECOND = 1_000_000;
/** What Squid writes for a value that it does not have. */
const ABSENT = '-';
const PLAIN = /^[A-Za-z0-9._:-]+$/;

export interface SquidQuestion {
  readonly channel: string;
  readonly ends: FlowEnds;
  readonly sni: string | undefined;
  /** When Squid accepted the connection, us since 1970. */
  readonly acceptedUs: number | undefined;
}

/** A line that asks nothing. Without a channel there is nobody to tell. */
export interface SquidMistake {
  readonly channel: string | undefined;
  readonly wrong: string;
}

/** @param line as latin1: one character an octet */
export function parseLine(line: string): SquidQuestion | SquidMistake {
  const [channel = '', client = '', clientPort = '', server = '', serverPort = '', name = ABSENT, began = ABSENT] = line
    .trim()
    .split(' ');
  if (!CHANNEL.test(channel)) return { channel: undefined, wrong: 'a channel id is needed: concurrency=' };
  const wrong = (what: string): SquidMistake => ({ channel, wrong: what });
  if (!PORT.test(clientPort) || !PORT.test(serverPort)) return wrong('ports are needed');
  const ends = flowEnds(
    unescapeOctets(client).toString('latin1'),
    Number(clientPort),
    unescapeOctets(server).toString('latin1'),
    Number(serverPort),
    'TCP',
  );
  if (typeof ends === 'string') return wrong(ends);
  const acceptedUs = timeOf(began);
  if (name === ABSENT) return { channel, ends, sni: undefined, acceptedUs };
  const octets = unescapeOctets(name);
  if (octets.length > MAX_NAME_OCTETS) return wrong('the name is too long');
  return { channel, ends, sni: printable(octets), acceptedUs };
}

/** What is no time is none: Squid may be told another format. */
function timeOf(text: string): number | undefined {
  const [, seconds, decimals = ''] = TIME.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * US_PER_SECOND + Number(decimals.padEnd(6, '0'));
}

/** `%41` -> A. A per cent sign that no two hexadecimal digits follow stands for itself. */
function unescapeOctets(text: string): Buffer {
  const plain = text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

/** An answer's line: OK where the ACL matches. Annotations are our own words and the catalog's; those without a value are left out. */
export function answerLine(
  channel: string,
  matches: boolean,
  notes: Readonly<Record<string, string | undefined>>,
): string {
  let line = `${channel} ${matches ? 'OK' : 'ERR'}`;
  for (const [key, value] of Object.entries(notes)) if (value !== undefined) line += ` ${key}=${quoted(value)}`;
  return `${line}\n`;
}

/** Squid takes a value up to the next space, or a quoted one in which a backslash makes the next character plain. */
function quoted(value: string): string {
  const safe = harmless(value);
  return PLAIN.test(safe) ? safe : `"${safe.replace(/["\\]/g, '\\$&')}"`;
}
