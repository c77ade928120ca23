/**
 * Filters for the kernel: a small part of the language of pcap-filter(7), compiled to classic BPF (Documentation/networking/filter.rst of the
 * kernel; McCanne and Jacobson 1993).
 *
 *   ip  ip6  tcp  udp  port N  tcp port N  udp port N  host ADDRESS  net ADDRESS/LENGTH  and or not ( )   also && || !
 *
 * As in pcap-filter(7), `and` and `or` bind alike, from left to right, and `not` binds tighter. A packet is IP directly behind the
 * Ethernet header; a tag that the network card or the kernel took off does not count, a second one hides the packet. For IPv6
 * the next header is read directly behind the fixed header, or behind a fragment header there; other extension headers are not walked.
 *
 * A later fragment has no ports. So that a handshake in fragments can be put together it passes `port N`, and `not port N` too:
 * both mean that the packet may be one of those asked for. (tcpdump lets it pass neither, or only the latter.) `port` is of TCP and UDP.
 */
import ipaddr from 'ipaddr.js';
import { UsageError } from '../bytes/usage-error.js';

/** What packets begin with: an Ethernet header (`loopback` on Linux: one of zeros), or IP. */
export type LinkKind = 'ethernet' | 'loopback' | 'raw';

export const MAX_FILTER_LENGTH = 1024;
export const MAX_FILTER_DEPTH = 32;
/** BPF_MAXINSNS */
export const MAX_INSTRUCTIONS = 4096;

type Expression =
  | { readonly kind: 'version'; readonly version: 4 | 6 }
  | { readonly kind: 'protocol'; readonly protocol: number }
  | { readonly kind: 'port'; readonly port: number }
  /** Words of the network and of its mask. */
  | {
      readonly kind: 'network';
      readonly version: 4 | 6;
      readonly words: readonly number[];
      readonly masks: readonly number[];
    }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'and' | 'or'; readonly left: Expression; readonly right: Expression };

/**
 * The program, struct sock_filter after struct sock_filter in this machine's byte order. An empty text lets everything pass.
 *
 * @param keepOctets most octets of a packet that are kept
 * @throws UsageError `bad_filter`, which names the column
 */
export function compileFilter(text: string, link: LinkKind, keepOctets = 0x40000): Uint8Array {
  const parser = new Parser(text);
  const expression = parser.parse();
  return new Program(link === 'raw' ? 0 : ETHERNET_HEADER).compile(expression, keepOctets);
}

const PROTOCOL_TCP = 6;
const PROTOCOL_UDP = 17;

interface Token {
  readonly text: string;
  readonly column: number;
}

class Parser {
  readonly #tokens: Token[] = [];
  #next = 0;
  #depth = 0;

  constructor(text: string) {
    if (text.length > MAX_FILTER_LENGTH) this.#fail(MAX_FILTER_LENGTH + 1, `more than ${MAX_FILTER_LENGTH} characters`);
    for (const match of text.matchAll(/\(|\)|&&|\|\||!|[^\s()&|!]+|[&|]/g)) {
      this.#tokens.push({ text: match[0], column: match.index + 1 });
    }
    this.#tokens.push({ text: '', column: text.length + 1 });
  }

  parse(): Expression | undefined {
    if (this.#tokens.length === 1) return undefined;
    const whole = this.#sequence();
    const { text, column } = this.#peek();
    if (text !== '') this.#fail(column, text === ')' ? 'nothing is open here' : '`and` or `or` is missing here');
    return whole;
  }

  #fail(column: number, what: string): never {
    throw new UsageError('bad_filter', `filter, column ${column}: ${what}`);
  }

