/**
 * Inflates gzip (RFC 1952) while it is read: an OctetInput over another one. Members follow one another; each is taken
 * apart here (header §2.3, deflate octets by node:zlib, trailer) and not by zlib's own gunzip, which throws away what it
 * has just inflated when a trailer is wrong or something else follows. So everything that inflates before the damage is
 * given out (see Member for octets that are corrupt inside).
 *
 * Pieces have a fixed size, whatever the sizes of reads: the octets given out depend on the input alone, and as deflate
 * cannot grow its input more than 1032 times, what a piece inflates to is bounded: no decompression bomb fills the memory.
 */
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib';
import type { OctetInput } from './input.js';

/** Octets handed to zlib at once: at most 4 MiB inflated. */
const PIECE = 4096;

/** Octets of zlib's output buffers. */
const INFLATED_CHUNK = 64 * 1024;

/** Most octets of a member's name and comment together, which nothing here needs. */
const MAX_HEADER_TEXT = 65_536;

/** RFC 1952 §2.3: ID1, ID2; the only compression method; flags. */
const ID1 = 0x1f;
const ID2 = 0x8b;
const DEFLATE = 8;
const FHCRC = 0x02;
const FEXTRA = 0x04;
const FNAME = 0x08;
const FCOMMENT = 0x10;
const RESERVED_FLAGS = 0xe0;

/** MTIME, XFL and OS, which follow the flags. */
const HEADER_REST = 6;

/** Whether the first two octets are those of gzip. */
export function isGzip(octets: Uint8Array): boolean {
  return octets[0] === ID1 && octets[1] === ID2;
}

export class GzipInput implements OctetInput {
  failure: string | undefined = undefined;
  readonly #inner: OctetInput;
  readonly #octets = new Uint8Array(PIECE);
  #at = 0;
  #end: number;
  #member: Member | undefined = undefined;
  #members = 0;
  #over = false;

  /** @param head what has been read of `inner` so far, at most 4096 octets */
  constructor(inner: OctetInput, head: Uint8Array) {
    this.#inner = inner;
    this.#octets.set(head);
    this.#end = head.length;
  }

  get position(): number {
    return this.#inner.position;
  }

  get size(): number | undefined {
    return this.#inner.size;
  }

