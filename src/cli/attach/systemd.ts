/**
 * What the service manager is told (sd_notify(3)): ready, reloading, stopping, and that we are alive. By systemd-notify(1), since Node has no datagram
 * sockets of the Unix kind; nothing happens where nobody listens.
 */
import { execFile } from 'node:child_process';

const US_PER_MS = 1000;

export class ServiceManager {
  readonly #isThere: boolean;
  readonly #everyMs: number;
  #toldAt = 0;

  constructor(environment: Readonly<Record<string, string | undefined>> = process.env) {
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
    if (!this.#isThere) return;
    execFile('systemd-notify', [state], () => {}).unref();
  }
}
