/** A Squid that lives long, and leaves so many answers unread that its helper waits after each piece that it reads. */
import { Readable, Writable } from 'node:stream';
import { SquidHelper } from '../../src/serve/squid/helper.js';

/** Pieces that are asked in one go. */
const WAITS = 10_000;
/** More than a helper lets lie. */
const UNREAD_OCTETS = 2 * 1024 * 1024;

export class StalledSquid {
  #askOn: () => void = () => {};
  #asked: () => void = () => {};

  constructor() {
    const output = new Writable({ write: (_chunk, _encoding, done) => void setImmediate(done) });
    Object.defineProperty(output, 'writableLength', { value: UNREAD_OCTETS });
    const never = (): Promise<never> => new Promise(() => {});
    const client = { byHello: never, byFlow: never };
    const input = Readable.from(this.#pieces());
    void new SquidHelper({ input, output, client, waitMs: 0, onFailure: 'inspect', warn: () => {} }).run();
  }

  /** @returns how often the helper waited, when it has */
  askOn(): Promise<number> {
    return new Promise((resolve) => {
      this.#asked = () => resolve(WAITS);
      this.#askOn();
    });
  }

  async *#pieces(): AsyncGenerator<Buffer> {
    for (;;) {
      await new Promise<void>((resolve) => {
        this.#askOn = resolve;
      });
      for (let i = 0; i < WAITS; i++) yield Buffer.from('\n');
      this.#asked();
    }
  }
}
