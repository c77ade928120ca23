/** Time arithmetic of pcapng interfaces against the definition, computed with whole numbers of any size. */
import fc from 'fast-check';
import { MAX_TIME_US } from '../../src/source/batch.js';
import { InterfaceTable } from '../../src/source/interfaces.js';

/** §4.2 of the draft: units are 10^-n or 2^-n seconds; the offset is in seconds. */
function expected(resolution: number, offset: bigint, units: bigint): number {
  const power = BigInt(resolution & 0x7f);
  const perSecond = (resolution & 0x80) === 0 ? 10n ** power : 2n ** power;
  const micros = (units * 1_000_000n) / perSecond + offset * 1_000_000n;
  return micros < 0n ? 0 : micros > BigInt(MAX_TIME_US) ? MAX_TIME_US : Number(micros);
}

/** What the table makes of a time, given in both byte orders. */
function timeOf(table: InterfaceTable, i: number, units: bigint): number {
  const out = new Float64Array(3);
  const octets = new Uint8Array(16);
  for (const little of [false, true]) {
    const view = new DataView(octets.buffer);
    view.setUint32(4, Number(units >> 32n), little);
    view.setUint32(8, Number(units & 0xffff_ffffn), little);
    table.writeTime(out, little ? 1 : 2, i, octets, 4, little);
  }
  expect(out[1]).toBe(out[2]);
  return out[1]!;
}

test('every resolution gives floor(units / resolution), exactly', () => {
  const resolution = fc.integer({ min: 0, max: 255 });
  const units = fc.oneof(
    fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }),
    fc.bigInt({ min: 0n, max: 1n << 53n }),
    fc.bigInt({ min: 0n, max: 2_000_000_000n }),
  );
  fc.assert(
    fc.property(resolution, units, (octet, time) => {
      const table = new InterfaceTable();
      table.add(1, 0, octet, 0n);
      expect(timeOf(table, 0, time)).toBe(expected(octet, 0n, time));
    }),
    { numRuns: 5000 },
  );
});

test('units next to a whole microsecond are rounded down', () => {
  for (const octet of [7, 8, 9, 10, 11, 12]) {
    const perMicro = 10n ** BigInt(octet - 6);
    const table = new InterfaceTable();
    table.add(1, 0, octet, 0n);
    for (const micros of [1n, 999_999n, 1_700_000_000_123_456n, (1n << 53n) - 2n]) {
      for (const units of [micros * perMicro - 1n, micros * perMicro, micros * perMicro + 1n]) {
        if (units > 0xffff_ffff_ffff_ffffn) continue;
        const got = timeOf(table, 0, units);
        expect(got).toBe(Number(units / perMicro));
      }
    }
  }
});

test('offsets of years are exact, before 1970 is cut to it', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -5_000_000_000n, max: 5_000_000_000n }),
      fc.bigInt({ min: 0n, max: 1_000_000_000_000_000n }),
      (offset, units) => {
        const table = new InterfaceTable();
        table.add(1, 0, 6, offset);
        expect(timeOf(table, 0, units)).toBe(expected(6, offset, units));
      },
    ),
  );
});

test('interfaces keep what they were given while the table grows', () => {
  const table = new InterfaceTable();
  for (let i = 0; i < 1000; i++) expect(table.add(i, i + 1, i % 13, BigInt(i))).toBe(true);
  for (let i = 0; i < 1000; i++) {
    expect([table.linkType[i], table.snapLength[i]]).toEqual([i, i + 1]);
    expect(timeOf(table, i, 77n)).toBe(expected(i % 13, BigInt(i), 77n));
  }
});
