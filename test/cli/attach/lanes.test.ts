/** Threads of the live engine that begin, die and begin again: played by a script that says what a lane would. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Lanes, type LanesOptions } from '../../../src/cli/attach/lanes.js';
import { emptyStats } from '../../../src/cli/attach/stats.js';

/** What the script knows: its number, in which life it is, and where its packets' numbers begin. */
const PLAY = `
import { parentPort as port, workerData } from 'node:worker_threads';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
const { lane, stats, lives } = workerData;
const file = lives + '/' + lane.index;
const life = existsSync(file) ? readFileSync(file, 'utf8').split('\\n').length : 1;
appendFileSync(file, lane.firstFrame + '\\n');
const post = (message, list) => port.postMessage(message, list);
const tell = (packets) => post({ kind: 'stats', stats: { ...stats, summary: { ...stats.summary, packets } } });
// As src/bytes/octet-ring.ts lays it out: ten octets of a kind and count, at this place, as the last that was put.
const put = (at, kind, count) => {
  const words = new Int32Array(workerData.octets);
  words.set([10, kind, count], 16 + at / 4);
  Atomics.store(words, 0, at + 24);
};
const die = () => setTimeout(() => { throw new Error('as the test wants'); }, 20);
const stay = () => port.on('message', ({ kind }) => {
  if (kind === 'stop') { post({ kind: 'stopped', stats }); port.close(); }
});
`;

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; !isSo(); i++) {
    if (i > 1000) throw new Error('it does not come about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

/** An output that counts what it is given, and answers so. */
function counting(to: { records: number; packets: number }, answer: boolean): Partial<LanesOptions['events']> {
  return {
    records: (_, records) => {
      to.records += records;
      return answer;
    },
    kept: (_, packets) => {
      to.packets += packets;
      return answer;
    },
  };
}

describe('the threads of a live run', () => {
  let folder: string;
  const logged: string[] = [];
  let played = 0;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'pinsight-lanes-'));
    logged.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function options(script: string, count: number, more: Partial<LanesOptions['events']> = {}): LanesOptions {
    const entry = path.join(folder, `${played++}.mjs`);
    writeFileSync(entry, PLAY + script);
    const task = { lane: {}, source: { spec: 'played0' }, stats: emptyStats(), lives: folder };
    const events = {
      records: () => true,
      kept: () => true,
      verdict: () => {},
      learned: () => {},
      over: () => {},
      log: (_: string, message: string) => logged.push(message),
      ...more,
    };
    return { count, threaded: true, entry: pathToFileURL(entry), model: {}, task, events } as never;
  }
  const begins = async (index: number): Promise<number[]> => {
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(path.join(folder, String(index)), 'utf8').catch(() => '');
    return text.trim().split('\n').map(Number);
  };

  test('one that cannot begin again for a while is begun once in the end, not twice', async () => {
    // Lane 0 dies; its interface is away for two tries; then it is back.
    const lanes = await Lanes.start(
      options(
        `if (lane.index === 0 && (life === 2 || life === 3)) {
           post({ kind: 'failed', code: 'interface_missing', message: 'there is no interface' });
           port.close();
         } else {
           post({ kind: 'started', name: 'played' });
           if (lane.index === 0 && life === 1) die(); else stay();
         }`,
        2,
      ),
    );
    await until(() => logged.filter((line) => line.includes('there is no interface')).length === 2);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(await begins(0)).toHaveLength(4);
    expect(lanes.restarts).toBe(1);
    await lanes.stop();
  }, 20_000);

  test('flow ids of one life are never those of another, however short it was', async () => {
    // 5,000 packets in each life, of which the third tells 10, the first and the second none.
    const lanes = await Lanes.start(
      options(
        `post({ kind: 'started', name: 'played' });
         if (lane.index === 1 || life === 4) stay();
         else { if (life === 3) tell(10); die(); }`,
        2,
      ),
    );
    await until(() => lanes.restarts === 3);
    let frames: number[] = [];
    for (let i = 0; i < 500 && frames.length < 4; i++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      frames = await begins(0);
    }
    for (const [i, frame] of frames.slice(1).entries()) expect(frame - frames[i]!).toBeGreaterThan(5000);
    expect(frames).toHaveLength(4);
    await lanes.stop();
  }, 20_000);

  test('what the output cannot take is not counted a second time as lost on the way to it', async () => {
    const refused = { records: 0, packets: 0 };
    const lanes = await Lanes.start(
      options(
        `post({ kind: 'started', name: 'played' });
         put(0, 0, 3);
         put(24, 1, 4);
         post({ kind: 'octets' });
         stats.kept = 4;
         stay();`,
        2,
        counting(refused, false),
      ),
    );
    await until(() => refused.records === 6 && refused.packets === 8);
    await lanes.stop();
    const { recordsLost, kept, keptLost } = lanes.stats();
    expect({ recordsLost, kept, keptLost }).toEqual({ recordsLost: 0, kept: 0, keptLost: 8 });
  });

  test.each([
    ['is told to stop', `stay();`],
    ['dies', `if (life === 1) setTimeout(() => { throw new Error('as the test wants'); }, 200); else stay();`],
  ])('what a thread had put without a word before it %s is taken', async (_, end) => {
    const written = { records: 0, packets: 0 };
    const lanes = await Lanes.start(
      options(
        `post({ kind: 'started', name: 'played' });
         if (life === 1) { put(0, 0, 3); put(24, 1, 4); }
         ${end}`,
        1,
        counting(written, true),
      ),
    );
    if (end.includes('throw')) await until(() => lanes.restarts === 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await lanes.stop();
    expect(written).toEqual({ records: 3, packets: 4 });
    expect(lanes.stats().recordsLost).toBe(0);
  });

  test('where one cannot begin at all, none goes on', async () => {
    const entry = options(
      `if (lane.index === 1) {
         post({ kind: 'failed', code: 'no_memory', message: 'no memory' });
         port.close();
       } else {
         post({ kind: 'started', name: 'played' });
         setInterval(() => appendFileSync(lives + '/beats', 'x'), 20);
       }`,
      2,
    );
    await expect(Lanes.start(entry)).rejects.toMatchObject({ code: 'no_memory' });
    const { readFile } = await import('node:fs/promises');
    const beats = (): Promise<string> => readFile(path.join(folder, 'beats'), 'utf8').catch(() => '');
    const before = await beats();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await beats()).toBe(before);
  });

  test('to stop, a dead one is not waited for', async () => {
    const lanes = await Lanes.start(
      options(
        `if (life > 1) { post({ kind: 'failed', code: 'interface_missing', message: 'away' }); port.close(); }
         else { post({ kind: 'started', name: 'played' }); if (lane.index === 0) die(); else stay(); }`,
        2,
      ),
    );
    await until(() => logged.includes('thread 0: away'));
    // One timer of 1,500 ms would be under way for it.
    const stopped = lanes.stop().then(() => 'stopped');
    const late = new Promise((resolve) => setTimeout(() => resolve('late'), 1400));
    expect(await Promise.race([stopped, late])).toBe('stopped');
  });
});
