/** What the ring and the TUN device have in common, over an addon that is played: packets are accounted for, whoever looks at them. */
import type { NativeAddon } from '../../native-bindings/load.js';
import type { PacketBatch } from '../../src/source/batch.js';
import { openRing } from '../../src/source/ring.js';
import { openTun } from '../../src/source/tun.js';

const RAW = 101;
const ETHERNET = 1;

/** Batches that `next` gives, in their order; then nothing. */
class Played {
  readonly #batches: number[];
  ready: (status: number) => void = () => {};
  isClosed = false;
  constructor(batches: readonly number[]) {
    this.#batches = [...batches];
  }
  next(): number {
    return this.#batches.shift() ?? 0;
  }
  release(): void {}
  setRef(): void {}
  watch(ready: (status: number) => void): void {
    this.ready = ready;
  }
  close(): void {
    this.isClosed = true;
  }
}

class PlayedRing extends Played {
  readonly octets = new Uint8Array(8);
  readonly state: { linkType: number; index: number; skipped: number };
  #counts: [number, number, number];
  constructor(batches: readonly number[], counts: [number, number, number], linkType = ETHERNET) {
    super(batches);
    this.#counts = counts;
    this.state = { linkType, index: 1, skipped: 0 };
  }
  statistics(): [number, number, number] {
    const counts = this.#counts;
    this.#counts = [0, 0, 0]; // as the kernel's, they begin anew
    return counts;
  }
}

const tunAddon = (tun: Played): NativeAddon =>
  ({
    Tun: Object.assign(function made() {
      return Object.assign(tun, { state: { name: 'nosuch9', refused: 0 } });
    }),
  }) as never;

const ringAddon = (ring: PlayedRing, linkType = ETHERNET): NativeAddon =>
  ({
    interfaceInfo: () => ({ index: 1, linkType }),
    Ring: Object.assign(function made() {
      return ring;
    }),
  }) as never;

/** As the live engine does: numbers of its own, and what is bulk taken out. */
function renumber(batch: PacketBatch): void {
  batch.firstFrame = 1_000_001;
  batch.count = 1;
}

test('a TUN device counts what it handed over, whatever became of the batch', () => {
  const tun = new Played([5, 3]);
  const source = openTun({ interface: 'nosuch9' }, tunAddon(tun));
  source.start({ batch: renumber, over: () => {} });
  tun.ready(0);
  expect(source.readCounters()).toEqual({ received: 8, dropped: 0, frozen: 0 });
  source.close();
  expect(source.readCounters()).toEqual({ received: 8, dropped: 0, frozen: 0 });
});

test('what a ring still holds when it is closed is among the drops', () => {
  // The kernel counts drops among its packets: 100 came, 7 found no room, 60 were read.
  const ring = new PlayedRing([40, 20], [100, 7, 1]);
  const source = openRing({ interface: 'a0' }, ringAddon(ring));
  source.start({ batch: renumber, over: () => {} });
  ring.ready(0);
  expect(source.readCounters()).toEqual({ received: 100, dropped: 7, frozen: 1 });
  source.close();
  expect(ring.isClosed).toBe(true);
  expect(source.readCounters()).toEqual({ received: 100, dropped: 40, frozen: 1 });
});

test('a ring that is closed while a batch is looked at counts that batch as read', () => {
  const ring = new PlayedRing([40, 20], [60, 0, 0]);
  const source = openRing({ interface: 'a0' }, ringAddon(ring));
  source.start({ batch: () => source.close(), over: () => {} });
  ring.ready(0);
  expect(source.readCounters()).toEqual({ received: 60, dropped: 20, frozen: 0 });
});

test('an interface of another kind that took the name meanwhile is not read with the filter of the one before', () => {
  const ring = new PlayedRing([], [0, 0, 0], RAW);
  expect(() => openRing({ interface: 'a0', filter: 'tcp' }, ringAddon(ring, ETHERNET))).toThrow(
    expect.objectContaining({ code: 'interface_missing' }),
  );
  expect(ring.isClosed).toBe(true);
});

test('names that are shown cannot steer a terminal', () => {
  const clear = '\u001b[2J';
  const source = openRing({ interface: `a${clear}` }, ringAddon(new PlayedRing([], [0, 0, 0])));
  expect(source.name).not.toContain('\u001b');
  source.close();
});