  #peek(): Token {
    return this.#tokens[this.#next]!;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.text !== '') this.#next++;
    return token;
  }

  #sequence(): Expression {
    let left = this.#term();
    for (;;) {
      const { text } = this.#peek();
      const kind = text === 'and' || text === '&&' ? 'and' : text === 'or' || text === '||' ? 'or' : undefined;
      if (kind === undefined) return left;
      this.#next++;
      left = { kind, left, right: this.#term() };
    }
  }

  #term(): Expression {
    let negated = false;
    let token = this.#take();
    for (; token.text === 'not' || token.text === '!'; token = this.#take()) negated = !negated;
    const of = token.text === '(' ? this.#parenthesis(token) : this.#primitive(token);
    return negated ? { kind: 'not', of } : of;
  }

  #parenthesis(opened: Token): Expression {
    if (++this.#depth > MAX_FILTER_DEPTH) this.#fail(opened.column, `more than ${MAX_FILTER_DEPTH} parentheses deep`);
    const inner = this.#sequence();
    const { text, column } = this.#take();
    if (text !== ')') this.#fail(column, `\`)\` is missing for column ${opened.column}`);
    this.#depth--;
    return inner;
  }

  #primitive({ text, column }: Token): Expression {
    switch (text) {
      case 'ip':
        return { kind: 'version', version: 4 };
      case 'ip6':
        return { kind: 'version', version: 6 };
      case 'tcp':
      case 'udp': {
        const protocol: Expression = { kind: 'protocol', protocol: text === 'tcp' ? PROTOCOL_TCP : PROTOCOL_UDP };
        return this.#peek().text === 'port'
          ? { kind: 'and', left: protocol, right: this.#primitive(this.#take()) }
          : protocol;
      }
      case 'port':
        return this.#port();
      case 'host':
        return this.#network(false);
      case 'net':
        return this.#network(true);
      default:
        return this.#fail(column, 'here stands `ip`, `ip6`, `tcp`, `udp`, `port`, `host`, `net`, `not` or `(`');
    }
  }

  #port(): Expression {
    const { text, column } = this.#take();
    if (!/^\d{1,5}$/.test(text) || Number(text) > 0xffff) this.#fail(column, 'a port is a number from 0 to 65535');
    return { kind: 'port', port: Number(text) };
  }

  #network(withLength: boolean): Expression {
    const { text, column } = this.#take();
    const [address = '', length, ...more] = text.split('/');
    // Only the four-part form of IPv4: `10.1` and `0x0a000001` are something else to everyone.
    if (!ipaddr.IPv6.isValid(address) && !ipaddr.IPv4.isValidFourPartDecimal(address))
      this.#fail(column, 'not an address');
    const octets = ipaddr.parse(address).toByteArray();
    const most = octets.length * 8;
    if (more.length > 0 || (length !== undefined) !== withLength) {
      this.#fail(column, withLength ? 'a network is ADDRESS/LENGTH' : 'a host is an address alone');
    }
    if (length !== undefined && (!/^\d{1,3}$/.test(length) || Number(length) > most)) {
      this.#fail(column, `the length of a prefix is a number from 0 to ${most}`);
    }
    let bits = length === undefined ? most : Number(length);
    const words: number[] = [];
    const masks: number[] = [];
    for (let i = 0; i < octets.length; i += 4, bits -= 32) {
      const word = ((octets[i]! << 24) | (octets[i + 1]! << 16) | (octets[i + 2]! << 8) | octets[i + 3]!) >>> 0;
      const mask = bits >= 32 ? 0xffffffff : bits <= 0 ? 0 : (0xffffffff << (32 - bits)) >>> 0;
      if ((word & ~mask) !== 0) this.#fail(column, 'the address has bits behind its prefix');
      words.push(word);
      masks.push(mask);
    }
    return { kind: 'network', version: octets.length === 4 ? 4 : 6, words, masks };
  }
}

// linux/bpf_common.h
const LD_WORD = 0x20;
const LD_HALF = 0x28;
const LD_OCTET = 0x30;
const LD_HALF_X = 0x48;
const LDX_HEADER_LENGTH = 0xb1;
const AND = 0x54;
const JUMP = 0x05;
const JUMP_EQUAL = 0x15;
const JUMP_SET = 0x45;
const RETURN = 0x06;
/** Conditional jumps have eight bits of distance. */
const FARTHEST = 0xff;

const ETHERNET_HEADER = 14;
const ETHER_TYPE_AT = 12;
const ETHER_TYPE = { 4: 0x0800, 6: 0x86dd } as const;
// RFC 791 §3.1, RFC 8200 §3 and §4.5: offsets from the start of the header.
const IPV4 = { fragment: 6, protocol: 9, addresses: [12, 16] } as const;
const IPV6 = { nextHeader: 6, addresses: [8, 24], length: 40 } as const;
const IPV4_OFFSET_MASK = 0x1fff;
const NEXT_HEADER_FRAGMENT = 44;
const FRAGMENT_OFFSET_AT = 2;
const FRAGMENT_OFFSET_MASK = 0xfff8;
const FRAGMENT_HEADER = 8;

/** A place in the program that is not known yet. */
interface Label {
  at: number;
}

interface Instruction {
  readonly code: number;
  readonly k: number;
  readonly yes?: Label;
  readonly no?: Label;
  /** One of its targets is too far for eight bits: two long jumps follow. */
  far: boolean;
}

