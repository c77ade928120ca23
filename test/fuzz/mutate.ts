/**
 * The mutator: a capture and a list of mutations -> another capture. It knows what a frame is made of (fields.ts), so that lengths,
 * flags, offsets, ports and sequence numbers are hit as such; it wraps packets in tunnels, cuts them into fragments and segments,
 * splices packets of one capture into another, repeats, reorders and clips them; and it damages the file around them. Mutations
 * are plain values, so that fast-check can shrink a list of them to the few that matter.
 */
import fc from 'fast-check';
import { geneve, gre, gtpu, vxlan } from '../packet/tunnel/build.js';
import { concat, epb, idb, shb, writePcap, writePcapng } from '../support/capture-writer.js';
import { ethernet, ipv4, ipv6, ipv6Fragment, join, udp } from '../support/frame-builder.js';
import { dissect, type Field, TCP } from './fields.js';
import { type Frame, SEEDS } from './seeds.js';

/** Most frames of a capture, and octets of them: what keeps one run short. */
export const MAX_FRAMES = 400;
export const MAX_OCTETS = 300_000;
/** Most octets of a frame that is wrapped or grown. */
const MAX_FRAME = 65_000;
const RAW = 101;
const ETHERNET = 1;
const LINK_TYPES = [0, 1, 9, 12, 14, 50, 51, 101, 104, 108, 109, 113, 147, 149, 228, 229, 258, 276];
/** What the ends of a tunnel are called. */
const ENDS4 = { src: '198.51.100.1', dst: '198.51.100.2' };
const ENDS6 = { src: '2001:db8:1::1', dst: '2001:db8:1::2' };

const TUNNELS = ['vlan', 'mpls', 'ipip', 'ip6', 'gre', 'gretap', 'vxlan', 'geneve', 'gtpu', 'teredo'] as const;
type Tunnel = (typeof TUNNELS)[number];

/** What a field is made: a value, what it was and some more, or one bit the other way. */
export type Change = { set: number } | { add: number } | { flip: number };

/** Places are numbers without bound, taken modulo what is there. */
export type Mutation =
  | { do: 'field'; frame: number; field: number; change: Change }
  | { do: 'octet'; frame: number; at: number; octet: number }
  | { do: 'clip'; frame: number; keep: number }
  | { do: 'cut'; frame: number; keep: number }
  | { do: 'grow'; frame: number; octets: number }
  | { do: 'drop'; frame: number }
  | { do: 'repeat'; frame: number; times: number }
  | { do: 'swap'; frame: number; other: number }
  | { do: 'splice'; frame: number; seed: number; from: number; count: number }
  | { do: 'graft'; frame: number; seed: number; from: number }
  | { do: 'wrap'; frame: number; count: number; tunnels: readonly Tunnel[] }
  | { do: 'fragment'; frame: number; size: number; order: 'as sent' | 'reversed' | 'first lost'; overlap: boolean }
  | { do: 'segment'; frame: number; at: number; order: 'as sent' | 'reversed'; overlap: number }
  | { do: 'extend'; frame: number; count: number }
  | { do: 'time'; frame: number; add: number }
  | { do: 'link type'; frame: number; linkType: number };

/** What happens to the octets of a file, whatever they mean. */
export type Damage = { do: 'set'; at: number; octet: number } | { do: 'word'; at: number; value: number } | { do: 'end'; at: number } | { do: 'remove'; at: number; count: number } | { do: 'repeat'; at: number; count: number }; // biome-ignore format: one line

const place = fc.nat(1_000_000);
const NASTY = [0, 1, 2, 3, 7, 8, 0x0f, 0x10, 0x3f, 0x40, 0x7f, 0x80, 0xbf, 0xc0, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff8, 0xffff_ffff]; // biome-ignore format: one line
const nasty = fc.oneof(fc.constantFrom(...NASTY), fc.nat(0xffff), fc.constantFrom(53, 443, 2152, 3544, 4789, 6081));
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ set: nasty }),
  fc.record({ add: fc.constantFrom(1, -1, 2, -2, 4, -4, 8, -8, 20, -20, 256, -256, 65_536, 0x4000_0000) }),
  fc.record({ flip: fc.nat(31) }),
);

