/** A lane over a source that is played: what it says of an interface that cannot be opened again, and how often it reads counters. */
import { UsageError } from '../../../src/bytes/usage-error.js';
import { Lane, type LaneOptions } from '../../../src/cli/attach/lane.js';
import { quietModel } from '../../../src/cli/model.js';
import { DEFAULT_FLOW_OPTIONS } from '../../../src/engine/options.js';
import type { LiveEvents, LiveSource } from '../../../src/source/live.js';

const OPTIONS: LaneOptions = {
  flow: DEFAULT_FLOW_OPTIONS,
  devices: [],
  all: true,
  verbose: false,
  format: 'jsonl',
  index: 0,
  lanes: 1,
  firstFrame: 0,
  keep: undefined,
  tellsVerdicts: false,
};

class PlayedSource implements LiveSource {
  readonly name = 'ring:played0';
  readonly capture = 'played0';
  events: LiveEvents | undefined;
  reads = 0;
  start(events: LiveEvents): void {
    this.events = events;
  }
  drain(): void {}
  readCounters(): { received: number; dropped: number; frozen: number } {
    this.reads++;
    return { received: 0, dropped: 0, frozen: 0 };
  }
  close(): void {}
}

const until = async (isSo: () => boolean): Promise<void> => {
  for (let i = 0; !isSo(); i++) {
    if (i > 1000) throw new Error('it does not come about');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

async function start(answers: readonly (PlayedSource | UsageError)[], logged: string[]): Promise<Lane> {
  const left = [...answers];
  const open = async (): Promise<LiveSource> => {
    const next = left.shift();
    if (next instanceof PlayedSource) return next;
    throw next ?? new UsageError('interface_missing', 'nothing more is played');
  };
  return Lane.start(OPTIONS, await quietModel({ catalog: [], policy: 'balanced' }), open, {
    records: () => true,
    kept: () => true,
    verdict: () => {},
    learned: () => {},
    over: () => {},
    log: (_, message) => logged.push(message),
  });
}

test('why an interface that is back cannot be opened is said once; that it is away is not said again', async () => {
  const first = new PlayedSource();
  const away = new UsageError('interface_missing', 'there is no interface played0');
  const rights = new UsageError('no_permission', 'played0 needs CAP_NET_RAW');
  const logged: string[] = [];
  const lane = await start([first, away, rights, rights, new PlayedSource()], logged);
  first.events!.over('interface played0 is gone');
  await until(() => logged.includes('ring:played0: is back'));
  expect(logged).toEqual([
    'ring:played0: interface played0 is gone; waiting for it to come back',
    'played0 needs CAP_NET_RAW; it is tried again',
    'ring:played0: is back',
  ]);
  lane.stop();
}, 20_000);

test('the counters of the kernel are read while nobody asks, before they could run over', async () => {
  const source = new PlayedSource();
  const lane = await start([source], []);
  await until(() => source.reads >= 2);
  lane.stop();
}, 20_000);
