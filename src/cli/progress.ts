/**
 * The progress line on standard error: which capture, how far, how fast, how long still. It is one line that is written
 * over and over and cleared at the end, or when something else writes to the same terminal.
 */
import { statSync } from 'node:fs';
import { harmless } from '../bytes/text.js';
import type { Progress } from '../engine/options.js';
import { cutEnd, cutStart, withoutEllipsis } from '../sink/columns.js';

/** Carriage return, and erase to the end of the line (ECMA-48 EL). */
const CLEAR = '\r\u001b[K';
const NAME_WIDTH = 30;
/** Before this, rates say more about start-up than about the run. */
const SETTLED_S = 0.5;

export interface ProgressOptions {
  readonly inputs: readonly string[];
  readonly write: (text: string) => void;
  readonly width: () => number;
  /** Seconds, from any start. */
  readonly now: () => number;
  /** The terminal takes control sequences; default: yes. */
  readonly escapes?: boolean;
  /** It shows UTF-8; default: yes. */
  readonly utf8?: boolean;
}

export class ProgressLine {
  readonly #options: ProgressOptions;
  readonly #started: number;
  /** Octets of each input, as far as that is known before it is read. */
  readonly #sizes: readonly (number | undefined)[];
  #packetsBefore = 0;
  #last: Progress | undefined;
  /** Columns of the line that stands there; 0: none does. */
  #shown = 0;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#started = options.now();
    this.#sizes = options.inputs.map(sizeOf);
  }

  update(progress: Progress): void {
    // Packets are counted per input; the rate is that of the run.
    if (this.#last !== undefined && this.#last.index !== progress.index) this.#packetsBefore += this.#last.packets;
    this.#last = progress;
    const elapsed = this.#options.now() - this.#started;
    const line = cutEnd(this.#line(progress, elapsed), Math.max(20, this.#options.width() - 1));
    this.#options.write(this.#erase() + (this.#options.utf8 === false ? withoutEllipsis(line) : line));
    this.#shown = line.length;
  }

  /** Takes the line away. The next update brings it back. */
  clear(): void {
    if (this.#shown === 0) return;
    this.#options.write(this.#erase());
    this.#shown = 0;
  }

  #erase(): string {
    if (this.#options.escapes !== false) return CLEAR;
    return this.#shown === 0 ? '' : `\r${' '.repeat(this.#shown)}\r`;
  }

  #line(progress: Progress, elapsed: number): string {
    const packets = this.#packetsBefore + progress.packets;
    const parts = [cutStart(harmless(progress.capture), NAME_WIDTH)];
    if (progress.inputs > 1) parts.push(`${progress.index + 1} of ${progress.inputs}`);
    const share = this.#share(progress);
    if (share !== undefined) parts.push(`${Math.floor(share * 100)} %`);
    parts.push(`${counted(packets)} packets`, `${counted(progress.flows)} open flow${progress.flows === 1 ? '' : 's'}`);
    if (elapsed >= SETTLED_S) {
      parts.push(`${counted(packets / elapsed)} packets/s`);
      if (share !== undefined && share > 0 && share < 1)
        parts.push(`${duration((elapsed / share) * (1 - share))} left`);
    }
    return parts.join('  ');
  }

  /** Of all inputs, how much is done: 0 to 1. Unknown as soon as the size of one is. */
  #share(progress: Progress): number | undefined {
    let before = 0;
    let total = 0;
    for (const [index, size] of this.#sizes.entries()) {
      // A joined input is one of one for the engine; its size is the sum of all.
      if (size === undefined) return undefined;
      total += size;
      if (index < progress.index) before += size;
    }
    return total === 0 ? undefined : Math.min(1, (before + progress.position) / total);
  }
}

function sizeOf(input: string): number | undefined {
  try {
    const stat = statSync(input);
    return stat.isFile() ? stat.size : undefined;
  } catch {
    return input === '-' ? undefined : 0; // will be reported as unreadable, and takes no time
  }
}

const PREFIXES = ['', 'k', 'M', 'G', 'T'] as const;

/** `999`, `1.2 k`, `34 M`. */
export function counted(value: number): string {
  let scaled = Math.max(0, Math.round(value));
  let prefix = 0;
  while (scaled >= 1000 && prefix < PREFIXES.length - 1) {
    scaled /= 1000;
    prefix++;
  }
  if (prefix === 0) return String(scaled);
  return `${scaled < 9.95 ? scaled.toFixed(1) : Math.round(scaled)} ${PREFIXES[prefix]}`;
}

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(secondsLeft: number): string {
  const whole = Math.max(1, Math.round(secondsLeft));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}
