/**
 * Writes captures for tests, good or bad: classic pcap (draft-ietf-opsawg-pcap) from a description, pcapng
 * (draft-ietf-opsawg-pcapng) block by block. It checks nothing, so that a test can write what no program should; it shares
 * no code with the readers in src/source.
 */

export type Order = 'little' | 'big';

export interface WrittenPacket {
  /** Microseconds since 1970, whole. */
  readonly time: number;
  readonly data: Uint8Array;
  /** Octets on the wire; default: as many as in `data`. */
  readonly onWire?: number;
  /** The fraction field as it shall stand in the file (nanoseconds in a `nano` file), instead of what `time` gives. */
  readonly fraction?: number;
  /** The captured length as it shall stand in the file, instead of the length of `data`. */
  readonly captured?: number;
}

export interface PcapDescription {
  readonly order?: Order;
  /** Magic a1b23c4d: fractions are nanoseconds. */
  readonly nano?: boolean;
  /** Magic a1b2cd34: record headers of 24 octets. */
  readonly modified?: boolean;
  readonly linkType?: number;
  /** Octets of the frame check sequence, written in the upper bits of the link type field. */
  readonly fcs?: number;
  readonly version?: readonly [major: number, minor: number];
  readonly snapLength?: number;
  readonly packets: readonly WrittenPacket[];
}

/** Magic number, then everything in `order`. */
export function writePcap(description: PcapDescription): Uint8Array {
  const out = new Writer(description.order ?? 'little');
  const nano = description.nano === true;
  const [major, minor] = description.version ?? [2, 4];
  out.u32(description.modified === true ? 0xa1b2cd34 : nano ? 0xa1b23c4d : 0xa1b2c3d4);
  out
    .u16(major)
    .u16(minor)
    .u32(0)
    .u32(0)
    .u32(description.snapLength ?? 262_144);
  // The upper four bits count 16-bit units of FCS; bit 26 says that they are meant.
  const fcs = description.fcs === undefined ? 0 : ((description.fcs / 2) * 0x10000000 + 0x04000000) >>> 0;
  out.u32((fcs | (description.linkType ?? 1)) >>> 0);
  for (const packet of description.packets) {
    const micros = packet.time % 1_000_000;
    out.u32(Math.floor(packet.time / 1_000_000)).u32(packet.fraction ?? (nano ? micros * 1000 : micros));
    out.u32(packet.captured ?? packet.data.length).u32(packet.onWire ?? packet.data.length);
    // Interface index, protocol, packet type and padding of the modified format.
    if (description.modified === true) out.u32(2).u16(0x0800).u8(4).u8(0);
    out.octets(packet.data);
  }
  return out.done();
}

/** Makes one block in the byte order of the section it stands in. */
export type Block = (order: Order) => Uint8Array;

/** Blocks one after the other; each section header sets the order of those that follow it. */
export function writePcapng(...blocks: readonly (Block | Section)[]): Uint8Array {
  let order: Order = 'little';
  const pieces: Uint8Array[] = [];
  for (const block of blocks) {
    if (typeof block === 'function') {
      pieces.push(block(order));
    } else {
      order = block.order;
      pieces.push(block.block(order));
    }
  }
  return join(pieces);
}

export interface Section {
  readonly order: Order;
  readonly block: Block;
}

/** Section Header Block. */
export function shb(
  order: Order = 'little',
  fields: { readonly major?: number; readonly minor?: number; readonly options?: readonly Option[] } = {},
): Section {
  const body = (o: Order): Uint8Array =>
    new Writer(o)
      .u32(0x1a2b3c4d)
      .u16(fields.major ?? 1)
      .u16(fields.minor ?? 0)
      .u32(0xffffffff) // section length: not specified
      .u32(0xffffffff)
      .octets(options(o, fields.options ?? []))
      .done();
  return { order, block: (o) => frame(o, 0x0a0d0d0a, body(o)) };
}

/** An option of any block; numbers are written in the section's order, `code` 0 is written by the writer itself. */
export interface Option {
  readonly code: number;
  readonly value: Uint8Array;
}

export interface InterfaceDescription {
  readonly linkType?: number;
  readonly snapLength?: number;
  /** The octet of if_tsresol: n for 10^-n, 0x80 + n for 2^-n. */
  readonly tsresol?: number;
  /** Seconds of if_tsoffset. */
  readonly tsoffset?: bigint;
  readonly fcsLength?: number;
  readonly options?: readonly Option[];
}

/** Interface Description Block. */
export function idb(description: InterfaceDescription = {}): Block {
  return (order) => {
    const list: Option[] = [...(description.options ?? [])];
    if (description.tsresol !== undefined) list.push({ code: 9, value: Uint8Array.of(description.tsresol) });
    if (description.fcsLength !== undefined) list.push({ code: 13, value: Uint8Array.of(description.fcsLength) });
    if (description.tsoffset !== undefined) {
      const value = new Uint8Array(8);
      new DataView(value.buffer).setBigInt64(0, description.tsoffset, order === 'little');
      list.push({ code: 14, value });
    }
    const body = new Writer(order).u16(description.linkType ?? 1).u16(0);
    body.u32(description.snapLength ?? 0).octets(options(order, list));
    return frame(order, 1, body.done());
  };
}

