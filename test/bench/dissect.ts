/**
 * Reads what the generator wrote, packet by packet, and recomputes every checksum: IPv4 (RFC 791), TCP (RFC 9293), UDP (RFC 768), in
 * tunnels and over fragments too. Shares no code with the generator or with src/.
 */

export interface Segment {
  /** `client > server`, addresses in hex. */
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  readonly flags: number;
  readonly payload: Uint8Array;
}

export interface Dissected {
  readonly packets: number;
  /** Frames with no checksum that could be verified, and what was wrong with others. */
  readonly unverified: number[];
  readonly wrong: string[];
  /** Frames whose time is before that of the frame before. */
  readonly backwards: number;
  /** Fragmented packets that became whole, and those that did not. */
  readonly reassembled: number;
  readonly unfinished: number;
  /** TCP over the outermost IP header. */
  readonly segments: readonly Segment[];
}

const FILE_HEADER = 24;
const RECORD_HEADER = 16;

export function dissect(capture: Uint8Array): Dissected {
  const view = new DataView(capture.buffer, capture.byteOffset, capture.byteLength);
  const walk = new Walk();
  let backwards = 0;
  let last = 0;
  for (let at = FILE_HEADER; at < capture.length; ) {
    const time = view.getUint32(at, true) * 1e6 + view.getUint32(at + 4, true);
    const length = view.getUint32(at + 8, true);
    if (time < last) backwards++;
    last = time;
    walk.frame(capture.subarray(at + RECORD_HEADER, at + RECORD_HEADER + length));
    at += RECORD_HEADER + length;
  }
  const { frames: packets, unverified, wrong, reassembled, pieces, segments } = walk;
  return { packets, unverified, wrong, backwards, reassembled, unfinished: pieces.size, segments };
}

interface Fragmented {
  readonly parts: Map<number, Uint8Array>;
  total: number;
}

class Walk {
  frames = 0;
  reassembled = 0;
  readonly unverified: number[] = [];
  readonly wrong: string[] = [];
  readonly pieces = new Map<string, Fragmented>();
  readonly segments: Segment[] = [];
  #verified = 0;
  #isInner = false;

  frame(octets: Uint8Array): void {
    this.frames++;
    this.#verified = 0;
    this.#isInner = false;
    this.#ethernet(octets);
    if (this.#verified === 0) this.unverified.push(this.frames);
  }

  #ethernet(octets: Uint8Array): void {
    this.#typed(u16(octets, 12), octets.subarray(14));
  }

