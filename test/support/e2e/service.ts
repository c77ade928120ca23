/**
 * The verdict service in the lab's gateway, on a Unix socket, for tests of what becomes of connections while it is silent or gone. Proxies run as
 * users of their own: the socket's folder gives its group to each socket that is made there, as the guides have it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { CLIENTS_SIDE, type Lab } from './lab.js';
import { type Program, until } from './programs.js';

/** Group of Debian's Squid. */
const GROUP = 'proxy';

export class Service {
  readonly socket: string;
  readonly #lab: Lab;
  #program: Program | undefined;

  constructor(lab: Lab) {
    this.#lab = lab;
    const folder = path.join(lab.folder, 'run');
    mkdirSync(folder);
    execFileSync('chgrp', [GROUP, folder]);
    execFileSync('chmod', ['2755', folder]);
    execFileSync('chmod', ['0755', lab.folder]);
    this.socket = path.join(folder, 'verdict.sock');
  }

  async start(...more: readonly string[]): Promise<void> {
    this.#program = this.#lab.pinsight('serve', ...this.#listening(), ...more);
    await this.#program.says('listening on a Unix socket');
  }

  /** Beside the interface that the client's packets come by. */
  async attach(...more: readonly string[]): Promise<void> {
    this.#program = this.#lab.pinsight('attach', CLIENTS_SIDE, '--serve', ...this.#listening(), ...more);
    await this.#program.says('attached: ');
  }

  #listening(): string[] {
    return ['--socket', this.socket, '--http', 'none'];
  }

  /** Connections to it are accepted, by the kernel; nothing is read or answered. */
  freeze(): Promise<void> {
    return this.#program!.freeze();
  }

  thaw(): void {
    this.#program!.thaw();
  }

  /** As it is: one that is frozen answers nothing any more. */
  kill(): Promise<void> {
    return this.#program!.kill();
  }

  /** Until a question lies in its socket: of a frozen one. */
  async isAsked(): Promise<void> {
    // ss(8): the second figure is what was not read.
    const unread = new RegExp(`ESTAB +[1-9][0-9]* .*${this.socket} `);
    await until(
      () => unread.test(this.#lab.gateway.exec('ss', '-Hxa')),
      () => `nobody asks at ${this.socket}`,
    );
  }
}
