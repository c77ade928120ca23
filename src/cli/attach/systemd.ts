/**
 * What the service manager is told (sd_notify(3)): ready, reloading, stopping, and that we are alive. By systemd-notify(1), since Node has no datagram
 * sockets of the Unix kind; nothing happens where nobody listens.
 */
import { execFile } from 'node:child_process';

const US_PER_MS = 1000;
/** How long one telling may take. */
const TELL_MS = 5000;
/** States that wait for their turn; the oldest go first. */
const MOST_WAITING = 8;

type Environment = Readonly<Record<string, string | undefined>>;

export class ServiceManager {
  readonly #environment: Environment;
  readonly #isThere: boolean;
  readonly #everyMs: number;
  readonly #waiting: string[] = [];
  #isTelling = false;
  #toldAt = 0;

  constructor(environment: Environment = process.env) {
    this.#environment = environment;
    this.#isThere = Boolean(environment['NOTIFY_SOCKET']);
    // Half of what is allowed, as sd_watchdog_enabled(3) advises.
    this.#everyMs = Number(environment['WATCHDOG_USEC'] ?? 0) / US_PER_MS / 2;
  }

  ready(): void {
    this.#tell('READY=1');
  }

  reloading(): void {
    this.#tell('RELOADING=1');
  }

  stopping(): void {
    this.#tell('STOPPING=1');
  }

  /** Called often; tells as often as is needed. */
  alive(): void {
    if (this.#everyMs <= 0 || performance.now() - this.#toldAt < this.#everyMs) return;
    this.#toldAt = performance.now();
    this.#tell('WATCHDOG=1');
  }

  #tell(state: string): void {
    if (!this.#isThere || this.#waiting.at(-1) === state) return;
    if (this.#waiting.length >= MOST_WAITING) this.#waiting.shift();
    this.#waiting.push(state);
    if (!this.#isTelling) this.#tellNext();
  }

  /** One at a time: of two programs side by side the later could be heard first, and a reload would never be over. */
  #tellNext(): void {
    const state = this.#waiting.shift();
    this.#isTelling = state !== undefined;
    if (state === undefined) return;
    const options = { env: this.#environment, timeout: TELL_MS };
    execFile('systemd-notify', [state], options, () => this.#tellNext()).unref();
  }
}
