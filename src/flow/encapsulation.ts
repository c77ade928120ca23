/**
 * Interned encapsulations: what lies around a packet's IP header - VLAN tags, tunnels by kind, network number or key, and
 * ends - becomes a small number that goes into the flow key, so that equal 5-tuples in different VLANs and tunnels stay apart.
 * Both directions of a flow get one number: a tunnel's ends have no order, and identifiers that differ by direction
 * (GTP-U, L2TP, PPTP) do not count.
 *
 * A number stands for the number around it and one step more (all VLANs, or one tunnel), so that each look-up compares a key of
 * fixed length. Bounded: past the limit all further encapsulations share one number and are counted. Every worker walks
 * every packet, so numbers are the same in all.
 */
import { finish, multipliersOf, share } from '../bytes/hash.js';
import { TUNNEL_NAMES } from '../packet/tunnel/kind.js';
import { type PacketView, TUNNEL_END_WORDS } from '../packet/view.js';

/** Most encapsulations told apart: a number fits 16 bits. */
export const MAX_ENCAPSULATIONS = 65_535;
/** Number around it, kind, identifier, ends. */
const KEY_WORDS = 3 + TUNNEL_END_WORDS;
const OUTER = 0;
const KIND = 1;
const ID = 2;
const ENDS = 3;
/** The same, and the number that it got. */
const WORDS = KEY_WORDS + 1;
/** In place of a tunnel's kind. */
const VLANS = 0;
const FIRST_MASK = 255;

interface Description {
  readonly vlans: readonly number[];
  readonly tunnels: readonly string[];
}

const NOTHING: Description = { vlans: [], tunnels: [] };

export class Encapsulations {
  /** Times a packet came in an encapsulation past the limit. */
  overflows = 0;
  readonly #key = new Int32Array(KEY_WORDS);
  /** A summand, and two multipliers a word. */
  readonly #multipliers: Int32Array;
  #index = new Int32Array(WORDS * (FIRST_MASK + 1));
  #mask = FIRST_MASK;
  /** By number, from 1. */
  #descriptions: Description[] = [];

  /** @param seed below SEEDS of bytes/hash.ts: makes places in the index unpredictable; no number depends on it */
  constructor(seed: number) {
    this.#multipliers = multipliersOf(seed, 1 + 2 * KEY_WORDS);
  }

  /**
   * Number of the packet's encapsulation; 0 for none.
   * @param withVlans false if VLANs are not to tell flows apart
   */
  intern(view: PacketView, withVlans = true): number {
    const key = this.#key;
    let number = 0;
    if (withVlans && view.vlanCount > 0) {
      const { vlans, vlanCount: count } = view;
      key[OUTER] = 0;
      key[KIND] = VLANS;
      key[ID] = count; // sets apart [7] from [7, 0]
      for (let i = 0; i < TUNNEL_END_WORDS; i++) key[ENDS + i] = i < count ? vlans[i]! : 0;
      number = this.#find(view, -1);
    }
    const { tunnelCount, tunnelKinds, tunnelIds, tunnelEnds } = view;
    for (let level = 0; level < tunnelCount && number < MAX_ENCAPSULATIONS; level++) {
      key[OUTER] = number;
      key[KIND] = tunnelKinds[level]!;
      key[ID] = tunnelIds[level]!;
      for (let i = 0; i < TUNNEL_END_WORDS; i++) key[ENDS + i] = tunnelEnds[TUNNEL_END_WORDS * level + i]!;
      number = this.#find(view, level);
    }
    return number;
  }

  /** VLAN identifiers of an interned encapsulation, outermost first. */
  vlans(number: number): readonly number[] {
    return (this.#descriptions[number - 1] ?? NOTHING).vlans;
  }

  /** Its tunnels by name, outermost first. */
  tunnels(number: number): readonly string[] {
    return (this.#descriptions[number - 1] ?? NOTHING).tunnels;
  }

  clear(): void {
    this.overflows = 0;
    this.#index.fill(0);
    this.#descriptions = [];
  }

  /** Steps from its place to the entry that lies farthest off, as a flood would make them many. Walks all: not for the hot path. */
  get farthest(): number {
    let farthest = 0;
    for (let place = 0; place <= this.#mask; place++) {
      const at = place * WORDS;
      if (this.#index[at + KEY_WORDS] === 0) continue;
      farthest = Math.max(farthest, (place - hashOf(this.#index, at, this.#multipliers)) & this.#mask);
    }
    return farthest;
  }

  /** Number of the key; `level` is the tunnel that it stands for, -1 for the VLANs. */
  #find(view: PacketView, level: number): number {
    const key = this.#key;
    let place = hashOf(key, 0, this.#multipliers) & this.#mask;
    for (;;) {
      const at = place * WORDS;
      const number = this.#index[at + KEY_WORDS]!;
      if (number === 0) return this.#add(at, view, level);
      let i = KEY_WORDS - 1;
      while (i >= 0 && this.#index[at + i] === key[i]) i--;
      if (i < 0) return number;
      place = (place + 1) & this.#mask;
    }
  }

  #add(at: number, view: PacketView, level: number): number {
    if (this.#descriptions.length >= MAX_ENCAPSULATIONS - 1) {
      this.overflows++;
      return MAX_ENCAPSULATIONS; // not described: shown without VLANs and tunnels
    }
    const outer = this.#descriptions[this.#key[OUTER]! - 1] ?? NOTHING;
    this.#descriptions.push(
      level < 0
        ? { vlans: Array.from(view.vlans.subarray(0, view.vlanCount)), tunnels: [] }
        : { vlans: outer.vlans, tunnels: [...outer.tunnels, TUNNEL_NAMES[view.tunnelKinds[level]!]!] },
    );
    const number = this.#descriptions.length;
    this.#index.set(this.#key, at);
    this.#index[at + KEY_WORDS] = number;
    if (number * 2 > this.#mask) this.#grow();
    return number;
  }

  #grow(): void {
    const old = this.#index;
    this.#mask = this.#mask * 2 + 1;
    this.#index = new Int32Array(WORDS * (this.#mask + 1));
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + KEY_WORDS] === 0) continue;
      let place = hashOf(old, at, this.#multipliers) & this.#mask;
      while (this.#index[place * WORDS + KEY_WORDS] !== 0) place = (place + 1) & this.#mask;
      this.#index.set(old.subarray(at, at + WORDS), place * WORDS);
    }
  }
}

function hashOf(words: Int32Array, at: number, multipliers: Int32Array): number {
  let sum = multipliers[0]!;
  for (let i = 0; i < KEY_WORDS; i++) sum = (sum + share(words[at + i]!, multipliers, 1 + 2 * i)) | 0;
  return finish(sum);
}