  async read(into: Uint8Array, at: number, most: number): Promise<number> {
    while (!this.#over) {
      if (this.#member === undefined) {
        if (!(await this.#nextMember())) break;
        this.#member = new Member();
      }
      const member = this.#member;
      const given = member.take(into, at, most);
      if (given > 0) return given;
      if (member.ended) {
        member.close();
        this.#member = undefined;
        await this.#checkTrailer(member);
      } else if (member.corrupt) {
        this.#fail('its compressed octets are corrupt');
      } else if (await this.#wholePiece()) {
        this.#at += await member.feed(this.#octets.subarray(this.#at, this.#end));
      } else {
        this.#fail('it ends inside its compressed octets');
      }
    }
    return 0;
  }

  close(): void {
    this.#over = true;
    this.#member?.close();
    this.#inner.close();
  }

  /** Reads the header of the next member; false at the end, or if what follows is none. */
  async #nextMember(): Promise<boolean> {
    let octet = await this.#next();
    // Tapes and some copy programs fill the end with zeros.
    while (this.#members > 0 && octet === 0) octet = await this.#next();
    if (octet < 0) {
      // The failure is the inner input's, if there is one.
      this.#over = true;
      this.failure = this.#inner.failure;
      return false;
    }
    const which = `gzip member ${this.#members + 1}`;
    if (octet !== ID1 || (await this.#next()) !== ID2) return this.#fail('what follows its last member is not gzip');
    const method = await this.#next();
    const flags = await this.#next();
    if (flags < 0) return this.#fail(`it ends inside the header of ${which}`);
    if (method !== DEFLATE) return this.#fail(`compression method ${method} of ${which}, expected 8`);
    if ((flags & RESERVED_FLAGS) !== 0)
      return this.#fail(`flags ${flags} of ${which}, expected the upper three to be 0`);
    let whole = await this.#skip(HEADER_REST);
    if ((flags & FEXTRA) !== 0) whole = whole && (await this.#skip((await this.#next()) | ((await this.#next()) << 8)));
    let text = MAX_HEADER_TEXT;
    for (const flag of [FNAME, FCOMMENT]) {
      if ((flags & flag) === 0) continue;
      let char = await this.#next();
      while (char > 0 && text-- > 0) char = await this.#next();
      if (char > 0) return this.#fail(`name and comment of ${which} exceed ${MAX_HEADER_TEXT} octets`);
      whole = whole && char === 0;
    }
    if ((flags & FHCRC) !== 0) whole = whole && (await this.#skip(2));
    if (!whole) return this.#fail(`it ends inside the header of ${which}`);
    this.#members++;
    return true;
  }

  /** CRC-32 and length of what was inflated, both little-endian. */
  async #checkTrailer(member: Member): Promise<void> {
    const crc = await this.#u32();
    const length = await this.#u32();
    if (this.#over) return;
    const which = `gzip member ${this.#members}`;
    if (crc !== member.crc) this.#fail(`checksum ${crc} of ${which}, expected ${member.crc}`);
    else if (length !== member.length) this.#fail(`length ${length} of ${which}, expected ${member.length}`);
  }

  async #u32(): Promise<number> {
    let value = 0;
    for (let shift = 0; shift < 32; shift += 8) {
      const octet = await this.#next();
      if (octet < 0) this.#fail(`it ends inside the trailer of gzip member ${this.#members}`);
      value |= octet << shift;
    }
    return value >>> 0;
  }

  /** The next octet, -1 at the end. */
  async #next(): Promise<number> {
    if (this.#at === this.#end && !(await this.#wholePiece())) return -1;
    return this.#octets[this.#at++]!;
  }

  async #skip(count: number): Promise<boolean> {
    for (let i = 0; i < count; i++) if ((await this.#next()) < 0) return false;
    return count >= 0;
  }

  /** Makes sure that there is a piece to work on, of full size unless the input ends; false at the end. */
  async #wholePiece(): Promise<boolean> {
    if (this.#at < this.#end && this.#end === PIECE) return true;
    if (this.#at === this.#end) {
      this.#at = 0;
      this.#end = 0;
    }
    while (this.#end < PIECE) {
      const got = await this.#inner.read(this.#octets, this.#end, PIECE - this.#end);
      if (got === 0) break;
      this.#end += got;
    }
    return this.#at < this.#end;
  }

  #fail(cause: string): false {
    if (!this.#over) this.failure = this.#inner.failure ?? `damaged gzip: ${cause}`;
    this.#over = true;
    return false;
  }
}

/**
 * The deflate octets of one member, inflated twice: the second inflater stays a piece behind and its output is dropped.
 * When the first one finds a corrupt piece (and with it loses what it had inflated of it), the second is fed that piece
 * octet by octet, so that all that inflates before the corrupt octet is had, in a file of one piece too.
 */
class Member {
  /** CRC-32 and number, modulo 2^32, of the octets inflated. */
  crc = 0;
  length = 0;
  readonly #lead = new Inflater();
  readonly #behind = new Inflater();
  #previous: Uint8Array | undefined = undefined;
  /** What was inflated and not yet taken. */
  #chunks: Uint8Array[] = [];
  #chunkAt = 0;

  /** The deflate octets are over; what follows them was not taken. */
  get ended(): boolean {
    return this.#lead.ended;
  }

  get corrupt(): boolean {
    return this.#lead.corrupt;
  }

  /** Inflates one piece, once all before is taken; returns how many octets of it were deflate's. */
  async feed(piece: Uint8Array): Promise<number> {
    // Copied, as it is kept while the next one is read into its place.
    const copy = piece.slice();
    const behind = this.#previous === undefined ? 0 : this.#behind.feed(this.#previous);
    const [used] = await Promise.all([this.#lead.feed(copy), behind]);
    this.#behind.drain();
    this.#previous = copy;
    this.#chunks = this.#lead.drain();
    if (this.#lead.corrupt) {
      for (let i = 0; i < copy.length && !this.#behind.corrupt; i++) await this.#behind.feed(copy.subarray(i, i + 1));
      this.#chunks = this.#behind.drain();
    }
    for (const chunk of this.#chunks) {
      this.crc = crc32(chunk, this.crc);
      this.length = (this.length + chunk.length) % 0x1_0000_0000;
    }
    return used;
  }

  take(into: Uint8Array, at: number, most: number): number {
    let given = 0;
    let used = 0;
    while (given < most && used < this.#chunks.length) {
      const chunk = this.#chunks[used]!;
      const count = Math.min(most - given, chunk.length - this.#chunkAt);
      into.set(chunk.subarray(this.#chunkAt, this.#chunkAt + count), at + given);
      given += count;
      this.#chunkAt += count;
      if (this.#chunkAt === chunk.length) {
        this.#chunkAt = 0;
        used++;
      }
    }
    if (used > 0) this.#chunks.splice(0, used);
    return given;
  }

  close(): void {
    this.#lead.close();
    this.#behind.close();
  }
}

/** One inflater of node:zlib, with promises around it. */
class Inflater {
  ended = false;
  corrupt = false;
  readonly #zlib: InflateRaw = createInflateRaw({ chunkSize: INFLATED_CHUNK });
  /** Bounded by what one piece can hold. */
  #chunks: Uint8Array[] = [];
  #wake: () => void = () => {};

  constructor() {
    this.#zlib.on('data', (chunk: Uint8Array) => {
      this.#chunks.push(chunk);
    });
    this.#zlib.on('end', () => {
      this.ended = true;
      this.#wake();
    });
    this.#zlib.on('error', () => {
      this.corrupt = true;
      this.#wake();
    });
  }

  /** Inflates one piece and waits until all of it is out; returns how many octets of it were used. */
  async feed(piece: Uint8Array): Promise<number> {
    const before = this.#zlib.bytesWritten;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      // Called once the piece is used up; not called if the deflate octets end before the piece does.
      this.#zlib.write(piece, () => resolve());
    });
    while (this.#zlib.read() !== null); // what it still holds comes as 'data'
    return this.#zlib.bytesWritten - before;
  }

  /** All that was inflated since the last call. */
  drain(): Uint8Array[] {
    const chunks = this.#chunks;
    this.#chunks = [];
    return chunks;
  }

  close(): void {
    this.#zlib.destroy();
  }
}