export interface PacketBlock {
  readonly data: Uint8Array;
  /** In units of the interface's resolution. */
  readonly time?: bigint;
  readonly interfaceId?: number;
  readonly onWire?: number;
  readonly captured?: number;
  readonly options?: readonly Option[];
}

/** Enhanced Packet Block. */
export function epb(packet: PacketBlock): Block {
  return (order) => frame(order, 6, packetBody(new Writer(order).u32(packet.interfaceId ?? 0), order, packet));
}

/** The obsolete Packet Block: a 16-bit interface number and a count of drops. */
export function pb(packet: PacketBlock): Block {
  return (order) => frame(order, 2, packetBody(new Writer(order).u16(packet.interfaceId ?? 0).u16(7), order, packet));
}

/** Simple Packet Block: no time, no interface. */
export function spb(data: Uint8Array, onWire = data.length): Block {
  return (order) => frame(order, 3, new Writer(order).u32(onWire).padded(data).done());
}

/** Name Resolution Block with one IPv4 record. */
export function nrb(): Block {
  return (order) => {
    const record = concat(Uint8Array.of(192, 0, 2, 1), ascii('www.example\0'));
    return frame(order, 4, new Writer(order).u16(1).u16(record.length).padded(record).u32(0).done());
  };
}

/** Interface Statistics Block. */
export function isb(interfaceId = 0): Block {
  return (order) => frame(order, 5, new Writer(order).u32(interfaceId).u32(0).u32(0).done());
}

/** Decryption Secrets Block: a TLS key log. */
export function dsb(secrets: Uint8Array = ascii('CLIENT_RANDOM 00 00\n')): Block {
  return (order) => frame(order, 10, new Writer(order).u32(0x544c534b).u32(secrets.length).padded(secrets).done());
}

/** Custom Block (that may be copied) with the example number of RFC 5612. */
export function custom(data: Uint8Array = ascii('custom')): Block {
  return (order) => frame(order, 0xbad, new Writer(order).u32(32_473).padded(data).done());
}

/** Darwin's process event block, which holds a process number and options. */
export function darwinProcess(pid = 4711): Block {
  return (order) => {
    const name = options(order, [{ code: 2, value: ascii('mDNSResponder') }]);
    return frame(order, 0x80000001, new Writer(order).u32(pid).octets(name).done());
  };
}

/** A block of any type. */
export function block(type: number, body: Uint8Array, trailingLength?: number): Block {
  return (order) => frame(order, type, body, trailingLength);
}

/** Several pieces as one. */
export function concat(...pieces: readonly Uint8Array[]): Uint8Array {
  return join(pieces);
}

function join(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function packetBody(head: Writer, order: Order, packet: PacketBlock): Uint8Array {
  const time = packet.time ?? 0n;
  head.u32(Number((time >> 32n) & 0xffffffffn)).u32(Number(time & 0xffffffffn));
  head.u32(packet.captured ?? packet.data.length).u32(packet.onWire ?? packet.data.length);
  return head
    .padded(packet.data)
    .octets(options(order, packet.options ?? []))
    .done();
}

function options(order: Order, list: readonly Option[]): Uint8Array {
  if (list.length === 0) return new Uint8Array(0);
  const out = new Writer(order);
  for (const option of list) out.u16(option.code).u16(option.value.length).padded(option.value);
  return out.u32(0).done(); // opt_endofopt
}

function frame(order: Order, type: number, body: Uint8Array, trailingLength?: number): Uint8Array {
  const length = 12 + body.length;
  return new Writer(order)
    .u32(type)
    .u32(length)
    .octets(body)
    .u32(trailingLength ?? length)
    .done();
}

class Writer {
  readonly #little: boolean;
  readonly #pieces: Uint8Array[] = [];

  constructor(order: Order) {
    this.#little = order === 'little';
  }

  u8(value: number): this {
    return this.octets(Uint8Array.of(value));
  }

  u16(value: number): this {
    const piece = new Uint8Array(2);
    new DataView(piece.buffer).setUint16(0, value, this.#little);
    return this.octets(piece);
  }

  u32(value: number): this {
    const piece = new Uint8Array(4);
    new DataView(piece.buffer).setUint32(0, value, this.#little);
    return this.octets(piece);
  }

  octets(piece: Uint8Array): this {
    this.#pieces.push(piece);
    return this;
  }

  /** Octets and zeros up to a multiple of four. */
  padded(piece: Uint8Array): this {
    return this.octets(piece).octets(new Uint8Array((4 - (piece.length % 4)) % 4));
  }

  done(): Uint8Array {
    return join(this.#pieces);
  }
}
