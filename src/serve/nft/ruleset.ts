/**
 * The nftables table of our own: sets of connections that are to be bypassed, and the rules that look into them; docs/integrations/nftables.md.
 * Commands are written one a line, as `nft -f` takes them, and hold nothing that was not checked here.
 */
import { UsageError } from '../../bytes/usage-error.js';

export interface RulesetOptions {
  /** Name of the table, family inet. */
  readonly table: string;
  /** TCP port of the inspecting proxy on this machine. Undefined: connections are steered by rules of somebody else's. */
  readonly redirectTo?: number | undefined;
  /** What comes in by these interfaces is steered; none named: by all. */
  readonly interfaces?: readonly string[];
  /** Whether QUIC of what is not bypassed is dropped, so that the client falls back to TCP. */
  readonly quic: boolean;
}

/** Members of each set. A full one takes no more until some expire. */
export const MAX_MEMBERS = 65_536;
export const SET_IPV4 = 'bypass4';
export const SET_IPV6 = 'bypass6';
/** The port of HTTPS and of HTTP/3. */
const PORT = 443;
const NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,31}$/;
/** IFNAMSIZ is 16, with the NUL. */
const INTERFACE = /^[A-Za-z0-9_.@-]{1,15}$/;
const MAX_INTERFACES = 64;
const MAX_PORT = 65_535;

/** The commands that make the table anew, whatever was in it. Together they are one transaction of `nft -f`. */
export function rulesetCommands(options: RulesetOptions): string[] {
  const { table, redirectTo, quic } = options;
  checkTable(table);
  const from = interfaceMatch(options.interfaces ?? []);
  const isMember = (ports: string): [string, string] => [
    `ip saddr . ip daddr . ${ports} @${SET_IPV4}`,
    `ip6 saddr . ip6 daddr . ${ports} @${SET_IPV6}`,
  ];
  const commands = [`add table inet ${table}`, `delete table inet ${table}`, `add table inet ${table}`];
  for (const [set, address] of [
    [SET_IPV4, 'ipv4_addr'],
    [SET_IPV6, 'ipv6_addr'],
  ] as const) {
    commands.push(
      `add set inet ${table} ${set} { type ${address} . ${address} . inet_service ; size ${MAX_MEMBERS} ; flags timeout ; }`,
    );
  }
  if (redirectTo !== undefined) {
    if (!Number.isInteger(redirectTo) || redirectTo < 1 || redirectTo > MAX_PORT) {
      throw new UsageError('nft', 'the port to redirect to: a whole number from 1 to 65535 is needed');
    }
    commands.push(`add chain inet ${table} steer { type nat hook prerouting priority dstnat ; policy accept ; }`);
    for (const member of isMember('tcp dport')) commands.push(`add rule inet ${table} steer ${member} accept`);
    commands.push(`add rule inet ${table} steer ${from}tcp dport ${PORT} redirect to :${redirectTo}`);
  }
  if (quic) {
    commands.push(`add chain inet ${table} quic { type filter hook forward priority filter ; policy accept ; }`);
    for (const member of isMember('udp dport')) commands.push(`add rule inet ${table} quic ${member} accept`);
    commands.push(`add rule inet ${table} quic ${from}udp dport ${PORT} drop`);
  }
  return commands;
}

/** The same for a file or a pipe to `nft -f -`. */
export function rulesetText(options: RulesetOptions): string {
  return `${rulesetCommands(options).join('\n')}\n`;
}

export function checkTable(table: string): void {
  if (!NAME.test(table)) {
    throw new UsageError('nft', 'the name of a table: a letter, then at most 31 letters, digits, - and _');
  }
}

function interfaceMatch(interfaces: readonly string[]): string {
  if (interfaces.length === 0) return '';
  if (interfaces.length > MAX_INTERFACES || !interfaces.every((name) => INTERFACE.test(name))) {
    throw new UsageError('nft', `interfaces: at most ${MAX_INTERFACES} names of 1 to 15 letters, digits and _.@-`);
  }
  return `iifname { ${interfaces.map((name) => `"${name}"`).join(', ')} } `;
}
