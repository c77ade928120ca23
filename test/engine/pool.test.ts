/** A worker that dies: reported, and the run fails at once. The threads run the built program's modules, as Node cannot run ours. */
import { existsSync } from 'node:fs';
import { DEFAULT_FLOW_OPTIONS } from '../../src/engine/options.js';
import type { WorkerPool as Pool } from '../../src/engine/pool.js';

const BUILT = new URL('../../dist/engine/pool.js', import.meta.url);
const CAPTURE = 'fixtures/captures/phone-through-tunnel.pcapng';
const run = {
  input: { names: [CAPTURE], join: false },
  readSize: undefined,
  flow: DEFAULT_FLOW_OPTIONS,
  all: true,
  explain: false,
  progress: () => {},
};

async function poolOf(...args: ConstructorParameters<typeof Pool>): Promise<Pool> {
  const { WorkerPool } = (await import(BUILT.href)) as { WorkerPool: typeof Pool };
  return new WorkerPool(...args);
}

beforeAll(() => {
  if (!existsSync(BUILT)) throw new Error('dist/ is not there: npm run build');
});

test('a thread that runs out of memory ends the run, and the message says which capture and what to do', async () => {
  const pool = await poolOf(2, { maxOldGenerationSizeMb: 4, maxYoungGenerationSizeMb: 1 });
  try {
    await expect(pool.run({ ...run, accept: () => {} })).rejects.toMatchObject({
      name: 'WorkerDied',
      message: expect.stringMatching(
        /^fixtures\/captures\/phone-through-tunnel\.pcapng: a worker thread ended before its work did \(out of memory: .*--max-flows.*\); the output is incomplete$/,
      ),
    });
  } finally {
    await pool.close();
  }
}, 60_000);

test('what the receiver of events throws ends the run too', async () => {
  const pool = await poolOf(2);
  try {
    const accept = (): void => {
      throw new Error('disk full');
    };
    await expect(pool.run({ ...run, accept })).rejects.toThrow('disk full');
  } finally {
    await pool.close();
  }
}, 60_000);