const op = <const D extends Mutation['do']>(name: D) => ({ do: fc.constant(name), frame: place });

/** Mutations of frames, the ones that aim at fields most often. */
export const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ ...op('field'), field: place, change }) },
  { weight: 2, arbitrary: fc.record({ ...op('octet'), at: place, octet: fc.nat(255) }) },
  fc.record({ ...op('clip'), keep: place }),
  fc.record({ ...op('cut'), keep: place }),
  fc.record({ ...op('grow'), octets: fc.constantFrom(1, 6, 18, 1500, 9000) }),
  fc.record({ ...op('drop') }),
  fc.record({ ...op('repeat'), times: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ ...op('swap'), other: place }),
  {
    weight: 2,
    arbitrary: fc.record({ ...op('splice'), seed: place, from: place, count: fc.integer({ min: 1, max: 20 }) }),
  },
  fc.record({ ...op('graft'), seed: place, from: place }),
  {
    weight: 2,
    arbitrary: fc.record({
      ...op('wrap'),
      count: fc.integer({ min: 1, max: 30 }),
      tunnels: fc.oneof(
        fc.array(fc.constantFrom(...TUNNELS), { minLength: 1, maxLength: 7 }),
        fc
          .tuple(fc.constantFrom(...TUNNELS), fc.integer({ min: 2, max: 7 }))
          .map(([tunnel, times]) => new Array<Tunnel>(times).fill(tunnel)),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...op('fragment'),
      size: fc.constantFrom(1, 3, 8, 30, 200),
      order: fc.constantFrom('as sent' as const, 'reversed' as const, 'first lost' as const),
      overlap: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...op('segment'),
      at: place,
      order: fc.constantFrom('as sent' as const, 'reversed' as const),
      overlap: fc.nat(40),
    }),
  },
  fc.record({ ...op('extend'), count: fc.integer({ min: 1, max: 20 }) }),
  fc.record({ ...op('time'), add: fc.constantFrom(-3600e6, -1, 6e6, 31e6, 61e6, 301e6, 1e15) }),
  fc.record({ ...op('link type'), linkType: fc.constantFrom(...LINK_TYPES) }),
);

export const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({ do: fc.constant('set' as const), at: place, octet: fc.constantFrom(0, 1, 3, 6, 0x7f, 0x80, 0xfe, 0xff) }),
  fc.record({
    do: fc.constant('word' as const),
    at: place,
    value: fc.oneof(nasty, fc.constantFrom(1, 2, 3, 4, 5, 6, 10, 12, 16, 0x0a0d0d0a)),
  }),
  fc.record({ do: fc.constant('end' as const), at: place }),
  fc.record({ do: fc.constant('remove' as const), at: place, count: fc.integer({ min: 1, max: 64 }) }),
  fc.record({ do: fc.constant('repeat' as const), at: place, count: fc.integer({ min: 1, max: 256 }) }),
);

/** Frames of one recording, mutated. */
export const frames: fc.Arbitrary<Frame[]> = fc
  .tuple(fc.nat(SEEDS.length - 1), fc.array(mutation, { maxLength: 12 }))
  .map(([seed, mutations]) => mutateFrames(SEEDS[seed]!.frames, mutations));

/** The same as a file: pcapng where there are several link types, else one or the other; not damaged. */
export const capture: fc.Arbitrary<Uint8Array> = fc
  .tuple(frames, fc.boolean())
  .map(([list, asPcapng]) => fileOf(list, asPcapng ? 'pcapng' : 'pcap'));

export function mutateFrames(original: readonly Frame[], mutations: readonly Mutation[]): Frame[] {
  let list = original.slice(0, MAX_FRAMES);
  for (const each of mutations) {
    if (list.length === 0) break;
    list = mutated(list, each).slice(0, MAX_FRAMES);
  }
  let octets = 0;
  return list.filter((frame) => {
    octets += frame.octets.length;
    return octets <= MAX_OCTETS;
  });
}

