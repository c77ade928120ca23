/**
 * Where the fields of a frame lie, from the link layer to the extensions of a hello: what the mutator aims at. A plain reading of
 * the RFCs that shares no code with src/ and believes nothing: what does not fit is left out, and random octets are still hit by the
 * mutations that know of no fields.
 */

export interface Field {
  /** From the start of the frame, and octets. */
  readonly at: number;
  readonly size: number;
}

export interface Layers {
  readonly fields: readonly Field[];
  /** Offset of the outermost IP header, -1 if none was found. */
  readonly ipAt: number;
  /** Of the innermost transport header: its protocol, and where its payload lies; 0 if there is none. */
  readonly protocol: number;
  readonly transportAt: number;
  readonly payloadAt: number;
  readonly payloadEnd: number;
}

export const TCP = 6;
export const UDP = 17;

/** Headers of one frame that are gone through. */
const MAX_LAYERS = 24;
/** Extensions of a hello, records of a segment, resource records of a message that are gone through. */
const MAX_ITEMS = 64;
/** Octets before the network layer, by link type: raw IP, BSD loopback, PPP in HDLC-like framing, cooked v1 and v2. */
const FIXED_LINKS: Readonly<Record<number, number>> = {
  101: 0,
  12: 0,
  14: 0,
  228: 0,
  229: 0,
  0: 4,
  108: 4,
  113: 16,
  276: 20,
};
const ETHERNET = 1;
const ETHERNET_HEADER = 14;
const ETHER_TYPES = { ipv4: 0x0800, ipv6: 0x86dd, mplsUnicast: 0x8847, pppoeSession: 0x8864, bridged: 0x6558 };
const TAG_TYPES = [0x8100, 0x88a8, 0x9100];
const PORT_VXLAN = 4789;
const PORT_GENEVE = 6081;
const PORT_GTPU = 2152;
const PORT_TEREDO = 3544;
const PORT_DNS = 53;

type Layer = 'ethernet' | 'etherType' | 'mpls' | 'ip' | 'gre' | 'done';

export function dissect(frame: Uint8Array, linkType: number): Layers {
  const walk = new Walk(frame);
  walk.go(linkType);
  return walk;
}

class Walk implements Layers {
  readonly fields: Field[] = [];
  ipAt = -1;
  protocol = 0;
  transportAt = 0;
  payloadAt = 0;
  payloadEnd = 0;
  readonly #octets: Uint8Array;
  #at = 0;
  /** Where the packet that is gone through ends. */
  #end: number;

  constructor(octets: Uint8Array) {
    this.#octets = octets;
    this.#end = octets.length;
  }

  go(linkType: number): void {
    const fixed = FIXED_LINKS[linkType];
    let next: Layer = 'done';
    if (linkType === ETHERNET) next = 'ethernet';
    else if (fixed !== undefined) {
      if (fixed > 0) this.#note(0, Math.min(fixed, 4));
      this.#at = fixed;
      next = 'ip';
    }
    for (let layers = 0; layers < MAX_LAYERS && next !== 'done'; layers++) next = this.#layer(next);
    this.#payload();
  }

