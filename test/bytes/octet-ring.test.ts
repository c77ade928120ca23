/** Octets between threads: order, wrapping, a full ring, and who has to be told. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { OctetRing } from '../../src/bytes/octet-ring.js';

interface Piece {
  readonly octets: number[];
  readonly kind: number;
  readonly count: number;
}

function taken(ring: OctetRing): Piece[] {
  const pieces: Piece[] = [];
  expect(ring.take((octets, kind, count) => pieces.push({ octets: [...octets], kind, count }), 1024)).toBe(true);
  return pieces;
}

test('what is put is taken, in order, with its kind and count', () => {
  const ring = new OctetRing(OctetRing.memory(256));
  expect(ring.put(Uint8Array.of(1, 2, 3), 0, 7)).toBe(true);
  expect(ring.put(new Uint8Array(0), 1, 0)).toBe(true);
  expect(ring.waiting).toBe(16 + 12);
  expect(taken(ring)).toEqual([
    { octets: [1, 2, 3], kind: 0, count: 7 },
    { octets: [], kind: 1, count: 0 },
  ]);
  expect(ring.waiting).toBe(0);
  expect(taken(ring)).toEqual([]);
});

test('a full ring takes nothing, and has room again once something was taken', () => {
  const ring = new OctetRing(OctetRing.memory(64));
  expect(ring.put(new Uint8Array(40), 0, 1)).toBe(true);
  expect(ring.put(new Uint8Array(1), 0, 1)).toBe(false);
  expect(ring.put(new Uint8Array(53), 0, 1)).toBe(false);
  expect(taken(ring)).toHaveLength(1);
  // 12 octets are left up to the end: the piece lies at the beginning.
  expect(ring.put(Uint8Array.of(9), 2, 3)).toBe(true);
  expect(taken(ring)).toEqual([{ octets: [9], kind: 2, count: 3 }]);
});

test('what is larger than the ring is never taken, wherever it would begin', () => {
  const ring = new OctetRing(OctetRing.memory(64));
  for (let i = 0; i < 32; i++) {
    expect(ring.put(new Uint8Array(60), 0, 1)).toBe(false);
    expect(ring.put(new Uint8Array(4), 0, 1)).toBe(true);
    expect(taken(ring)).toHaveLength(1);
  }
});

test('the taker is told once until it takes', () => {
  const ring = new OctetRing(OctetRing.memory(64));
  ring.put(Uint8Array.of(1), 0, 1);
  expect([ring.mustTell(), ring.mustTell()]).toEqual([true, false]);
  taken(ring);
  ring.put(Uint8Array.of(2), 0, 1);
  expect(ring.mustTell()).toBe(true);
});

test('a slice at a time: nobody has to tell until nothing is left', () => {
  const ring = new OctetRing(OctetRing.memory(256));
  for (let i = 0; i < 4; i++) ring.put(Uint8Array.of(i), 0, 1);
  expect(ring.mustTell()).toBe(true);
  const seen: number[] = [];
  const each = (octets: Uint8Array): number => seen.push(octets[0]!);
  expect(ring.take(each, 17)).toBe(false);
  expect(seen).toEqual([0, 1]);
  expect(ring.mustTell()).toBe(false);
  expect(ring.take(each, 1024)).toBe(true);
  expect(seen).toEqual([0, 1, 2, 3]);
  expect(ring.mustTell()).toBe(true);
});

test('what is put while something is taken is taken, too, and told of after it', () => {
  const ring = new OctetRing(OctetRing.memory(256));
  ring.put(Uint8Array.of(1), 0, 1);
  ring.mustTell();
  const seen: number[] = [];
  ring.take((octets) => {
    if (seen.push(octets[0]!) === 1) ring.put(Uint8Array.of(2), 0, 1);
    expect(ring.mustTell()).toBe(false);
  }, 1024);
  expect(seen).toEqual([1, 2]);
  expect(ring.mustTell()).toBe(true);
});

test.each([0x7fff_ff80, -128, 0x8000_0000 | 0])('counters that wrap behind %i', (start) => {
  const memory = OctetRing.memory(64);
  new Int32Array(memory).fill(start, 0, 2);
  const ring = new OctetRing(memory);
  for (let i = 0; i < 32; i++) {
    expect(ring.put(Uint8Array.of(i, i), 1, i)).toBe(true);
    expect(taken(ring)).toEqual([{ octets: [i, i], kind: 1, count: i }]);
  }
});

test('a taker that throws has taken that piece, and goes on behind it', () => {
  const ring = new OctetRing(OctetRing.memory(64));
  ring.put(Uint8Array.of(1), 0, 1);
  ring.put(Uint8Array.of(2), 0, 1);
  expect(() =>
    ring.take(() => {
      throw new Error('disk full');
    }, 64),
  ).toThrow('disk full');
  expect(taken(ring)).toEqual([{ octets: [2], kind: 0, count: 1 }]);
});

test('only a power of two', () => {
  expect(() => OctetRing.memory(100)).toThrow('100 octets');
  expect(() => OctetRing.memory(32)).toThrow('32 octets');
});

test('any pieces in any order of putting and taking, as a queue would have them; counters wrap', () => {
  const step = fc.oneof(fc.constant('take' as const), fc.uint8Array({ maxLength: 70 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), fc.integer(), (steps, start) => {
      const memory = OctetRing.memory(128);
      const counters = new Int32Array(memory);
      counters[0] = counters[1] = start & -128;
      const ring = new OctetRing(memory);
      const queue: number[][] = [];
      for (const one of steps) {
        if (one === 'take') {
          expect(taken(ring).map(({ octets }) => octets)).toEqual(queue.splice(0));
          continue;
        }
        const wasEmpty = ring.waiting === 0;
        const isIn = ring.put(one, 0, 1);
        if (isIn) queue.push([...one]);
        // Of an empty ring, at worst half is behind the place where it stands.
        else expect(wasEmpty && one.length <= 128 / 2 - 12).toBe(false);
      }
      expect(taken(ring).map(({ octets }) => octets)).toEqual(queue);
    }),
  );
});

test('a taker in another thread: everything comes, in order; who puts waits for room', async () => {
  const memory = OctetRing.memory(1024);
  const ring = new OctetRing(memory);
  // Takes a piece at a time by the layout, and answers with the sum of the numbers in them.
  const worker = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
     const words = new Int32Array(workerData);
     let at = 0, sum = 0, next = 0;
     while (next < 2000) {
       const put = Atomics.load(words, 0);
       if (put === at) continue;
       const word = 16 + (at & 1023) / 4;
       const length = words[word];
       if (length === -1) at += 1024 - (at & 1023);
       else {
         if (words[word + 3] !== next++) throw new Error('not in order');
         sum += words[word + 3];
         at += 12 + ((length + 3) & -4);
       }
       Atomics.store(words, 1, at);
       Atomics.notify(words, 1);
     }
     parentPort.postMessage(sum);`,
    { eval: true, workerData: memory },
  );
  const sum = once(worker, 'message');
  const piece = new Uint8Array(new Int32Array([0, 1, 2, 3, 4]).buffer);
  const number = new DataView(piece.buffer);
  for (let i = 0; i < 2000; i++) {
    number.setInt32(0, i, true);
    while (!ring.put(piece.subarray(0, 4 + (i % 16)), 0, 1)) ring.waitForRoom(1000);
  }
  expect(await sum).toEqual([(2000 * 1999) / 2]);
  await worker.terminate();
});