function mutated(list: Frame[], mutation: Mutation): Frame[] {
  const at = mutation.frame % list.length;
  const frame = list[at]!;
  const replaced = (...frames: Frame[]): Frame[] => [...list.slice(0, at), ...frames, ...list.slice(at + 1)];
  switch (mutation.do) {
    case 'field': {
      // Every other time one of the headers, which have fewer fields than hellos and answers of DNS.
      const { fields: all, payloadAt } = dissect(frame.octets, frame.linkType);
      const fields = mutation.frame % 2 === 0 ? all : all.filter((field) => field.at < payloadAt);
      if (fields.length === 0) return list;
      return replaced(
        withOctets(frame, changed(frame.octets, fields[mutation.field % fields.length]!, mutation.change)),
      );
    }
    case 'octet': {
      const octets = frame.octets.slice();
      if (octets.length > 0) octets[mutation.at % octets.length] = mutation.octet;
      return replaced(withOctets(frame, octets));
    }
    case 'clip':
      return replaced({ ...frame, octets: frame.octets.slice(0, mutation.keep % (frame.octets.length + 1)) });
    case 'cut':
      return replaced(withOctets(frame, frame.octets.slice(0, mutation.keep % (frame.octets.length + 1))));
    case 'grow':
      return replaced(withOctets(frame, join(frame.octets, new Uint8Array(mutation.octets).fill(0x16))));
    case 'drop':
      return replaced();
    case 'repeat':
      return replaced(...new Array<Frame>(mutation.times + 1).fill(frame));
    case 'swap': {
      const other = mutation.other % list.length;
      const result = list.slice();
      result[at] = list[other]!;
      result[other] = frame;
      return result;
    }
    case 'splice': {
      const guests = framesFrom(mutation.seed, mutation.from, mutation.count);
      return [...list.slice(0, at), ...guests.map((guest) => ({ ...guest, time: frame.time })), ...list.slice(at)];
    }
    case 'graft':
      return replaced(grafted(frame, framesFrom(mutation.seed, mutation.from, 1)));
    case 'wrap':
      return list.map((each, i) => (i < at || i >= at + mutation.count ? each : wrapped(each, mutation.tunnels)));
    case 'fragment':
      return replaced(...fragmented(frame, mutation));
    case 'segment':
      return replaced(...segmented(frame, mutation));
    case 'extend':
      return list.map((each) => extended(each, mutation.count));
    case 'time':
      return list.map((each, i) => (i < at ? each : { ...each, time: Math.max(0, each.time + mutation.add) }));
    case 'link type':
      return replaced({ ...frame, linkType: mutation.linkType });
  }
}

function withOctets(frame: Frame, octets: Uint8Array): Frame {
  return { ...frame, octets, onWire: octets.length };
}

/** The octets with one field changed; big-endian, cut to the field's size. */
export function changed(octets: Uint8Array, { at, size }: Field, change: Change): Uint8Array {
  const copy = new Uint8Array(octets);
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + copy[at + i]!;
  if ('set' in change) value = change.set;
  else if ('add' in change) value += change.add;
  else value ^= 1 << (change.flip % (8 * size));
  for (let i = size - 1; i >= 0; i--, value = Math.floor(value / 256)) copy[at + i] = value & 0xff;
  return copy;
}

function framesFrom(seed: number, from: number, count: number): readonly Frame[] {
  const { frames: guests } = SEEDS[seed % SEEDS.length]!;
  const first = guests.length === 0 ? 0 : from % guests.length;
  return guests.slice(first, first + count);
}

/** The payload of another frame behind this one's headers; their lengths stay what they were. */
function grafted(frame: Frame, [guest]: readonly Frame[]): Frame {
  if (guest === undefined) return frame;
  const host = dissect(frame.octets, frame.linkType);
  const { payloadAt, payloadEnd } = dissect(guest.octets, guest.linkType);
  return withOctets(
    frame,
    join(frame.octets.subarray(0, host.payloadAt), guest.octets.subarray(payloadAt, payloadEnd)),
  );
}

/** The IP packet of a frame, undefined if it has none. */
function packetOf(frame: Frame): Uint8Array | undefined {
  const { ipAt } = dissect(frame.octets, frame.linkType);
  return ipAt < 0 || ipAt + 40 > frame.octets.length ? undefined : frame.octets.subarray(ipAt);
}

