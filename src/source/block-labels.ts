/**
 * Labels that pcapng files carry beside the frames (docs/formats/labels.md): Apple's process information blocks with the options of
 * packets that name one, and PCAPdroid's custom blocks that map users to apps with the comments that name a user. What
 * does not fit these formats says nothing about a packet, and is no damage: other programs use the same numbers for
 * other things. All of it holds for one section.
 */
import { u16, u16le, u32, u32le } from '../bytes/octets.js';
import type { Labels } from './label.js';

/** Block types: of Apple's process information ("local use"), and of custom blocks. */
export const PROCESS_INFORMATION = 0x80000001;
export const CUSTOM = 0xbad;
/** Largest block of these types that is looked at: names are short. */
export const MAX_LABEL_BLOCK = 4096;
/** Most processes, and most users, of one section. */
const MAX_ENTRIES = 65_536;

const BLOCK_HEADER = 8;
const OPTION_HEADER = 4;
const END_OF_OPTIONS = 0;
/** Most options of a block that are looked at. */
const MAX_OPTIONS = 64;

/** Process number, then options. */
const PROCESS_FIXED = BLOCK_HEADER + 4;
const PROCESS_NAME = 2;

/** Options of an Enhanced Packet Block: numbers of process information blocks of the section, from 0. */
const PACKET_PROCESS = 0x8001;
const PACKET_EFFECTIVE_PROCESS = 0x8003;
const PROCESS_REFERENCE = 4;
const COMMENT = 1;

// PCAPdroid's custom block, offsets in octets from the start of the block.
const ENTERPRISE = 8;
const PCAPDROID_ENTERPRISE = 62_652;
const VERSION = 12;
const PCAPDROID_VERSION = 1;
const CUSTOM_TYPE = 14;
const USER_TO_APP = 1;
const USER = 16;
const PACKAGE_LENGTH = 20;
const APP_LENGTH = 21;
const NAMES = 22;

/** `u-10123`. */
const COMMENT_USER = [0x75, 0x2d];
const DIGIT_0 = 0x30;
/** User numbers have 31 bits. */
const MAX_DIGITS = 10;

export class BlockLabels {
  readonly #labels: Labels;
  /** Label of each process information block, in order. */
  #processes: number[] = [];
  #users = new Map<number, number>();
  little = false;

  constructor(labels: Labels) {
    this.#labels = labels;
  }

  /** Whether packets may have labels: only then their options are worth reading. */
  get any(): boolean {
    return this.#processes.length > 0 || this.#users.size > 0;
  }

  /** A new section begins. */
  clear(): void {
    this.#processes = [];
    this.#users.clear();
  }

  /** A block of one of the types above, `octets[at, end)` without its trailer. */
  readBlock(type: number, octets: Uint8Array, at: number, end: number): void {
    if (type === PROCESS_INFORMATION) this.#readProcess(octets, at, end);
    else this.#readUser(octets, at, end);
  }

  /** Label of the packet whose options are `octets[at, end)`; 0 for none. The effective process goes first, as in PKTAP. */
  ofPacket(octets: Uint8Array, at: number, end: number): number {
    let process = 0;
    let user = 0;
    let option = at;
    for (let options = 0; options < MAX_OPTIONS && end - option >= OPTION_HEADER; options++) {
      const code = this.#u16(octets, option);
      const length = this.#u16(octets, option + 2);
      const value = option + OPTION_HEADER;
      if (code === END_OF_OPTIONS || length > end - value) break;
      if (code === COMMENT) user ||= this.#users.get(userOf(octets, value, value + length)) ?? 0;
      else if (length === PROCESS_REFERENCE && (code === PACKET_PROCESS || code === PACKET_EFFECTIVE_PROCESS)) {
        const label = this.#processes[this.#u32(octets, value)] ?? 0;
        if (label !== 0 && code === PACKET_EFFECTIVE_PROCESS) return label;
        process ||= label;
      }
      option = afterOption(value, length);
    }
    return process || user;
  }

  #readProcess(octets: Uint8Array, at: number, end: number): void {
    if (end - at < PROCESS_FIXED || this.#processes.length === MAX_ENTRIES) return;
    let label = 0;
    let option = at + PROCESS_FIXED;
    for (let options = 0; options < MAX_OPTIONS && end - option >= OPTION_HEADER; options++) {
      const code = this.#u16(octets, option);
      const length = this.#u16(octets, option + 2);
      const value = option + OPTION_HEADER;
      if (code === END_OF_OPTIONS || length > end - value) break;
      if (code === PROCESS_NAME) {
        label = this.#labels.intern(octets, value, value + length, 'pktap');
        break;
      }
      option = afterOption(value, length);
    }
    // One without a name counts, too: packets name processes by their place.
    this.#processes.push(label);
  }

  #readUser(octets: Uint8Array, at: number, end: number): void {
    if (end - at < NAMES || this.#u32(octets, at + ENTERPRISE) !== PCAPDROID_ENTERPRISE) return;
    if (this.#u16(octets, at + VERSION) !== PCAPDROID_VERSION || octets[at + CUSTOM_TYPE] !== USER_TO_APP) return;
    if (this.#users.size === MAX_ENTRIES) return;
    const packageAt = at + NAMES;
    const appAt = packageAt + octets[at + PACKAGE_LENGTH]!;
    const appEnd = appAt + octets[at + APP_LENGTH]!;
    if (appEnd > end) return;
    // The package name is the one that identifies an app; its name for people need not be unique.
    const label =
      this.#labels.intern(octets, packageAt, appAt, 'pcapdroid') ||
      this.#labels.intern(octets, appAt, appEnd, 'pcapdroid');
    this.#users.set(this.#u32(octets, at + USER), label);
  }

  #u16(octets: Uint8Array, at: number): number {
    return this.little ? u16le(octets, at) : u16(octets, at);
  }

  #u32(octets: Uint8Array, at: number): number {
    return this.little ? u32le(octets, at) : u32(octets, at);
  }
}

/** Values are padded to four octets. */
function afterOption(value: number, length: number): number {
  return value + length + (-length & 3);
}

/** The user that a comment names; -1 if it is another comment. */
function userOf(octets: Uint8Array, at: number, end: number): number {
  const digitsAt = at + COMMENT_USER.length;
  const digits = end - digitsAt;
  if (digits < 1 || digits > MAX_DIGITS || octets[at] !== COMMENT_USER[0] || octets[at + 1] !== COMMENT_USER[1]) {
    return -1;
  }
  let user = 0;
  for (let i = digitsAt; i < end; i++) {
    const digit = octets[i]! - DIGIT_0;
    if (digit < 0 || digit > 9) return -1;
    user = 10 * user + digit;
  }
  return user;
}
