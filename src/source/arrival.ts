/**
 * The time of arrival, for sources whose packets bring none (or a 0, docs/formats/packet-stream.md): the system's clock, which
 * JavaScript tells to the millisecond, made finer by the monotonic one. A clock that is set takes effect within a millisecond.
 */

const US_PER_MS = 1000;
/** What the two may differ by before they are compared anew: the system's is told in whole milliseconds. */
const APART_MS = 2;

export class ArrivalClock {
  #offsetMs = Date.now() - performance.now();

  /** Microseconds since 1970, whole. */
  nowUs(): number {
    const system = Date.now();
    let now = performance.now() + this.#offsetMs;
    if (now - system > APART_MS || system - now > APART_MS) {
      this.#offsetMs += system - now;
      now = system;
    }
    return Math.round(now * US_PER_MS);
  }
}