function wrapped(frame: Frame, tunnels: readonly Tunnel[]): Frame {
  const packet = packetOf(frame);
  if (packet === undefined || packet.length > MAX_FRAME) return frame;
  let inner = packet;
  let linkType = RAW;
  for (const tunnel of tunnels) {
    if (inner.length > MAX_FRAME) break;
    // Tags and labels stand between a frame's addresses and its packet, and tunnels carry frames as well as packets.
    if (linkType === ETHERNET && (tunnel === 'vlan' || tunnel === 'mpls')) {
      const label = tunnel === 'vlan' ? [0x81, 0, 0, 7] : [0x88, 0x47, 0, 0, 0x11, 0xff];
      const bottom = tunnel === 'mpls' ? inner.subarray(14) : inner.subarray(12);
      inner = join(inner.subarray(0, 12), label, bottom);
      continue;
    }
    const asFrame = linkType === ETHERNET ? inner : ethernet({ payload: inner });
    const version = (inner[0] ?? 0) >>> 4 === 6 ? 6 : 4;
    if (linkType === ETHERNET && (tunnel === 'ipip' || tunnel === 'ip6' || tunnel === 'gtpu' || tunnel === 'teredo'))
      continue;
    linkType = RAW;
    const overUdp = (dstPort: number, payload: Uint8Array): Uint8Array =>
      ipv4({ ...ENDS4, protocol: 17, payload: udp({ srcPort: 50_000, dstPort, payload }) });
    if (tunnel === 'vlan') {
      inner = ethernet({ payload: inner, vlan: [7] });
      linkType = ETHERNET;
    } else if (tunnel === 'mpls') {
      inner = ethernet({ payload: join([0, 0, 0x11, 0xff], inner), etherType: 0x8847 });
      linkType = ETHERNET;
    } else if (tunnel === 'ipip') inner = ipv4({ ...ENDS4, protocol: version === 4 ? 4 : 41, payload: inner });
    else if (tunnel === 'ip6') inner = ipv6({ ...ENDS6, protocol: version === 4 ? 4 : 41, payload: inner });
    else if (tunnel === 'gre')
      inner = ipv4({ ...ENDS4, protocol: 47, payload: gre(version === 4 ? 0x0800 : 0x86dd, inner, { key: 9 }) }); // biome-ignore format: one line
    else if (tunnel === 'gretap') inner = ipv6({ ...ENDS6, protocol: 47, payload: gre(0x6558, asFrame) });
    else if (tunnel === 'vxlan') inner = overUdp(4789, vxlan(3, asFrame));
    else if (tunnel === 'geneve') inner = overUdp(6081, geneve(3, 0x6558, asFrame));
    else if (tunnel === 'gtpu') inner = overUdp(2152, gtpu(5, inner));
    else inner = overUdp(3544, inner);
  }
  return { octets: inner, onWire: inner.length, time: frame.time, linkType };
}

/** RFC 8200 §4.6: `count` Destination Options headers of eight octets before the rest of an IPv6 packet. */
function extended(frame: Frame, count: number): Frame {
  const packet = packetOf(frame);
  if (packet === undefined || packet[0]! >>> 4 !== 6) return frame;
  const headers = Array.from({ length: count }, (_, i) => [i === count - 1 ? packet[6]! : 60, 0, 1, 4, 0, 0, 0, 0]);
  const octets = join(packet.subarray(0, 40), headers.flat(), packet.subarray(40));
  octets[6] = 60;
  new DataView(octets.buffer).setUint16(4, octets.length - 40);
  return { octets, onWire: octets.length, time: frame.time, linkType: RAW };
}

/** RFC 791 §3.2, RFC 8200 §4.5: the packet in fragments of `size` times 8 octets, each reaching into the next if they overlap. */
function fragmented(frame: Frame, how: Extract<Mutation, { do: 'fragment' }>): Frame[] {
  const packet = packetOf(frame);
  if (packet === undefined || packet.length > MAX_FRAME) return [frame];
  const isV6 = packet[0]! >>> 4 === 6;
  const payload = packet.subarray(isV6 ? 40 : 4 * (packet[0]! & 0x0f));
  const pieces: Frame[] = [];
  const least = Math.max(8 * how.size, 8 * Math.ceil(payload.length / 8 / 60));
  for (let from = 0; from < payload.length; from += least) {
    const to = Math.min(payload.length, from + least + (how.overlap ? 8 : 0));
    const piece = payload.subarray(from, to);
    const more = to < payload.length;
    const text = (at: number, count: number): string =>
      isV6 ? hexGroups(packet.subarray(at, at + count)) : [...packet.subarray(at, at + count)].join('.');
    const octets = isV6
      ? ipv6({ src: text(8, 16), dst: text(24, 16), protocol: packet[6]!, payload: piece, extensions: [ipv6Fragment(from, more, 77)] }) // biome-ignore format: one line
      : ipv4({ src: text(12, 4), dst: text(16, 4), protocol: packet[9]!, payload: piece, id: 77, fragmentOffset: from, moreFragments: more }); // biome-ignore format: one line
    pieces.push({ octets, onWire: octets.length, time: frame.time, linkType: RAW });
  }
  if (how.order === 'reversed') pieces.reverse();
  return how.order === 'first lost' ? pieces.slice(1) : pieces;
}