  #typed(type: number, octets: Uint8Array): void {
    let rest = octets;
    switch (type) {
      case 0x8100:
      case 0x88a8:
        this.#typed(u16(rest, 2), rest.subarray(4));
        break;
      case 0x8847:
        while ((rest[2]! & 1) === 0) rest = rest.subarray(4);
        this.#ip(rest.subarray(4));
        break;
      case 0x8864:
        this.#ip(rest.subarray(8));
        break;
      case 0x0800:
      case 0x86dd:
        this.#ip(rest);
        break;
      case 0x6558:
        this.#ethernet(rest);
        break;
      case 0x88be:
        this.#ethernet(rest.subarray(8));
        break;
      default:
    }
  }

  #ipv4(octets: Uint8Array): void {
    const header = (octets[0]! & 15) * 4;
    this.#verify('IPv4', sum(octets.subarray(0, header)));
    const payload = octets.subarray(header, u16(octets, 2));
    const field = u16(octets, 6);
    const pseudo = octets.subarray(12, 20);
    if ((field & 0x3fff) === 0) {
      this.#transport(octets[9]!, pseudo, payload);
      return;
    }
    const key = `4 ${hex(pseudo)} ${octets[9]} ${u16(octets, 4)}`;
    this.#piece(key, (field & 0x1fff) * 8, (field & 0x2000) !== 0, octets[9]!, pseudo, payload);
  }

  #ipv6(octets: Uint8Array): void {
    const pseudo = octets.subarray(8, 40);
    let payload = octets.subarray(40, 40 + u16(octets, 4));
    let next = octets[6]!;
    while ([0, 43, 44, 60].includes(next)) {
      const length = next === 44 ? 8 : (payload[1]! + 1) * 8;
      const field = u16(payload, 2);
      const rest = payload.subarray(length);
      if (next === 44 && (field & 0xfff9) !== 0) {
        const key = `6 ${hex(pseudo)} ${hex(payload.subarray(4, 8))}`;
        this.#verified++; // IPv6 headers have no checksum; what is inside is verified when it is whole
        this.#piece(key, field & 0xfff8, (field & 1) !== 0, payload[0]!, pseudo, rest);
        return;
      }
      next = payload[0]!;
      payload = rest;
    }
    this.#transport(next, pseudo, payload);
  }

  #piece(key: string, at: number, more: boolean, protocol: number, pseudo: Uint8Array, payload: Uint8Array): void {
    const found = this.pieces.get(key) ?? { parts: new Map<number, Uint8Array>(), total: -1 };
    this.pieces.set(key, found);
    found.parts.set(at, payload);
    if (!more) found.total = at + payload.length;
    const whole: number[] = [];
    for (let part = found.parts.get(0); part !== undefined && part.length > 0; part = found.parts.get(whole.length)) {
      whole.push(...part);
    }
    if (whole.length !== found.total) return;
    this.pieces.delete(key);
    this.reassembled++;
    this.#transport(protocol, pseudo, Uint8Array.from(whole));
  }

  #transport(protocol: number, pseudo: Uint8Array, payload: Uint8Array): void {
    const covered = sum(pseudo) + protocol + payload.length + sum(payload);
    if (protocol === 6) {
      this.#verify('TCP', covered);
      if (!this.#isInner) this.#segment(pseudo, payload);
      return;
    }
    if (protocol === 17) {
      if (u16(payload, 6) !== 0) this.#verify('UDP', covered);
      const inner = tunnelled(u16(payload, 2), payload.subarray(8));
      if (inner === undefined) return;
      this.#isInner = true;
      if (inner.isEthernet) this.#ethernet(inner.octets);
      else this.#ip(inner.octets);
      return;
    }
    this.#isInner = true;
    if (protocol === 47) this.#gre(payload);
    else if (protocol === 4 || protocol === 41) this.#ip(payload);
  }

  #ip(octets: Uint8Array): void {
    if (octets[0]! >>> 4 === 6) this.#ipv6(octets);
    else this.#ipv4(octets);
  }

  #gre(octets: Uint8Array): void {
    const flags = octets[0]!;
    if (flags & 0x80) this.#verify('GRE', sum(octets));
    const options = [0x80, 0x20, 0x10].filter((bit) => flags & bit).length;
    this.#typed(u16(octets, 2), octets.subarray(4 + 4 * options));
  }

  #segment(pseudo: Uint8Array, octets: Uint8Array): void {
    const half = pseudo.length / 2;
    this.segments.push({
      from: `${hex(pseudo.subarray(0, half))} ${u16(octets, 0)}`,
      to: `${hex(pseudo.subarray(half))} ${u16(octets, 2)}`,
      sequence: u16(octets, 4) * 65536 + u16(octets, 6),
      flags: octets[13]!,
      payload: octets.subarray((octets[12]! >>> 4) * 4),
    });
  }

  #verify(what: string, total: number): void {
    this.#verified++;
    if (fold(total) !== 0xffff) this.wrong.push(`frame ${this.frames}: ${what}`);
  }
}

/** VXLAN (RFC 7348), Geneve (RFC 8926), GTP-U (3GPP TS 29.281 §5.1), Teredo (RFC 4380 §5.1.1) by destination port. */
function tunnelled(port: number, octets: Uint8Array): { isEthernet: boolean; octets: Uint8Array } | undefined {
  if (port === 4789) return { isEthernet: true, octets: octets.subarray(8) };
  if (port === 6081) return { isEthernet: true, octets: octets.subarray(8 + (octets[0]! & 0x3f) * 4) };
  if (port === 2152) return { isEthernet: false, octets: octets.subarray(octets[0]! & 7 ? 12 : 8) };
  if (port === 3544 && octets[0]! >>> 4 === 6) return { isEthernet: false, octets };
  return undefined;
}

/** RFC 1071: 16-bit words, an odd octet padded. */
function sum(octets: Uint8Array): number {
  let total = 0;
  for (let i = 0; i < octets.length; i++) total += i % 2 === 0 ? octets[i]! * 256 : octets[i]!;
  return total;
}

function fold(total: number): number {
  let rest = total;
  while (rest > 0xffff) rest = (rest % 65536) + Math.floor(rest / 65536);
  return rest;
}

function u16(octets: Uint8Array, at: number): number {
  return octets[at]! * 256 + octets[at + 1]!;
}

function hex(octets: Uint8Array): string {
  return Buffer.from(octets).toString('hex');
}
