/**
 * The kinds of tunnel that are taken off, and their public names (`tunnel` of the flow record). Headers between link and
 * IP (VLAN tags, MPLS labels, PPPoE) are no tunnels here.
 */
import { i32 } from '../../bytes/octets.js';
import { MAX_TUNNELS, type PacketView, TUNNEL_END_WORDS } from '../view.js';

export const Tunnel = {
  Gre: 1,
  Erspan: 2,
  Vxlan: 3,
  Geneve: 4,
  Gtpu: 5,
  /** IPv4 in IPv4, IPv6 in IPv4, IPv4 in IPv6, IPv6 in IPv6. */
  Ipip: 6,
  SixInFour: 7,
  FourInSix: 8,
  SixInSix: 9,
  Teredo: 10,
  L2tp: 11,
  Pptp: 12,
} as const;
export type Tunnel = (typeof Tunnel)[keyof typeof Tunnel];

/** Public name of each kind, by its code. They never change meaning. */
export const TUNNEL_NAMES: readonly string[] = [
  'none',
  'gre',
  'erspan',
  'vxlan',
  'geneve',
  'gtpu',
  'ipip',
  '6in4',
  '4in6',
  '6in6',
  'teredo',
  'l2tp',
  'pptp',
];

const MAPPED = 0xffff; // third word of ::ffff:a.b.c.d
const ADDRESS_WORDS = TUNNEL_END_WORDS / 2;

/**
 * Notes that the IP packet last decoded is a tunnel's.
 * @param id tells tunnels of the kind between the same ends apart, the same in both directions
 * @returns false if there is no room for one more
 */
export function enterTunnel(view: PacketView, kind: Tunnel, id: number): boolean {
  const level = view.tunnelCount;
  if (level === MAX_TUNNELS) return false;
  view.tunnelKinds[level] = kind;
  view.tunnelIds[level] = id;
  const words = (view.dstAt - view.srcAt) >> 2;
  const { buf, srcAt, dstAt } = view;
  let order = 0;
  for (let i = 0; i < words && order === 0; i++) {
    order = (i32(buf, srcAt + 4 * i) >>> 0) - (i32(buf, dstAt + 4 * i) >>> 0);
  }
  writeEnd(view, TUNNEL_END_WORDS * level, order <= 0 ? srcAt : dstAt, words);
  writeEnd(view, TUNNEL_END_WORDS * level + ADDRESS_WORDS, order <= 0 ? dstAt : srcAt, words);
  view.tunnelCount = level + 1;
  return true;
}

function writeEnd(view: PacketView, to: number, at: number, words: number): void {
  const ends = view.tunnelEnds;
  if (words === 1) {
    ends[to] = 0;
    ends[to + 1] = 0;
    ends[to + 2] = MAPPED;
    ends[to + 3] = i32(view.buf, at);
    return;
  }
  for (let i = 0; i < ADDRESS_WORDS; i++) ends[to + i] = i32(view.buf, at + 4 * i);
}
