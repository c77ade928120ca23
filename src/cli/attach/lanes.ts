/**
 * All lanes of a run. A lane that reads a ring has a thread of its own; of several, each has a ring, and the kernel spreads the flows. A source
 * that only one can read is read in this thread. A thread
 * that dies is started again: its flows are lost and counted, the others go on.
 */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { OctetRing } from '../../bytes/octet-ring.js';
import { harmless } from '../../bytes/text.js';
import { UsageError } from '../../bytes/usage-error.js';
import type { Model } from '../model.js';
import { redactor } from '../redact.js';
import { Lane, type LaneEvents, OF_RECORDS } from './lane.js';
import type { FromLane, LaneTask, ToLane } from './lane-thread.js';
import { openLive } from './source.js';
import { addStats, emptyStats, type LaneStats } from './stats.js';

/** How long after its death a lane is started again, at first and at most. */
const RESTART_MS = 100;
const MAX_RESTART_MS = 5000;
/** One that lived for this long does not die of how it began. */
const SETTLED_MS = 10_000;
/** Of `LaneTask.ahead`. */
const AHEAD_WORDS = 2;
/** Octets of records and packets that may be on their way from one lane: what the disk may be behind by for a moment. */
const RING_OCTETS = 16 * 1024 * 1024;
/** Octets of one lane that are written before anything else is looked at. */
const SLICE_OCTETS = 512 * 1024;
/** Packets a lane may have seen since it last told its numbers, beyond any that it can: flow ids are not used twice. */
const UNTOLD_PACKETS = 1_000_000_000;
/** How long a lane has to hand out its flows when it is told to stop. */
const STOP_MS = 1500;

/**
 * Room for young objects in a lane's thread (V8 has three semi-spaces of it). A collection of them stops the thread: 13 ms with V8's own choice,
 * 3 ms with this, at the same cost over time; and a verdict is to be there within a millisecond or two.
 */
const YOUNG_MIB = 6;
/**
 * Most memory for a lane's old objects. V8 lets a heap grow to four times what was in use before it collects; where less than 2 GiB are the
 * limit, to twice that at most. Half the memory, for a few hundredths of the CPU.
 */
const OLD_MIB = 1900;
/** What an open flow with its hello keeps there at most (measured: 1.5 KiB); a table that may hold more of them than fit gets more room. */
const FLOW_KIB = 1.6;
/** How long numbers are waited for. */
const ASK_MS = 200;
/**
 * Helpers with which V8 marks the old objects of one lane while it runs. Left to itself it takes all it has, four: on two processors they
 * took the lane's own from it for a fifth of a second at a time, and hellos waited 80 ms. Read when a thread's heap is made.
 */
const MARKING_FLAG = '--concurrent-marking-max-worker-num=1';

export interface LanesOptions {
  readonly count: number;
  /** Whether one lane, too, has a thread of its own. */
  readonly threaded: boolean;
  readonly task: Omit<LaneTask, 'lane' | 'ahead' | 'octets'> & {
    readonly lane: Omit<LaneTask['lane'], 'index' | 'lanes' | 'firstFrame'>;
  };
  readonly model: Model;
  readonly events: LaneEvents;
  /** Entry of the threads; for tests of threads that die. */
  readonly entry?: URL;
}

interface Threaded {
  readonly index: number;
  name: string;
  /** Who waits for its numbers. */
  asked: (() => void)[];
  worker: Worker;
  octets: OctetRing;
  /** Its numbers when it last told them; and those of its earlier lives. */
  last: LaneStats;
  readonly before: LaneStats;
  /** Where the numbers of its packets begin in this life. */
  firstFrame: number;
  restartMs: number;
  beganMs: number;
  isStarted: boolean;
  /** It has ended, and its next life has not begun. */
  isGone: boolean;
  stopped: (() => void) | undefined;
}

export class Lanes {
  readonly #options: LanesOptions;
  readonly #threads: Threaded[] = [];
  #inline: Lane | null = null;
  /** All have begun: a thread that cannot begin again is no reason to end. */
  #isRunning = false;
  #stopping = false;
  #over = 0;
  /** Threads that were started again, and flows that went with the dead. */
  restarts = 0;
  flowsLost = 0;

