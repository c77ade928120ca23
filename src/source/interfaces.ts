/**
 * The interfaces that a pcapng section describes (draft-ietf-opsawg-pcapng §4.2), and the arithmetic from their time
 * units to microseconds: floor(units / resolution), exact for every resolution. The common ones need doubles only; BigInt
 * is left to resolutions finer than 10^-12 or 2^-32.
 */
import { u32, u32le } from '../bytes/octets.js';
import { MAX_TIME_US } from './batch.js';

/** Most interfaces of one section: as many as the old Packet Block can name. */
export const MAX_INTERFACES = 65_536;

/** Resolution of an interface without the option if_tsresol: 10^-6. */
export const DEFAULT_RESOLUTION = 6;

/** In if_tsresol: the rest is a power of 2 and not of 10. */
const POWER_OF_TWO = 0x80;

const TWO_32 = 0x1_0000_0000;
const MICROS = 1_000_000;

/** How units become microseconds. */
const MULTIPLY = 0;
const DIVIDE = 1;
const BINARY = 2;
const BIG = 3;

export class InterfaceTable {
  count = 0;
  linkType = new Uint16Array(8);
  /** Snapshot length; 0 for none. */
  snapLength = new Uint32Array(8);
  #how = new Uint8Array(8);
  #resolution = new Uint8Array(8);
  /** What to multiply by, divide by, or how many units make a second. */
  #scale = new Float64Array(8);
  /** Microseconds of if_tsoffset. */
  #offset = new Float64Array(8);

  /** A new section begins. */
  clear(): void {
    this.count = 0;
  }

  /**
   * @param resolution the octet of if_tsresol
   * @param offset seconds of if_tsoffset
   * @returns false if there is no room for one more
   */
  add(linkType: number, snapLength: number, resolution: number, offset: bigint): boolean {
    if (this.count === MAX_INTERFACES) return false;
    if (this.count === this.linkType.length) this.#grow();
    const i = this.count++;
    this.linkType[i] = linkType;
    this.snapLength[i] = snapLength;
    this.#resolution[i] = resolution;
    this.#offset[i] = Number(offset) * MICROS;
    const power = resolution & ~POWER_OF_TWO;
    if ((resolution & POWER_OF_TWO) !== 0) {
      this.#how[i] = power <= 32 ? BINARY : BIG;
      this.#scale[i] = 2 ** power;
    } else if (power <= 6) {
      this.#how[i] = MULTIPLY;
      this.#scale[i] = 10 ** (6 - power);
    } else {
      this.#how[i] = power <= 12 ? DIVIDE : BIG;
      this.#scale[i] = 10 ** (power - 6);
    }
    return true;
  }

  /**
   * Writes a time of interface `i`, whose two 32-bit halves begin at `at`, to `out[to]`: microseconds since 1970, whole,
   * cut to what a batch can hold. From octets into a column, and not as arguments and a result: numbers beyond 31 bits
   * that cross a function call can cost an object each.
   */
  writeTime(out: Float64Array, to: number, i: number, octets: Uint8Array, at: number, little: boolean): void {
    const high = little ? u32le(octets, at) : u32(octets, at);
    const low = little ? u32le(octets, at + 4) : u32(octets, at + 4);
    const scale = this.#scale[i]!;
    const how = this.#how[i]!;
    let micros: number;
    if (how === MULTIPLY) {
      micros = (high * TWO_32 + low) * scale;
    } else if (how === DIVIDE) {
      // Long division in base 2^32. The remainder is below 10^6, so that all of it stays below 2^53 and the quotient,
      // rounded to a double, cannot reach the next whole number.
      const quotient = Math.floor(high / scale);
      const rest = (high - quotient * scale) * TWO_32 + low;
      micros = quotient * TWO_32 + Math.floor(rest / scale);
    } else if (how === BINARY) {
      // A second is 2^n units, n <= 32: the fraction is below 2^32, a million of it below 2^52.
      const seconds = high * (TWO_32 / scale) + Math.floor(low / scale);
      micros = seconds * MICROS + Math.floor(((low % scale) * MICROS) / scale);
    } else {
      micros = bigMicros(this.#resolution[i]!, high, low);
    }
    micros += this.#offset[i]!;
    // Cut in the column: choosing between `micros` and an imported constant would make an object of every time.
    out[to] = micros;
    if (micros < 0) out[to] = 0;
    else if (micros > MAX_TIME_US) out[to] = MAX_TIME_US;
  }

  #grow(): void {
    const length = Math.min(2 * this.linkType.length, MAX_INTERFACES);
    this.linkType = copyInto(new Uint16Array(length), this.linkType);
    this.snapLength = copyInto(new Uint32Array(length), this.snapLength);
    this.#how = copyInto(new Uint8Array(length), this.#how);
    this.#resolution = copyInto(new Uint8Array(length), this.#resolution);
    this.#scale = copyInto(new Float64Array(length), this.#scale);
    this.#offset = copyInto(new Float64Array(length), this.#offset);
  }
}

/** The definition itself, for the resolutions that doubles do not reach. */
function bigMicros(resolution: number, high: number, low: number): number {
  const units = BigInt(high) * BigInt(TWO_32) + BigInt(low);
  const power = BigInt(resolution & ~POWER_OF_TWO);
  const binary = (resolution & POWER_OF_TWO) !== 0;
  return Number(binary ? (units * BigInt(MICROS)) >> power : units / 10n ** (power - 6n));
}

function copyInto<T extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(to: T, from: T): T {
  to.set(from);
  return to;
}
