import fc from 'fast-check';
import { Assembler } from '../../src/protocol/assembler.js';

const LIMITS = { octets: 4096, ahead: 1024, holes: 4, pieces: 100 };
const octets = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

function put(a: Assembler, offset: number, text: string, frame = 1): number {
  const piece = octets(text);
  const taken = a.put(offset, piece, 0, piece.length, frame);
  a.settle();
  piece.fill(0);
  return taken;
}

function prefix(a: Assembler, offset = 0): string {
  const run = a.runAt(offset);
  if (run === undefined) return '';
  return String.fromCharCode(...run.octets.subarray(run.at + (offset - run.from), run.at + (run.to - run.from)));
}

test('pieces in any order become one run', () => {
  const a = new Assembler(LIMITS);
  expect(put(a, 4, 'efgh')).toBe(4);
  expect(prefix(a)).toBe('');
  expect(put(a, 0, 'abcd')).toBe(4);
  expect(prefix(a)).toBe('abcdefgh');
  expect(a.endOf(0)).toBe(8);
  expect(a.runs).toHaveLength(1);
});

test('the first copy of an octet wins; those that differ are counted', () => {
  const a = new Assembler(LIMITS);
  put(a, 2, 'cd');
  expect(put(a, 0, 'abXYef')).toBe(4);
  expect(prefix(a)).toBe('abcdef');
  expect(a.conflicts).toBe(2);
  put(a, 0, 'abcdef');
  expect(a.conflicts).toBe(2);
});

test('what is below the floor is neither kept nor compared', () => {
  const a = new Assembler(LIMITS);
  put(a, 0, 'abcdef');
  a.release(4);
  expect(prefix(a, 4)).toBe('ef');
  expect(put(a, 0, 'XXXX')).toBe(0);
  expect(a.conflicts).toBe(0);
  expect(a.retained).toBe(2);
});

test('the floor may run ahead of what is there', () => {
  const a = new Assembler(LIMITS);
  put(a, 0, 'ab');
  a.release(5);
  expect(a.runs).toHaveLength(0);
  expect(put(a, 2, 'cdefg')).toBe(2);
  expect(prefix(a, 5)).toBe('fg');
});

test('marks say which frame brought what', () => {
  const a = new Assembler(LIMITS);
  put(a, 3, 'def', 7);
  put(a, 0, 'abc', 8);
  put(a, 2, 'cdefgh', 9);
  expect(a.runs[0]!.marks).toEqual([0, 8, 3, 7, 6, 9]);
  expect(a.nextMark(0)).toBe(3);
  expect(a.nextMark(6)).toBeUndefined();
});

test('gaps are bounded, and filling one still works when they are', () => {
  const a = new Assembler(LIMITS);
  put(a, 0, 'a');
  for (const at of [10, 20, 30]) expect(put(a, at, 'x')).toBe(1);
  expect(put(a, 40, 'x')).toBe(0);
  expect(a.refused).toBe('holes');
  expect(put(a, 1, 'b')).toBe(1);
  expect(a.refused).toBeUndefined();
  expect(a.runs).toHaveLength(4);
});

test('octets beyond a gap are bounded', () => {
  const a = new Assembler(LIMITS);
  expect(put(a, 10, 'x'.repeat(1000))).toBe(1000);
  expect(put(a, 2000, 'x'.repeat(100))).toBe(0);
  expect(a.refused).toBe('octets');
  expect(put(a, 0, 'y'.repeat(10))).toBe(10);
  expect(a.retained).toBe(1010);
});

test('pieces beyond a gap are bounded, whatever their size', () => {
  const a = new Assembler(LIMITS);
  let taken = 0;
  for (let at = 600; at > 300; at--) taken += put(a, at, 'x');
  expect(taken).toBe(100);
  expect(a.refused).toBe('octets');
  expect(put(a, 0, 'y')).toBe(1);
});

test('marks survive many releases', () => {
  const a = new Assembler(LIMITS);
  for (let at = 0; at < 50; at++) put(a, at, 'x', at);
  for (let at = 1; at < 48; at++) {
    a.release(at);
    expect(a.nextMark(at)).toBe(at + 1);
  }
  expect(a.runs[0]!.marks.slice(a.runs[0]!.firstMark)).toEqual([47, 47, 48, 48, 49, 49]);
});

test('octets in order are bounded', () => {
  const a = new Assembler(LIMITS);
  let taken = 0;
  for (let at = 0; at < 10_000; at += 100) taken += put(a, at, 'z'.repeat(100));
  expect(taken).toBe(4000); // the next hundred would pass 4096
  expect(a.retained).toBe(4000);
});