  static async start(options: LanesOptions): Promise<Lanes> {
    const lanes = new Lanes(options);
    if (options.count === 1 && !options.threaded) await lanes.#startInline();
    else await lanes.#startThreads(options.count);
    return lanes;
  }

  private constructor(options: LanesOptions) {
    this.#options = options;
  }

  get name(): string {
    if (this.#inline !== null) return this.#inline.name;
    const [{ name }, ...others] = this.#threads as [Threaded, ...Threaded[]];
    return others.length === 0 ? name : `${name}, ${this.#threads.length} threads`;
  }

  /** Asks threads for their numbers, which are in `stats` when it is fulfilled; of one that is too busy to answer, the last ones. */
  async ask(): Promise<void> {
    const answers = this.#threads
      .filter((thread) => thread.isStarted)
      .map(
        (thread) =>
          new Promise<void>((resolve) => {
            thread.asked.push(resolve);
            send(thread, { kind: 'stats' });
          }),
      );
    if (answers.length === 0) return;
    let late: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => {
      late = setTimeout(resolve, ASK_MS);
    });
    await Promise.race([Promise.all(answers), enough]);
    clearTimeout(late);
  }

  stats(): LaneStats {
    const total = emptyStats();
    if (this.#inline !== null) addStats(total, this.#inline.stats());
    for (const { last, before } of this.#threads) {
      addStats(total, last);
      addStats(total, before);
    }
    return total;
  }

  /** The model was loaded here without complaint: threads load it for themselves. */
  replace(model: Model): void {
    this.#inline?.replace(model);
    for (const thread of this.#threads) send(thread, { kind: 'reload' });
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#inline?.stop();
    await Promise.all(
      this.#threads.map(
        (thread) =>
          new Promise<void>((resolve) => {
            if (thread.isGone) return resolve();
            const timer = setTimeout(resolve, STOP_MS);
            thread.stopped = () => {
              clearTimeout(timer);
              resolve();
            };
            send(thread, { kind: 'stop' });
          }),
      ),
    );
    await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
  }

  async #startInline(): Promise<void> {
    const { task, model, events } = this.#options;
    const { key } = task;
    this.#inline = await Lane.start(
      { ...task.lane, index: 0, lanes: 1, firstFrame: 0, ...(key === undefined ? {} : { redact: redactor(key) }) },
      model,
      () => openLive(task.source, (message) => events.log('warn', message)),
      { ...events, records: (octets, records) => this.#hand(octets, records) },
    );
  }

