/**
 * Interned encapsulations: what lies around a packet's IP header (so far: its VLAN tags) becomes a small number that goes
 * into the flow key, so that equal 5-tuples in different VLANs stay apart. Bounded: past the limit all further
 * encapsulations share one number and are counted. Every worker walks every packet, so numbers are the same in all.
 */
import { finish, mix } from '../bytes/hash.js';
import type { PacketView } from '../packet/view.js';

/** Most encapsulations told apart. */
export const MAX_ENCAPSULATIONS = 65_536;
const WORDS = 3; // two packed words of VLAN ids, one number

export class Encapsulations {
  /** Times a packet came in an encapsulation past the limit. */
  overflows = 0;
  #index = new Int32Array(WORDS * 256);
  #mask = 255;
  #stacks: (readonly number[])[] = [];

  /** Number of the packet's encapsulation; 0 for none. */
  intern(view: PacketView): number {
    const count = view.vlanCount;
    if (count === 0) return 0;
    const vlans = view.vlans;
    // 12 bits an identifier, two in a word; the count sets apart [7] from [7, 0].
    const high = (count << 24) | vlans[0]! | (count > 1 ? vlans[1]! << 12 : 0);
    const low = (count > 2 ? vlans[2]! : 0) | (count > 3 ? vlans[3]! << 12 : 0);
    let place = finish(mix(mix(0, high), low)) & this.#mask;
    for (;;) {
      const at = place * WORDS;
      const number = this.#index[at + 2]!;
      if (number === 0) return this.#add(at, high, low, vlans, count);
      if (this.#index[at] === high && this.#index[at + 1] === low) return number;
      place = (place + 1) & this.#mask;
    }
  }

  /** VLAN identifiers of an interned encapsulation, outermost first. */
  vlans(number: number): readonly number[] {
    return this.#stacks[number - 1] ?? [];
  }

  clear(): void {
    this.overflows = 0;
    this.#index.fill(0);
    this.#stacks = [];
  }

  #add(at: number, high: number, low: number, vlans: Uint16Array, count: number): number {
    if (this.#stacks.length >= MAX_ENCAPSULATIONS - 1) {
      this.overflows++;
      return MAX_ENCAPSULATIONS; // no stack: shown without VLAN
    }
    this.#stacks.push(Array.from(vlans.subarray(0, count)));
    const number = this.#stacks.length;
    this.#index[at] = high;
    this.#index[at + 1] = low;
    this.#index[at + 2] = number;
    if (number * 2 > this.#mask) this.#grow();
    return number;
  }

  #grow(): void {
    const old = this.#index;
    this.#mask = this.#mask * 2 + 1;
    this.#index = new Int32Array(WORDS * (this.#mask + 1));
    for (let at = 0; at < old.length; at += WORDS) {
      if (old[at + 2] === 0) continue;
      let place = finish(mix(mix(0, old[at]!), old[at + 1]!)) & this.#mask;
      while (this.#index[place * WORDS + 2] !== 0) place = (place + 1) & this.#mask;
      this.#index.set(old.subarray(at, at + WORDS), place * WORDS);
    }
  }
}
