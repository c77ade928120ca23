/**
 * One long-lived `nft -i`: a line in, what nft says of it out. Starting nft costs 79 ms and an element in a running one 0.4 ms (FIELD-NOTES
 * section 3). No shell is involved. nft says nothing of a line that went well; so a question whose answer needs no kernel
 * (`describe`) follows each line, and what comes on standard error before its answer is what was wrong with the line.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { harmless } from '../../bytes/text.js';

export interface NftProcessOptions {
  /** Program and arguments; default: `nft -i`. */
  readonly program?: readonly [string, ...string[]];
  /** Told when nft ends though nobody ended it. */
  readonly onEnd: (cause: string) => void;
}

/** Answered from nft's own tables, in one line. */
const MARK = 'describe ip version';
/** How that answer begins, in the versions that print "payload expression, datatype integer ...". */
const MARKED = 'payload expression';
/** A line without an answer by then: nft hangs, and is ended. */
const ANSWER_MS = 10_000;
const END_MS = 1000;
/** Characters kept of what nft says: a message repeats the whole line. */
const MAX_SAID = 4096;
const MAX_SHOWN = 300;

export class NftProcess {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #onEnd: NftProcessOptions['onEnd'];
  #said = '';
  #printed = '';
  #waiting: ((error: string | undefined) => void) | undefined;
  #late: NodeJS.Timeout | undefined;
  #isClosing = false;
  #isOver = false;

  constructor({ program = ['nft', '-i'], onEnd }: NftProcessOptions) {
    this.#onEnd = onEnd;
    const [file, ...args] = program;
    // Of a group of its own: a signal to ours ends us, and nft is needed then to take the table away. When we are gone its input ends.
    const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], shell: false, detached: true });
    this.#child = child;
    child.stdin.on('error', () => {}); // 'close' says what happened
    child.stdout.setEncoding('latin1').on('data', (text: string) => this.#print(text));
    child.stderr.setEncoding('latin1').on('data', (text: string) => {
      if (this.#said.length < MAX_SAID) this.#said += text.slice(0, MAX_SAID);
    });
    child.on('error', (error) => this.#over(harmless(error.message)));
    child.on('close', (code, signal) => this.#over(`nft ended (${signal ?? code}) ${shown(this.#said)}`.trim()));
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Runs one line; only one at a time. Answers with what was wrong with it, or undefined. */
  run(line: string): Promise<string | undefined> {
    if (this.#isOver) return Promise.resolve('nft has ended');
    return new Promise((resolve) => {
      this.#said = '';
      this.#printed = '';
      this.#waiting = resolve;
      this.#late = setTimeout(() => this.#child.kill('SIGKILL'), ANSWER_MS);
      this.#child.stdin.write(`${line}\n${MARK}\n`);
    });
  }

  /** Ends nft, after what it was told. */
  close(): Promise<void> {
    this.#isClosing = true;
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#child.kill('SIGKILL'), END_MS);
      this.#child.once('close', () => {
        clearTimeout(late);
        resolve();
      });
      this.#child.stdin.end();
    });
  }

  #print(text: string): void {
    this.#printed = (this.#printed + text).slice(-MAX_SAID);
    if (!this.#printed.includes(MARKED)) return;
    this.#printed = ''; // what is left of it must not answer for the next line
    // What nft wrote to standard error before is in the pipe: read in this turn of the event loop, at the latest.
    setImmediate(() => this.#answer(this.#said === '' ? undefined : shown(this.#said)));
  }

  #answer(error: string | undefined): void {
    const waiting = this.#waiting;
    clearTimeout(this.#late);
    this.#waiting = undefined;
    waiting?.(error);
  }

  #over(cause: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#answer(cause);
    if (!this.#isClosing) this.#onEnd(cause);
  }
}

/** The first line of a message: the others repeat what was asked. */
function shown(said: string): string {
  return harmless(said.trimStart().split('\n', 1)[0]!.slice(0, MAX_SHOWN));
}
