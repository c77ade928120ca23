/**
 * The audit log: one JSON line for every bypass, with its evidence, appended to a file. Lines of one turn of the event loop are written
 * together, and the system has them when the next turn begins. A file that cannot be written is said once, lines lost are counted,
 * and answers go on: what is lost then is the record, not the pinned app.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { systemMessage } from '../catalog/limited-file.js';
import { type Answer, answerJson, endsJson } from './answer.js';
import type { FlowEnds } from './flow-ends.js';
import type { Via } from './verdict-api.js';

/** It names clients and where they went: for the owner, and a group that may read. */
const MODE = 0o640;

export class AuditFile {
  /** Lines written, and lines that could not be. */
  readonly counters = { lines: 0, lost: 0 };
  readonly #path: string;
  readonly #failed: (cause: string) => void;
  #fd: number;
  #lines: string[] = [];
  #isScheduled = false;
  #isFailing = false;

  /** @param failed told once of a row of failures */
  constructor(path: string, failed: (cause: string) => void) {
    this.#path = path;
    this.#failed = failed;
    this.#fd = open(path);
  }

  bypass(ends: FlowEnds, answer: Answer, via: Via): void {
    this.#lines.push(auditLine(ends, answer, via));
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.flush();
    });
  }

  flush(): void {
    const count = this.#lines.length;
    if (count === 0) return;
    const octets = Buffer.from(this.#lines.join(''), 'utf8');
    this.#lines = [];
    try {
      for (let at = 0; at < octets.length; ) at += writeSync(this.#fd, octets, at);
      this.counters.lines += count;
      this.#isFailing = false;
    } catch (error) {
      this.counters.lost += count;
      if (!this.#isFailing) this.#failed(`${harmless(this.#path)}: ${systemMessage(error)}`);
      this.#isFailing = true;
    }
  }

  /** The file was moved away (rotation): another of its name is begun. Throws a UsageError, and keeps the old one, if it cannot. */
  reopen(): void {
    this.flush();
    const fd = open(this.#path);
    closeSync(this.#fd);
    this.#fd = fd;
  }

  close(): void {
    this.flush();
    closeSync(this.#fd);
  }
}

export function auditLine(ends: FlowEnds, answer: Answer, via: Via): string {
  const { decided_at, ...rest } = answerJson(answer);
  const record = { timestamp: decided_at, event_type: 'bypass', via, ...endsJson(ends), ...rest };
  return `${JSON.stringify(record)}\n`;
}

function open(path: string): number {
  try {
    return openSync(path, 'a', MODE);
  } catch (error) {
    throw new UsageError('audit', `--audit ${harmless(path)}: ${systemMessage(error)}`);
  }
}