  async #startThreads(count: number): Promise<void> {
    setFlagsFromString(MARKING_FLAG);
    try {
      await Promise.all(Array.from({ length: count }, (_, index) => this.#startThread(index)));
      this.#isRunning = true;
    } catch (error) {
      this.#stopping = true;
      await Promise.all(this.#threads.map(({ worker }) => worker.terminate()));
      throw error;
    }
  }

  /** What the output cannot take it counts itself: for the lane it has left. */
  #hand(octets: Uint8Array, records: number): true {
    this.#options.events.records(octets, records);
    return true;
  }

  async #startThread(index: number): Promise<void> {
    const thread: Threaded = {
      index,
      name: harmless(this.#options.task.source.spec),
      asked: [],
      worker: null as never,
      octets: null as never,
      last: emptyStats(),
      before: emptyStats(),
      firstFrame: 0,
      restartMs: RESTART_MS,
      beganMs: 0,
      isStarted: false,
      isGone: false,
      stopped: undefined,
    };
    this.#threads[index] = thread;
    await this.#launch(thread);
  }

  #launch(thread: Threaded): Promise<void> {
    const { task, count } = this.#options;
    const ahead = new SharedArrayBuffer(AHEAD_WORDS * Int32Array.BYTES_PER_ELEMENT);
    const octets = OctetRing.memory(RING_OCTETS);
    const { index, firstFrame } = thread;
    const lane = { ...task.lane, index, lanes: count, firstFrame };
    const worker = new Worker(this.#options.entry ?? new URL('./lane-thread.js', import.meta.url), {
      workerData: { ...task, lane, ahead, octets } satisfies LaneTask,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MIB, maxOldGenerationSizeMb: oldMib(task.lane.flow?.maxFlows) },
    });
    thread.worker = worker;
    thread.octets = new OctetRing(octets);
    thread.beganMs = performance.now();
    thread.isGone = false;
    return new Promise((resolve, reject) => {
      worker.on('message', (message: FromLane) => {
        if (message.kind === 'started') {
          thread.isStarted = true;
          thread.name = message.name;
          resolve();
        } else if (message.kind === 'failed') reject(new UsageError(message.code, message.message));
        else this.#hear(thread, message, new Int32Array(ahead));
      });
      worker.on('error', (error) => {
        this.#options.events.log('error', `thread ${thread.index} died: ${error.message}`);
      });
      worker.on('exit', () => this.#died(thread, reject));
    });
  }

  #hear(thread: Threaded, message: FromLane, ahead: Int32Array): void {
    const { events } = this.#options;
    if (message.kind === 'octets') this.#takeSlice(thread);
    else if (message.kind === 'verdicts') {
      Atomics.sub(ahead, 0, message.records.length);
      for (const record of message.records) events.verdict(record);
    } else if (message.kind === 'learned') {
      Atomics.sub(ahead, 1, message.events.length);
      events.learned?.(message.events);
      for (const other of this.#threads) {
        if (other !== thread && other.isStarted) send(other, { kind: 'learn', events: message.events });
      }
    } else if (message.kind === 'log') events.log(message.level, message.message);
    else if (message.kind === 'stats') {
      thread.last = message.stats;
      for (const answered of thread.asked.splice(0)) answered();
    } else if (message.kind === 'over') {
      this.#over++;
      if (message.cause !== undefined || this.#over === this.#threads.length) events.over(message.cause);
    } else if (message.kind === 'stopped') {
      this.#takeOctets(thread, RING_OCTETS);
      thread.last = message.stats;
      thread.stopped?.();
    }
  }

  /** A slice at a time: signals, clocks and the other lanes come in between, however fast this one is. */
  #takeSlice(thread: Threaded): void {
    if (!this.#takeOctets(thread, SLICE_OCTETS)) setImmediate(() => this.#takeSlice(thread));
  }

  #takeOctets(thread: Threaded, most: number): boolean {
    const { events } = this.#options;
    return thread.octets.take((octets, kind, count) => {
      if (kind === OF_RECORDS) this.#hand(octets, count);
      // The thread has counted them as written.
      else if (!events.kept(octets, count)) loseKept(thread, count);
    }, most);
  }

  /** Every end of a thread comes here, once: also of one that could not begin. */
  #died(thread: Threaded, reject: (error: Error) => void): void {
    const { isStarted, last, before } = thread;
    thread.isGone = true;
    thread.isStarted = false;
    // What a thread that died had put whole; of one that did not end in time, there is no time for it.
    if (this.#stopping) loseRest(thread);
    else this.#takeOctets(thread, RING_OCTETS);
    for (const answered of thread.asked.splice(0)) answered();
    if (this.#stopping) {
      thread.stopped?.();
      return;
    }
    if (isStarted) {
      this.restarts++;
      this.flowsLost += last.flows;
      this.#options.events.log('error', `thread ${thread.index} is started again; its flows are lost`);
    } else {
      reject(new Error(`thread ${thread.index} ended before it began`));
      if (!this.#isRunning) return;
    }
    thread.firstFrame += last.summary.packets + UNTOLD_PACKETS;
    last.flows = 0;
    addStats(before, last);
    thread.last = emptyStats();
    if (performance.now() - thread.beganMs >= SETTLED_MS) thread.restartMs = RESTART_MS;
    const wait = thread.restartMs;
    thread.restartMs = Math.min(2 * wait, MAX_RESTART_MS);
    setTimeout(() => {
      if (this.#stopping) return;
      this.#launch(thread).catch((error: unknown) => {
        this.#options.events.log('error', `thread ${thread.index}: ${(error as Error).message}`);
      });
    }, wait);
  }
}

function oldMib(maxFlows = 0): number {
  return Math.max(OLD_MIB, Math.ceil((maxFlows * FLOW_KIB) / 1024));
}

function loseRest(thread: Threaded): void {
  thread.octets.take((_, kind, count) => {
    if (kind === OF_RECORDS) thread.before.recordsLost += count;
    else loseKept(thread, count);
  }, RING_OCTETS);
}

function loseKept({ before }: Threaded, packets: number): void {
  before.kept -= packets;
  before.keptLost += packets;
}

function send({ worker }: Threaded, message: ToLane): void {
  worker.postMessage(message);
}
