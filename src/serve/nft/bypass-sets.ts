/**
 * Later connections of bypassed flows, steered by the kernel: (client, destination, port) of each bypass verdict goes into a set of our own
 * nftables table for some minutes (docs/integrations/nftables.md), and leaves it at the first verdict to inspect of the same three.
 * Members are kept here, too: so a member is told once, told again before it expires, and told anew to an nft that had to be restarted.
 */
import { addressOf, MAX_PORT } from '../flow-ends.js';
import type { Log } from '../services.js';
import { NftProcess, type NftProcessOptions } from './process.js';
import { MAX_MEMBERS, type RulesetOptions, rulesetCommands, SET_IPV4, SET_IPV6 } from './ruleset.js';

export interface BypassSetsOptions {
  readonly ruleset: RulesetOptions;
  /** How long a member stays after the last verdict that put it there. */
  readonly timeoutSeconds: number;
  readonly log: Log;
  readonly program?: NftProcessOptions['program'];
  /** Milliseconds, of any clock that does not go back. */
  readonly clockMs?: () => number;
}

/** Elements of one command: a longer one holds nft, and the kernel's lock on the ruleset, for too long. */
export const MAX_CHUNK = 1000;
/** Changes that wait for nft; more are not kept, and counted. */
export const MAX_QUEUED = 20_000;
/** Members kept here: all that the kernel can hold in the two sets, so that each can be taken out. */
const MAX_KEPT = 2 * MAX_MEMBERS;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 10_000;
const CLOSE_MS = 1000;

const NOTHING: ReadonlySet<string> = new Set();

interface Change {
  readonly element: string;
  readonly isMember: boolean;
}

export class BypassSets {
  readonly counters = { added: 0, removed: 0, refreshed: 0, failed: 0, lost: 0, restarts: 0 };
  readonly #options: BypassSetsOptions;
  readonly #clockMs: () => number;
  /** Element -> when it was told to nft. Oldest first. */
  readonly #members = new Map<string, number>();
  /** Element -> what it is to be; one change an element, the last one. */
  readonly #queue = new Map<string, boolean>();
  /** Elements that nft is being told: neither members for certain nor in the queue. */
  #told: ReadonlySet<string> = NOTHING;
  #nft: NftProcess | undefined;
  #isRunning = false;
  #isClosed = false;
  #retry: NodeJS.Timeout | undefined;
  #backoffMs = FIRST_BACKOFF_MS;
  #idle: (() => void) | undefined;

  constructor(options: BypassSetsOptions) {
    this.#options = options;
    this.#clockMs = options.clockMs ?? (() => performance.now());
    rulesetCommands(options.ruleset); // wrong use is said now
  }

  /** Makes the table. Throws what nft says if it cannot be made: the rights are missing, or the program. */
  async start(): Promise<void> {
    const error = await this.#open();
    if (error === undefined) return;
    this.#isClosed = true;
    await this.#nft?.close();
    throw new Error(`nftables: ${error}`);
  }

  get size(): number {
    return this.#members.size;
  }