  #layer(layer: Layer): Layer {
    switch (layer) {
      case 'ethernet':
        this.#at += ETHERNET_HEADER - 2;
        return 'etherType';
      case 'etherType':
        return this.#etherType();
      case 'mpls':
        this.#note(this.#at, 4);
        this.#at += 4;
        return this.#u8(this.#at - 2) & 1 ? 'ip' : 'mpls'; // bottom of stack
      case 'gre':
        return this.#gre();
      case 'ip':
        return this.#ip();
      case 'done':
        return 'done';
    }
  }

  #etherType(): Layer {
    this.#note(this.#at, 2);
    const type = this.#u16(this.#at);
    this.#at += 2;
    if (TAG_TYPES.includes(type)) {
      this.#note(this.#at, 2);
      this.#at += 2;
      return 'etherType';
    }
    if (type === ETHER_TYPES.mplsUnicast) return 'mpls';
    if (type === ETHER_TYPES.bridged) return 'ethernet';
    if (type === ETHER_TYPES.pppoeSession) {
      this.#note(this.#at, 2);
      this.#note(this.#at + 4, 2);
      this.#note(this.#at + 6, 2);
      this.#at += 8;
      return 'ip';
    }
    return type === ETHER_TYPES.ipv4 || type === ETHER_TYPES.ipv6 ? 'ip' : 'done';
  }

  #gre(): Layer {
    this.#note(this.#at, 2);
    const flags = this.#u16(this.#at);
    const optional = [0x8000, 0x2000, 0x1000].filter((bit) => flags & bit).length;
    for (let i = 0; i < optional; i++) this.#note(this.#at + 4 + 4 * i, 4);
    const typeAt = this.#at + 2;
    this.#note(typeAt, 2);
    const type = this.#u16(typeAt);
    this.#at += 4 + 4 * optional;
    if (type === ETHER_TYPES.bridged) return 'ethernet';
    return type === ETHER_TYPES.ipv4 || type === ETHER_TYPES.ipv6 ? 'ip' : 'done';
  }

  /** RFC 791 §3.1, RFC 8200 §3. */
  #ip(): Layer {
    const at = this.#at;
    if (this.ipAt < 0) this.ipAt = at;
    const version = this.#u8(at) >>> 4;
    this.#note(at, 1);
    if (version === 4) {
      for (const [offset, size] of [[2, 2], [4, 2], [6, 2], [9, 1], [12, 4], [16, 4]] as const) this.#note(at + offset, size); // biome-ignore format: pairs
      this.#end = Math.min(this.#end, at + this.#u16(at + 2));
      this.#at = at + 4 * (this.#u8(at) & 0x0f);
      return this.#afterIp(this.#u8(at + 9));
    }
    if (version !== 6) return 'done';
    for (const [offset, size] of [[4, 2], [6, 1], [20, 4], [36, 4]] as const) this.#note(at + offset, size); // biome-ignore format: pairs
    this.#end = Math.min(this.#end, at + 40 + this.#u16(at + 4));
    this.#at = at + 40;
    let next = this.#u8(at + 6);
    for (let headers = 0; headers < MAX_LAYERS && [0, 43, 44, 60, 51].includes(next); headers++) {
      for (const offset of [0, 1]) this.#note(this.#at + offset, 1);
      if (next === 44) this.#note(this.#at + 2, 2);
      const units = this.#u8(this.#at + 1);
      const size = next === 44 ? 8 : next === 51 ? 4 * (units + 2) : 8 * (units + 1);
      next = this.#u8(this.#at);
      this.#at += size;
    }
    return this.#afterIp(next);
  }

  #afterIp(protocol: number): Layer {
    if (protocol === 4 || protocol === 41) return 'ip';
    if (protocol === 47) return 'gre';
    const at = this.#at;
    this.transportAt = at;
    if (protocol === TCP) {
      for (const [offset, size] of [[0, 2], [2, 2], [4, 4], [12, 1], [13, 1]] as const) this.#note(at + offset, size); // biome-ignore format: pairs
      this.protocol = TCP;
      this.#at = at + 4 * (this.#u8(at + 12) >>> 4);
      return 'done';
    }
    if (protocol !== UDP) return 'done';
    for (const offset of [0, 2, 4]) this.#note(at + offset, 2);
    this.protocol = UDP;
    this.#end = Math.min(this.#end, at + this.#u16(at + 4));
    this.#at = at + 8;
    return this.#tunnelInUdp(this.#u16(at + 2));
  }

  #tunnelInUdp(port: number): Layer {
    const at = this.#at;
    if (port === PORT_VXLAN || port === PORT_GENEVE) {
      this.#note(at, 2);
      this.#note(at + 2, 2);
      this.#note(at + 4, 4);
      this.#at = at + 8 + (port === PORT_GENEVE ? 4 * (this.#u8(at) & 0x3f) : 0);
      if (port === PORT_VXLAN || this.#u16(at + 2) === ETHER_TYPES.bridged) return 'ethernet';
      return 'ip';
    }
    if (port === PORT_GTPU) {
      for (const [offset, size] of [[0, 1], [1, 1], [2, 2], [4, 4]] as const) this.#note(at + offset, size); // biome-ignore format: pairs
      this.#at = at + (this.#u8(at) & 0x07 ? 12 : 8);
      return 'ip';
    }
    return port === PORT_TEREDO ? 'ip' : 'done';
  }

  #payload(): void {
    this.payloadAt = Math.min(this.#at, this.#octets.length);
    this.payloadEnd = Math.max(this.payloadAt, Math.min(this.#end, this.#octets.length));
    if (this.protocol === 0 || this.payloadAt === this.payloadEnd) return;
    const ports = [this.#u16(this.transportAt), this.#u16(this.transportAt + 2)];
    const from = this.payloadAt;
    const end = this.payloadEnd;
    let found: Field[];
    if (ports.includes(PORT_DNS)) found = dnsFields(this.#octets, from + (this.protocol === TCP ? 2 : 0), end);
    else if (this.protocol === TCP) found = tlsFields(this.#octets, from, end);
    else found = this.#u8(from) & 0x80 ? quicFields(this.#octets, from, end) : dtlsFields(this.#octets, from, end);
    for (const { at, size } of found) this.#note(at, size);
  }

  #note(at: number, size: number): void {
    if (at >= 0 && at + size <= this.#octets.length) this.fields.push({ at, size });
  }

  #u8(at: number): number {
    return this.#octets[at] ?? 0;
  }

  #u16(at: number): number {
    return (this.#u8(at) << 8) | this.#u8(at + 1);
  }
}

const u16 = (octets: Uint8Array, at: number): number => ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
const u24 = (octets: Uint8Array, at: number): number => ((octets[at] ?? 0) << 16) | u16(octets, at + 1);

/** Records and, of those of handshakes, the messages: RFC 8446 §5.1 and §4. */
export function tlsFields(octets: Uint8Array, from: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let at = from, items = 0; at + 5 <= end && items < MAX_ITEMS; items++) {
    const type = octets[at]!;
    if (type < 20 || type > 24 || octets[at + 1] !== 3) break;
    fields.push({ at, size: 1 }, { at: at + 1, size: 2 }, { at: at + 3, size: 2 });
    if (type === 22) fields.push(...helloFields(octets, at + 5, end));
    at += 5 + u16(octets, at + 3);
  }
  return fields;
}

/** A ClientHello or ServerHello message: RFC 8446 §4.1.2 and §4.1.3. */
export function helloFields(octets: Uint8Array, from: number, end: number): Field[] {
  const fields: Field[] = [
    { at: from, size: 1 },
    { at: from + 1, size: 3 },
  ];
  const type = octets[from];
  if (type !== 1 && type !== 2) return fields;
  return fields.concat(helloBodyFields(octets, from + 4, end, type === 1));
}

function helloBodyFields(octets: Uint8Array, from: number, end: number, isClient: boolean): Field[] {
  const fields: Field[] = [{ at: from, size: 2 }];
  let at = from + 34;
  const vector = (size: 1 | 2): void => {
    fields.push({ at, size });
    at += size + (size === 1 ? (octets[at] ?? 0) : u16(octets, at));
  };
  vector(1);
  if (isClient) {
    vector(2);
    vector(1);
  } else {
    fields.push({ at, size: 2 });
    at += 3;
  }
  fields.push({ at, size: 2 });
  at += 2;
  for (let items = 0; at + 4 <= end && items < MAX_ITEMS; items++) {
    fields.push({ at, size: 2 }, { at: at + 2, size: 2 });
    const length = u16(octets, at + 2);
    // Most extensions begin with the length of a list, of one or two octets.
    if (length > 2) fields.push({ at: at + 4, size: 1 }, { at: at + 4, size: 2 });
    if (length > 5) fields.push({ at: at + 6, size: 1 }, { at: at + 7, size: 2 });
    at += 4 + length;
  }
  return fields.filter((field) => field.at + field.size <= end);
}

/** RFC 9000 §17.2: first octet, version, connection IDs; of an Initial token and length too. */
export function quicFields(octets: Uint8Array, from: number, end: number): Field[] {
  const fields: Field[] = [
    { at: from, size: 1 },
    { at: from + 1, size: 4 },
    { at: from + 5, size: 1 },
  ];
  const scidAt = from + 6 + (octets[from + 5] ?? 0);
  const tokenAt = scidAt + 1 + (octets[scidAt] ?? 0);
  const lengthAt = tokenAt + 1 + (octets[tokenAt] ?? 0);
  fields.push(
    { at: scidAt, size: 1 },
    { at: tokenAt, size: 1 },
    { at: lengthAt, size: 2 },
    { at: lengthAt + 2, size: 4 },
  );
  fields.push({ at: from + 6, size: 4 });
  return fields.filter((field) => field.at + field.size <= end);
}

/** RFC 6347 §4.1 and §4.2.2. */
export function dtlsFields(octets: Uint8Array, from: number, end: number): Field[] {
  const fields: Field[] = [];
  for (let at = from, items = 0; at + 13 <= end && items < MAX_ITEMS; items++) {
    fields.push({ at, size: 1 }, { at: at + 1, size: 2 }, { at: at + 3, size: 2 }, { at: at + 9, size: 2 });
    fields.push({ at: at + 11, size: 2 });
    if (octets[at] === 22) {
      const message = at + 13;
      fields.push({ at: message, size: 1 }, { at: message + 1, size: 3 }, { at: message + 4, size: 2 });
      fields.push({ at: message + 6, size: 3 }, { at: message + 9, size: 3 });
      if (octets[message] === 1 && u24(octets, message + 6) === 0) {
        // The cookie stands between session id and ciphers: what follows is read as far as it fits.
        fields.push(...helloBodyFields(octets, message + 12, end, true));
      }
    }
    at += 13 + u16(octets, at + 11);
  }
  return fields.filter((field) => field.at + field.size <= end);
}

/** RFC 1035 §4.1: header, then names label by label, types, TTLs and lengths. */
export function dnsFields(octets: Uint8Array, from: number, end: number): Field[] {
  const fields: Field[] = [2, 4, 6, 8, 10].map((offset) => ({ at: from + offset, size: 2 }));
  let at = from + 12;
  const name = (): void => {
    for (let labels = 0; at < end && labels < MAX_ITEMS; labels++) {
      const length = octets[at]!;
      if (length >= 0xc0) {
        fields.push({ at, size: 2 });
        at += 2;
        return;
      }
      fields.push({ at, size: 1 });
      at += 1 + length;
      if (length === 0) return;
    }
  };
  name();
  fields.push({ at, size: 2 }, { at: at + 2, size: 2 });
  at += 4;
  for (let records = 0; at + 10 <= end && records < MAX_ITEMS; records++) {
    name();
    fields.push({ at, size: 2 }, { at: at + 2, size: 2 }, { at: at + 4, size: 4 }, { at: at + 8, size: 2 });
    fields.push({ at: at + 10, size: 1 }, { at: at + 10, size: 2 });
    at += 10 + u16(octets, at + 8);
  }
  return fields.filter((field) => field.at + field.size <= end);
}
