/** A client in a namespace that connects, says hello and vanishes when the test says so: caller-steps.mjs. */
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Namespace } from '../netns.js';

const PROGRAM = fileURLToPath(new URL('caller-steps.mjs', import.meta.url));

export interface Call {
  readonly id: string;
  readonly address: string;
  readonly localAddress?: string;
  readonly localPort?: number;
}

export class Caller {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  constructor(space: Namespace) {
    this.#child = space.spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#lines = createInterface({ input: this.#child.stdout! })[Symbol.asyncIterator]();
  }

  /** @returns when it was open, us since 1970, and its port */
  async open(call: Call): Promise<{ us: number; port: number }> {
    const { opened, us, port, error } = await this.#step({ step: 'open', ...call });
    if (opened !== true) throw new Error(`${call.id} does not open: ${String(error)}`);
    return { us: us as number, port: port as number };
  }

  /** @returns when it was sent, us since 1970 */
  async hello(id: string, name: string): Promise<number> {
    return (await this.#step({ step: 'hello', id, name }))['us'] as number;
  }

  async reset(id: string): Promise<void> {
    await this.#step({ step: 'reset', id });
  }

  /** @returns what came back, in hex */
  async datagram(address: string, port: number, hex: string): Promise<string | null> {
    return (await this.#step({ step: 'datagram', address, port, hex }))['answer'] as string | null;
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin!.end();
    await gone;
  }

  async #step(step: object): Promise<Record<string, unknown>> {
    this.#child.stdin!.write(`${JSON.stringify(step)}\n`);
    const { value } = await this.#lines.next();
    return JSON.parse(value as string) as Record<string, unknown>;
  }
}