  /** Takes a verdict. Nothing waits for nft here. */
  verdict(action: 'inspect' | 'bypass', clientIp: string, serverIp: string, serverPort: number): void {
    const element = elementOf(clientIp, serverIp, serverPort);
    if (element === undefined || this.#isClosed) return;
    const isMember = action === 'bypass';
    const isOnItsWay = this.#queue.has(element) || this.#told.has(element);
    if (!isMember && !this.#members.has(element) && !isOnItsWay) return;
    // In time before it expires, and not for every connection.
    const told = this.#members.get(element);
    const isFresh = told !== undefined && this.#clockMs() - told < this.#options.timeoutSeconds * 500;
    if (isMember && isFresh && !isOnItsWay) return;
    // What is to be taken out is never lost: there are no more of those than members.
    if (isMember && !this.#queue.has(element) && this.#queue.size >= MAX_QUEUED) {
      this.counters.lost++;
      return;
    }
    this.#queue.set(element, isMember);
    this.#pump();
  }

  /** Takes the table away, and ends nft. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#retry);
    this.#queue.clear();
    if (this.#isRunning) {
      await within(
        CLOSE_MS,
        new Promise<void>((resolve) => {
          this.#idle = resolve;
        }),
      );
    }
    const { table } = this.#options.ruleset;
    const nft = this.#nft;
    if (nft === undefined || nft.isOver || this.#isRunning) {
      await nft?.close();
      this.#options.log.warn({ table }, 'nft does not answer: the table is left, its members expire');
      return;
    }
    const error = await nft.run(`delete table inet ${table}`);
    if (error !== undefined) this.#options.log.warn({ table, cause: error }, 'the table could not be taken away');
    await nft.close();
  }

  /** A new table; by the nft at hand while there is one, as we may have lost the rights for another. */
  async #open(): Promise<string | undefined> {
    const { program, ruleset, log } = this.#options;
    if (this.#nft?.isOver !== false)
      this.#nft = new NftProcess({
        ...(program === undefined ? {} : { program }),
        onEnd: (cause) => {
          if (this.#isClosed) return;
          log.error({ cause }, 'nft ended; it is started again');
          this.#restartLater();
        },
      });
    return this.#nft.run(rulesetCommands(ruleset).join('; '));
  }

  #restartLater(): void {
    if (this.#retry !== undefined) return;
    this.#retry = setTimeout(async () => {
      this.#retry = undefined;
      if (this.#isClosed) return;
      this.counters.restarts++;
      this.#isRunning = true;
      const error = await this.#open();
      this.#isRunning = false;
      this.#idle?.();
      if (error === undefined) {
        this.#backoffMs = FIRST_BACKOFF_MS;
        this.#tellAnew();
        this.#pump();
        return;
      }
      this.#options.log.error({ cause: error }, 'nft does not take the table');
      this.#restartLater();
    }, this.#backoffMs);
    this.#retry.unref();
    this.#backoffMs = Math.min(2 * this.#backoffMs, MAX_BACKOFF_MS);
  }

  /** The table is new and empty: what is still to be a member is told again, the youngest if they are too many. */
  #tellAnew(): void {
    this.#expire();
    const members = [...this.#members.keys()].reverse();
    this.#members.clear();
    for (const element of members) {
      if (this.#queue.has(element)) continue;
      if (this.#queue.size >= MAX_QUEUED) this.counters.lost++;
      else this.#queue.set(element, true);
    }
  }

  #pump(): void {
    if (this.#isRunning || this.#isClosed || this.#retry !== undefined || this.#nft?.isOver !== false) return;
    this.#isRunning = true;
    // What comes in this turn of the event loop goes out together.
    setImmediate(async () => {
      const mayTell = (): boolean => !this.#isClosed && this.#retry === undefined && this.#queue.size > 0;
      while (mayTell() && this.#nft?.isOver === false) await this.#tell(this.#nft);
      this.#isRunning = false;
      this.#idle?.();
    });
  }

  async #tell(nft: NftProcess): Promise<void> {
    this.#expire();
    const changes: Change[] = [];
    for (const [element, isMember] of this.#queue) {
      if (changes.length >= MAX_CHUNK) break;
      changes.push({ element, isMember });
      this.#queue.delete(element);
    }
    this.#told = new Set(changes.map(({ element }) => element));
    const isTaken = await this.#tellAll(nft, changes);
    // A full set refuses the whole line: what is to be taken out must not stay for the sake of what cannot be put in.
    const out = changes.filter(({ isMember }) => !isMember);
    if (!isTaken && out.length > 0 && out.length < changes.length && this.#retry === undefined && !nft.isOver)
      await this.#tellAll(nft, out);
    this.#told = NOTHING;
  }

  /** @returns whether nft took them, as one transaction */
  async #tellAll(nft: NftProcess, changes: readonly Change[]): Promise<boolean> {
    const now = this.#clockMs();
    const error = await nft.run(this.#line(changes));
    if (error === undefined) {
      for (const change of changes) this.#keep(change, now);
      return true;
    }
    if (nft.isOver) {
      for (const { element, isMember } of changes) if (!this.#queue.has(element)) this.#queue.set(element, isMember);
      return false; // told to the next one
    }
    this.counters.failed += changes.length;
    this.#options.log.error({ cause: error, elements: changes.length }, 'nft refused elements');
    // Somebody has emptied the ruleset: the table is ours, and made again.
    if (error.includes('No such file')) {
      for (const { element, isMember } of changes) {
        if (isMember) this.#members.set(element, now);
        else this.#members.delete(element); // it went with the table
      }
      this.#restartLater();
    }
    return false;
  }

  /**
   * One line is one transaction. Adding what is there does not prolong its life, and deleting what is not there fails; so each is
   * added, deleted and, where it is to be a member, added again.
   */
  #line(changes: readonly Change[]): string {
    const { ruleset, timeoutSeconds } = this.#options;
    const commands: string[] = [];
    for (const set of [SET_IPV4, SET_IPV6]) {
      const here = changes.filter(({ element }) => (element.includes(':') ? SET_IPV6 : SET_IPV4) === set);
      const list = (chosen: readonly Change[], more: string): string =>
        `inet ${ruleset.table} ${set} { ${chosen.map(({ element }) => `${element}${more}`).join(', ')} }`;
      const members = here.filter(({ isMember }) => isMember);
      const known = here.filter(({ element, isMember }) => !isMember || this.#members.has(element));
      const timeout = ` timeout ${timeoutSeconds}s`;
      if (known.length > 0) commands.push(`add element ${list(known, timeout)}`, `delete element ${list(known, '')}`);
      if (members.length > 0) commands.push(`add element ${list(members, timeout)}`);
    }
    return commands.join('; ');
  }

  #keep({ element, isMember }: Change, now: number): void {
    const wasMember = this.#members.delete(element);
    if (!isMember) {
      this.counters.removed++;
      return;
    }
    if (wasMember) this.counters.refreshed++;
    else this.counters.added++;
    this.#members.set(element, now);
  }

  /** Those that the kernel has let go; and the oldest, should there be more than the sets hold. */
  #expire(): void {
    const oldest = this.#clockMs() - this.#options.timeoutSeconds * 1000;
    for (const [element, told] of this.#members) {
      if (told > oldest && this.#members.size <= MAX_KEPT) break;
      this.#members.delete(element);
    }
  }
}

/** Addresses in the form that we give them: whatever the text was, nothing of it but an address reaches nft. */
function elementOf(clientIp: string, serverIp: string, serverPort: number): string | undefined {
  const client = addressOf(clientIp);
  const server = addressOf(serverIp);
  if (client === undefined || server === undefined || client.includes(':') !== server.includes(':')) return undefined;
  if (!Number.isInteger(serverPort) || serverPort < 1 || serverPort > MAX_PORT) return undefined;
  return `${client} . ${server} . ${serverPort}`;
}

async function within(ms: number, done: Promise<void>): Promise<void> {
  let late: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    late = setTimeout(resolve, ms);
  });
  await Promise.race([done, enough]);
  clearTimeout(late);
}
