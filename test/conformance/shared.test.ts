/**
 * Captures that others made (../shared/captures, 1,329 of four projects): names and JA3 against tshark and a second
 * extractor, and what must hold on every capture, damaged ones too. Extra: a clone without them skips this.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { FlowRecord } from '../../src/verdict/record.js';
import { type Classified, classifyFiles, expectSumsHold } from '../support/classify.js';
import { readCsv } from '../support/csv.js';
import { describeShared, SHARED_CAPTURES } from '../support/shared.js';

describeShared('the captures of others', () => {
  const results = new Map<string, Classified>();

  beforeAll(async () => {
    for (const { path } of readCsv(readFileSync(`${SHARED_CAPTURES}/manifest.csv`, 'utf8'))) {
      results.set(path!, await classifyFiles([`${SHARED_CAPTURES}/${path}`], { all: true }));
    }
  });

  const rows = readCsv(
    existsSync(`${SHARED_CAPTURES}/expected.csv`) ? readFileSync(`${SHARED_CAPTURES}/expected.csv`, 'utf8') : '',
  );

  function recordOf(row: Record<string, string>): FlowRecord | undefined {
    return results
      .get(row.capture!)
      ?.records.find(
        (record) =>
          record.src_ip === row.src_ip &&
          record.src_port === Number(row.src_port) &&
          record.dest_ip === row.dest_ip &&
          record.dest_port === Number(row.dest_port) &&
          record.proto === row.proto &&
          record.tls?.ja3 !== undefined,
      );
  }

  test.each([
    ['tls', 500],
    ['quic', 400],
    ['dtls', 7],
  ])('%s: SNI, JA3 and JA4 of every plain row', (protocol, atLeast) => {
    const plain = rows.filter((row) => row.app_proto === protocol && row.note === '');
    expect(plain.length).toBeGreaterThan(atLeast);
    const differences = plain.flatMap((row) => {
      const tls = recordOf(row)?.tls;
      const wanted = { sni: row.sni, ja3: row.ja3_hash, string: row.ja3_string };
      const got = { sni: tls?.sni ?? '', ja3: tls?.ja3?.hash, string: tls?.ja3?.string };
      const same = JSON.stringify(wanted) === JSON.stringify(got);
      const ja4 = [row.ja4_published, row.ja4_second].every((each) => each === '' || each === tls?.ja4);
      return same && ja4 ? [] : [{ capture: row.capture, wanted, got, ja4: tls?.ja4 }];
    });
    expect(differences).toEqual([]);
  });

  test('TLS behind STARTTLS, CONNECT or SOCKS: the hello is found where its record starts', () => {
    const behind = rows.filter((row) => row.proto === 'TCP' && /STARTTLS|CONNECT|SOCKS/.test(row.note!));
    expect(behind.length).toBeGreaterThan(20);
    const missed = behind.filter((row) => recordOf(row)?.tls?.ja3?.hash !== row.ja3_hash);
    expect(missed.map((row) => [row.capture, row.src_port, row.note])).toEqual([]);
  });

  test('encapsulated and fragmented hellos, and those behind Cisco metadata', () => {
    const inside = rows.filter((row) => /encapsulation|in fragments|metadata/.test(row.note!) && row.ja3_hash !== '');
    expect(inside.length).toBeGreaterThan(120);
    const missed = inside.filter((row) => recordOf(row)?.tls?.ja3?.hash !== row.ja3_hash);
    expect(missed.map((row) => [row.capture, row.src_port, row.note])).toEqual([]);
  });

  test('every packet of every capture is accounted for', () => {
    expect(results.size).toBeGreaterThan(1300);
    for (const result of results.values()) expectSumsHold(result);
  });

  test('no hello is reported where there is none', () => {
    const known = new Set(
      rows.map((row) => `${row.capture} ${row.src_ip}:${row.src_port} ${row.dest_ip}:${row.dest_port}`),
    );
    const strangers: string[] = [];
    for (const [capture, { records }] of results) {
      for (const record of records) {
        if (record.tls?.ja4 === undefined) continue;
        const flow = `${capture} ${record.src_ip}:${record.src_port} ${record.dest_ip}:${record.dest_port}`;
        if (!known.has(flow)) strangers.push(flow);
      }
    }
    expect(strangers).toEqual([]);
  });
});