function hexGroups(octets: Uint8Array): string {
  const groups: string[] = [];
  for (let i = 0; i < octets.length; i += 2) groups.push((octets[i]! * 256 + octets[i + 1]!).toString(16));
  return groups.join(':');
}

/** A TCP segment in two, the second with the sequence number that follows; they may overlap. IP lengths are put right. */
function segmented(frame: Frame, how: Extract<Mutation, { do: 'segment' }>): Frame[] {
  const { protocol, ipAt, transportAt, payloadAt, payloadEnd } = dissect(frame.octets, frame.linkType);
  if (protocol !== TCP || payloadAt < transportAt + 20 || payloadEnd - payloadAt < 2) return [frame];
  const cut = 1 + (how.at % (payloadEnd - payloadAt - 1));
  const back = Math.min(how.overlap, cut);
  const part = (from: number, to: number): Frame => {
    const octets = join(frame.octets.subarray(0, payloadAt), frame.octets.subarray(payloadAt + from, payloadAt + to));
    const view = new DataView(octets.buffer);
    view.setUint32(transportAt + 4, (view.getUint32(transportAt + 4) + from) >>> 0);
    if (octets[ipAt]! >>> 4 === 4) view.setUint16(ipAt + 2, octets.length - ipAt);
    else view.setUint16(ipAt + 4, octets.length - ipAt - 40);
    return withOctets(frame, octets);
  };
  const parts = [part(0, cut), part(cut - back, payloadEnd - payloadAt)];
  return how.order === 'reversed' ? parts.reverse() : parts;
}

/** Frames as a file. A pcap has one link type: frames of others are left out of it. */
export function fileOf(list: readonly Frame[], format: 'pcap' | 'pcapng'): Uint8Array {
  const linkTypes = [...new Set(list.map((frame) => frame.linkType))];
  if (format === 'pcap' && linkTypes.length <= 1) {
    const packets = list.map(({ octets, time, onWire }) => ({
      data: octets,
      time: Math.min(time, 0xffff_ffff * 1e6),
      onWire,
    }));
    return writePcap({ linkType: linkTypes[0] ?? RAW, packets });
  }
  return writePcapng(
    shb(),
    ...linkTypes.map((linkType) => idb({ linkType })),
    ...list.map(({ octets, time, onWire, linkType }) =>
      epb({ data: octets, time: BigInt(time), onWire, interfaceId: linkTypes.indexOf(linkType) }),
    ),
  );
}

/** The magic number stays: an input without it is refused before anything is read. */
export function damaged(file: Uint8Array, list: readonly Damage[], keep = 4): Uint8Array {
  let result: Uint8Array = new Uint8Array(file); // a copy, of a Buffer too

  for (const each of list) {
    if (result.length <= keep) break;
    const at = keep + (each.at % (result.length - keep));
    if (each.do === 'set') result[at] = each.octet;
    else if (each.do === 'word') {
      // Length fields of captures are aligned words of either byte order; most captures here are little-endian.
      const word = at - (at % 4);
      if (word >= keep && word + 4 <= result.length)
        new DataView(result.buffer, result.byteOffset).setUint32(word, each.value, true);
    } else if (each.do === 'end') result = result.slice(0, at);
    else if (each.do === 'remove') result = concat(result.subarray(0, at), result.subarray(at + each.count));
    else result = concat(result.subarray(0, at + each.count), result.subarray(at));
  }
  return result;
}