class Program {
  readonly #ip: number;
  readonly #code: (Instruction | Label)[] = [];

  constructor(ip: number) {
    this.#ip = ip;
  }

  compile(expression: Expression | undefined, keepOctets: number): Uint8Array {
    const pass: Label = { at: 0 };
    const stop: Label = { at: 0 };
    if (expression !== undefined) this.#test(expression, pass, stop, true);
    this.#code.push(pass);
    this.#emit(RETURN, keepOctets);
    this.#code.push(stop);
    this.#emit(RETURN, 0);
    this.#place();
    return this.#encode();
  }

  #emit(code: number, k: number): void {
    this.#code.push({ code, k, far: false });
  }

  #jump(code: number, k: number, yes: Label, no: Label): void {
    this.#code.push({ code, k, yes, no, far: false });
  }

  /** Jumps to `yes` or to `no`. What is not known (`positive`: counted without negations) goes where the packet may pass. */
  #test(e: Expression, yes: Label, no: Label, positive: boolean): void {
    switch (e.kind) {
      case 'not':
        this.#test(e.of, no, yes, !positive);
        break;
      case 'and':
      case 'or': {
        const right: Label = { at: 0 };
        if (e.kind === 'and') this.#test(e.left, right, no, positive);
        else this.#test(e.left, yes, right, positive);
        this.#code.push(right);
        this.#test(e.right, yes, no, positive);
        break;
      }
      case 'version':
        this.#version(e.version, yes, no);
        break;
      case 'protocol':
        this.#protocol(e.protocol, yes, no);
        break;
      case 'port':
        this.#port(e.port, yes, no, positive ? yes : no);
        break;
      case 'network':
        this.#network(e.version, e.words, e.masks, yes, no);
        break;
    }
  }

  #version(version: 4 | 6, yes: Label, no: Label): void {
    if (this.#ip === 0) {
      this.#emit(LD_OCTET, 0);
      this.#emit(AND, 0xf0);
      this.#jump(JUMP_EQUAL, version << 4, yes, no);
    } else {
      this.#emit(LD_HALF, ETHER_TYPE_AT);
      this.#jump(JUMP_EQUAL, ETHER_TYPE[version], yes, no);
    }
  }

  /** Jumps to `v4` or `v6`, which follow, or to `no`. */
  #eitherVersion(no: Label): { v4: Label; v6: Label } {
    const v4: Label = { at: 0 };
    const v6: Label = { at: 0 };
    const other: Label = { at: 0 };
    this.#version(4, v4, other);
    this.#code.push(other);
    this.#version(6, v6, no);
    return { v4, v6 };
  }

  #protocol(protocol: number, yes: Label, no: Label): void {
    const { v4, v6 } = this.#eitherVersion(no);
    this.#code.push(v4);
    this.#emit(LD_OCTET, this.#ip + IPV4.protocol);
    this.#jump(JUMP_EQUAL, protocol, yes, no);
    this.#code.push(v6);
    const notDirectly: Label = { at: 0 };
    const fragment: Label = { at: 0 };
    this.#emit(LD_OCTET, this.#ip + IPV6.nextHeader);
    this.#jump(JUMP_EQUAL, protocol, yes, notDirectly);
    this.#code.push(notDirectly);
    this.#jump(JUMP_EQUAL, NEXT_HEADER_FRAGMENT, fragment, no);
    this.#code.push(fragment);
    this.#emit(LD_OCTET, this.#ip + IPV6.length);
    this.#jump(JUMP_EQUAL, protocol, yes, no);
  }

  #port(port: number, yes: Label, no: Label, unknown: Label): void {
    const { v4, v6 } = this.#eitherVersion(no);
    const [known4, first4, known6, other6, fragment6, known, first6] = Array.from(
      { length: 7 },
      (): Label => ({ at: 0 }),
    );
    this.#code.push(v4);
    this.#emit(LD_OCTET, this.#ip + IPV4.protocol);
    this.#tcpOrUdp(known4!, no);
    this.#code.push(known4!);
    this.#emit(LD_HALF, this.#ip + IPV4.fragment);
    this.#jump(JUMP_SET, IPV4_OFFSET_MASK, unknown, first4!);
    this.#code.push(first4!);
    this.#emit(LDX_HEADER_LENGTH, this.#ip);
    this.#eitherPort(LD_HALF_X, this.#ip, port, yes, no);

    this.#code.push(v6);
    this.#emit(LD_OCTET, this.#ip + IPV6.nextHeader);
    this.#tcpOrUdp(known6!, other6!);
    this.#code.push(known6!);
    this.#eitherPort(LD_HALF, this.#ip + IPV6.length, port, yes, no);
    this.#code.push(other6!);
    this.#jump(JUMP_EQUAL, NEXT_HEADER_FRAGMENT, fragment6!, no);
    this.#code.push(fragment6!);
    this.#emit(LD_OCTET, this.#ip + IPV6.length);
    this.#tcpOrUdp(known!, no);
    this.#code.push(known!);
    this.#emit(LD_HALF, this.#ip + IPV6.length + FRAGMENT_OFFSET_AT);
    this.#jump(JUMP_SET, FRAGMENT_OFFSET_MASK, unknown, first6!);
    this.#code.push(first6!);
    this.#eitherPort(LD_HALF, this.#ip + IPV6.length + FRAGMENT_HEADER, port, yes, no);
  }

  /** Of the protocol number at hand, which stays. */
  #tcpOrUdp(yes: Label, no: Label): void {
    const udp: Label = { at: 0 };
    this.#jump(JUMP_EQUAL, PROTOCOL_TCP, yes, udp);
    this.#code.push(udp);
    this.#jump(JUMP_EQUAL, PROTOCOL_UDP, yes, no);
  }

  #eitherPort(load: number, at: number, port: number, yes: Label, no: Label): void {
    const other: Label = { at: 0 };
    this.#emit(load, at);
    this.#jump(JUMP_EQUAL, port, yes, other);
    this.#code.push(other);
    this.#emit(load, at + 2);
    this.#jump(JUMP_EQUAL, port, yes, no);
  }

  #network(version: 4 | 6, words: readonly number[], masks: readonly number[], yes: Label, no: Label): void {
    const is: Label = { at: 0 };
    this.#version(version, is, no);
    this.#code.push(is);
    const [source, destination] = version === 4 ? IPV4.addresses : IPV6.addresses;
    const second: Label = { at: 0 };
    this.#address(this.#ip + source, words, masks, yes, second);
    this.#code.push(second);
    this.#address(this.#ip + destination, words, masks, yes, no);
  }

  #address(at: number, words: readonly number[], masks: readonly number[], yes: Label, no: Label): void {
    for (const [i, word] of words.entries()) {
      const next: Label = { at: 0 };
      this.#emit(LD_WORD, at + 4 * i);
      this.#emit(AND, masks[i]!);
      this.#jump(JUMP_EQUAL, word, i === words.length - 1 ? yes : next, no);
      this.#code.push(next);
    }
  }

  /** Gives labels their places. A jump that turns out too far grows, which moves others: again, until none grows. */
  #place(): void {
    for (let grown = true; grown; ) {
      grown = false;
      let at = 0;
      for (const part of this.#code) {
        if ('code' in part) at += part.far ? 3 : 1;
        else part.at = at;
      }
      if (at > MAX_INSTRUCTIONS) throw new UsageError('bad_filter', 'filter, column 1: too much for the kernel');
      at = 0;
      for (const part of this.#code) {
        if (!('code' in part)) continue;
        if (!part.far && part.yes !== undefined && Math.max(part.yes.at, part.no!.at) - at - 1 > FARTHEST) {
          part.far = true;
          grown = true;
        }
        at += part.far ? 3 : 1;
      }
    }
  }

  #encode(): Uint8Array {
    const parts = this.#code.filter((part) => 'code' in part);
    const length = parts.reduce((sum, { far }) => sum + (far ? 3 : 1), 0);
    const octets = new Uint8Array(8 * length);
    const halves = new Uint16Array(octets.buffer);
    const words = new Uint32Array(octets.buffer);
    let at = 0;
    const put = (code: number, yes: number, no: number, k: number): void => {
      halves[4 * at] = code;
      octets[8 * at + 2] = yes;
      octets[8 * at + 3] = no;
      words[2 * at + 1] = k;
      at++;
    };
    for (const { code, k, yes, no, far } of parts) {
      if (yes === undefined || no === undefined) put(code, 0, 0, k);
      else if (!far) put(code, yes.at - at - 1, no.at - at - 1, k);
      else {
        put(code, 0, 1, k);
        put(JUMP, 0, 0, yes.at - at - 1);
        put(JUMP, 0, 0, no.at - at - 1);
      }
    }
    return octets;
  }
}