test('without a known beginning the first piece is one, and an earlier one may follow', () => {
  const a = new Assembler(LIMITS, -100, false);
  put(a, 0, 'def');
  put(a, -3, 'abc');
  expect(prefix(a, -3)).toBe('abcdef');
  expect(put(a, -200, 'x'.repeat(100))).toBe(0);
});

test('a lent piece is not copied if it is released before it is settled', () => {
  const a = new Assembler(LIMITS);
  const piece = octets('abcdef');
  a.put(0, piece, 0, 6, 1);
  expect(a.runAt(0)!.octets).toBe(piece);
  a.release(4);
  a.settle();
  expect(a.runAt(4)!.octets).not.toBe(piece);
  expect(prefix(a, 4)).toBe('ef');
});

test('what is joined and let go of before it is settled costs no array', () => {
  const a = new Assembler(LIMITS);
  put(a, 0, 'abc');
  const held = a.runAt(0)!.octets;
  const piece = octets('def');
  a.put(3, piece, 0, 3, 2);
  expect(prefix(a)).toBe('abcdef');
  expect([a.runAt(0)!.lent, a.heldOctets < 500]).toEqual([true, true]);
  a.release(6);
  a.settle();
  expect(a.runs).toHaveLength(0);
  expect(String.fromCharCode(...held)).toBe('abc');
});

test('two assemblers join in turn: neither sees the octets of the other', () => {
  const [a, b] = [new Assembler(LIMITS), new Assembler(LIMITS)];
  for (let i = 0; i < 20; i++) {
    put(a, 3 * i, 'abc');
    put(b, 3 * i, 'xyz');
  }
  expect([prefix(a), prefix(b)]).toEqual(['abc'.repeat(20), 'xyz'.repeat(20)]);
});

test('an array that is given is kept if half of it is wanted', () => {
  const a = new Assembler(LIMITS);
  const piece = octets('..abcd..');
  a.put(0, piece, 2, 4, 1);
  a.put(10, piece, 4, 6, 1);
  a.settle(piece);
  expect(a.runs.map((run) => [run.octets === piece, run.lent])).toEqual([
    [true, false],
    [true, false],
  ]);
  // What follows is not written into it.
  expect(put(a, 2, 'XY')).toBe(2);
  expect([prefix(a), prefix(a, 10), String.fromCharCode(...piece)]).toEqual(['abXY', 'cd', '..abcd..']);
});

test('an array that is given, and of which little is wanted, is not kept', () => {
  const a = new Assembler(LIMITS);
  const piece = octets('..abc..');
  a.put(0, piece, 2, 5, 1);
  a.settle(piece);
  expect(a.runAt(0)!.octets).toHaveLength(3);
  expect(a.heldOctets).toBeLessThan(250);
});

test('property: any pieces give what a model of single octets gives', () => {
  const piece = fc.record({
    at: fc.integer({ min: 0, max: 60 }),
    text: fc.string({ minLength: 1, maxLength: 12 }),
    settled: fc.constantFrom('yes', 'later', 'given'),
  });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const a = new Assembler({ octets: 4096, ahead: 4096, holes: 64, pieces: 100 });
      const model = new Map<number, number>();
      let conflicts = 0;
      let lent: Uint8Array[] = [];
      for (const { at, text, settled } of pieces) {
        const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0) & 0xff);
        // Not whole: something else lies around it.
        const around = Uint8Array.from([0xee, ...bytes, 0xee]);
        a.put(at, around, 1, 1 + bytes.length, 1);
        lent.push(around);
        if (settled === 'given') a.settle(lent.pop());
        else if (settled === 'yes') a.settle();
        if (settled !== 'later') {
          for (const each of lent) each.fill(0xdd);
          lent = [];
        }
        for (const [i, octet] of bytes.entries()) {
          const there = model.get(at + i);
          if (there === undefined) model.set(at + i, octet);
          else if (there !== octet) conflicts++;
        }
      }
      const got = new Map<number, number>();
      for (const run of a.runs)
        for (let o = run.from; o < run.to; o++) got.set(o, run.octets[run.at + (o - run.from)]!);
      expect([...got].sort(([x], [y]) => x - y)).toEqual([...model].sort(([x], [y]) => x - y));
      expect(a.conflicts).toBe(conflicts);
      expect(a.retained).toBe(model.size);
      for (let i = 1; i < a.runs.length; i++) expect(a.runs[i]!.from).toBeGreaterThan(a.runs[i - 1]!.to);
    }),
  );
});
