/**
 * The queries of one TCP flow that wait for their answer: RFC 7766 §6.2.1.1 lets a client send many, and the answers come in any
 * order. docs/adr/0003.
 */
import { NO_QUESTION } from './question.js';

/** Whether a response answers a query of the client: `unknown` where some query may have gone by unseen, or was forgotten. */
export type Solicited = 'yes' | 'no' | 'unknown';

/** Most queries that are kept at once. */
export const MAX_WAITING = 64;

export class WaitingQueries {
  /** A query is not among those kept: there were too many, or it was not whole. */
  incomplete = false;
  readonly #tags = new Int32Array(MAX_WAITING).fill(NO_QUESTION);
  #next = 0;

  /** @param tag of the query, by `questionTag` */
  ask(tag: number): void {
    if (tag === NO_QUESTION) this.incomplete = true;
    if (tag === NO_QUESTION || this.#tags.includes(tag)) return;
    let free = this.#tags.indexOf(NO_QUESTION);
    if (free < 0) {
      this.incomplete = true;
      free = this.#next;
      this.#next = (free + 1) % MAX_WAITING;
    }
    this.#tags[free] = tag;
  }

  /** Whether one waits for the response with this tag; it waits no longer, as the client takes the first. */
  answer(tag: number): boolean {
    const at = tag === NO_QUESTION ? -1 : this.#tags.indexOf(tag);
    if (at >= 0) this.#tags[at] = NO_QUESTION;
    return at >= 0;
  }
}
