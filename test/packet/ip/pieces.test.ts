/** Pieces against a model that keeps every octet by itself: RFC 791 §3.2, RFC 5722 §4. */
import fc from 'fast-check';
import { type Piece, Pieces, UNIT } from '../../../src/packet/ip/pieces.js';

/** Some chunks of `Pieces`, so that pieces cross their borders. */
const LENGTH = 3000;
const TRUTH = Uint8Array.from({ length: LENGTH }, (_, i) => (i * 31) ^ (i >> 3));

interface Cut {
  readonly from: number;
  readonly to: number;
  /** Octets of it that the capture has, from its beginning on. */
  readonly captured: number;
}

const cut: fc.Arbitrary<Cut> = fc
  .tuple(
    fc.nat(LENGTH / UNIT - 1),
    fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 300 })),
    fc.nat(),
  )
  .map(([first, units, cutAt]) => {
    const from = first * UNIT;
    const to = Math.min(LENGTH, from + units * UNIT);
    return { from, to, captured: cutAt % 3 === 0 ? cutAt % (to - from + 1) : to - from };
  });

const pieceOf = ({ from, to, captured }: Cut): Piece => ({ from, to, octets: TRUTH.slice(from, from + captured) });

test('IPv4: pieces that agree, in any order, cut by the capture or not', () => {
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 60 }), fc.boolean(), (cuts, close) => {
      const pieces = new Pieces();
      const model = new Uint8Array(LENGTH); // 1: covered, 3: captured too
      // What is missing may come in one piece at the end, over all that is there.
      for (const each of close ? [...cuts, { from: 0, to: LENGTH, captured: LENGTH }] : cuts) {
        expect(pieces.add(pieceOf(each), each.to === LENGTH, false)).toBe('taken');
        for (let i = each.from; i < each.to; i++) model[i]! |= i - each.from < each.captured ? 3 : 1;
      }
      const last = model[LENGTH - 1] !== 0;
      expect(pieces.total).toBe(last ? LENGTH : -1);
      expect(pieces.isWhole).toBe(!model.includes(0));
      if (!pieces.isWhole) return;
      const buffer = new Uint8Array(LENGTH + 20).fill(0xee);
      const missing = model.indexOf(1);
      const captured = pieces.copyTo(buffer, 10);
      pieces.release(); // what is made next lies in the same memory
      expect(captured).toBe(missing < 0 ? LENGTH : missing);
      expect([...buffer.subarray(10, 10 + captured)]).toEqual([...TRUTH.subarray(0, captured)]);
    }),
    { numRuns: 300 },
  );
});

test('IPv6: a piece that was there may come again, every other overlap contradicts', () => {
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 30 }), fc.infiniteStream(fc.nat(3)), (cuts, chance) => {
      const pieces = new Pieces();
      const taken: Cut[] = [];
      for (const one of cuts) {
        const each = taken.length > 0 && chance.next().value === 0 ? taken[0]! : one;
        const over = taken.filter((other) => other.from < each.to && each.from < other.to);
        const allowed = over.every((other) => other.from === each.from && other.to === each.to);
        expect(pieces.add(pieceOf(each), each.to === LENGTH, true)).toBe(allowed ? 'taken' : 'contradiction');
        if (!allowed) return;
        taken.push(each);
      }
    }),
    { numRuns: 300 },
  );
});

test('an octet that is another contradicts, where both were captured', () => {
  fc.assert(
    fc.property(cut, cut, fc.nat(), (a, b, where) => {
      const from = Math.max(a.from, b.from);
      const to = Math.min(a.from + a.captured, b.from + b.captured);
      fc.pre(from < to);
      const pieces = new Pieces();
      pieces.add(pieceOf(a), a.to === LENGTH, false);
      const lie = pieceOf(b);
      lie.octets[from + (where % (to - from)) - b.from]! ^= 1;
      expect(pieces.add(lie, b.to === LENGTH, false)).toBe('contradiction');
    }),
  );
});
