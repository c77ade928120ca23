/**
 * The stages of a packet's way one by one, as the program's own modules do them: nanoseconds an operation, warm. Each checks what it
 * computed against something that does not come from the stage itself, and fails if it is wrong.
 */
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromHex } from '../src/bytes/hex.js';
import { ja3 } from '../src/fingerprint/ja3.js';
import { ja4 } from '../src/fingerprint/ja4.js';
import { KEY_WORDS, partitionHash, writeKey } from '../src/flow/key.js';
import { FlowTable, NONE, PARTITIONS } from '../src/flow/table.js';
import { decode } from '../src/packet/decode.js';
import { Fault } from '../src/packet/fault.js';
import { PacketView } from '../src/packet/view.js';
import { QuicConnection } from '../src/protocol/quic/connection.js';
import { type ClientHello, parseClientHello } from '../src/protocol/tls/client-hello.js';
import type { PacketBatch } from '../src/source/batch.js';
import { openSource } from '../src/source/index.js';
import type { FlowRecord } from '../src/verdict/record.js';
import { loadBatches } from './core.bench.js';
import { type Cut, cutOf, type Input } from './inputs/index.js';
import { CAPTURES, EXPECTED, readRecordings } from './inputs/recordings.js';
import { tlsStacks } from './inputs/stacks.js';

type Print = (line: string) => void;
type Library = typeof import('../src/index.js');

/** Milliseconds of warming and of measuring, at least. */
const WARM_MS = 500;
const MEASURE_MS = 1_000;
/** Of the input, what the stages that see packets get. */
const OCTETS = 50_000_000;
const TLS_RECORD_HEADER = 5;
const MAX_FLOWS = 1_000_000;
const DEMO = `${CAPTURES}/phone-through-tunnel.pcapng`;

/** @param input a `tls-heavy` input */
export async function runStages(input: Input, print: Print): Promise<void> {
  print('\n| stage | ns | of | checked |\n| --- | --- | --- | --- |');
  const cut = cutOf(input, OCTETS);
  await walkStage(cut, print);
  const batches = await loadBatches(cut.path);
  decodeStage(batches, cut, print);
  tableStage(batches, print);
  const hellos = await helloStage(print);
  fingerprintStages(hellos, print);
  quicStage(print);
  await verdictStages(print);
}

/** Walks the capture from the page cache. */
async function walkStage({ path, packets }: Cut, print: Print): Promise<void> {
  const walk = async (): Promise<number> => {
    const source = await openSource(path);
    let count = 0;
    for (let batch = source.next(); ; batch = source.next()) {
      const got = batch instanceof Promise ? await batch : batch;
      if (got === null) break;
      count += got.count;
    }
    source.close();
    return count;
  };
  strictEqual(await walk(), packets);
  let walked = 0;
  const start = performance.now();
  while (performance.now() - start < MEASURE_MS) walked += await walk();
  row(print, 'walk', (performance.now() - start) / walked, 'packet', 'packets, as the generator counted them');
}

function decodeStage(batches: readonly PacketBatch[], { packets }: Cut, print: Print): void {
  const view = new PacketView();
  const run = (): number => {
    let good = 0;
    for (const { octets, at, captured, onWire, linkType, count } of batches) {
      for (let i = 0; i < count; i++) {
        if (decode(view, octets, at[i]!, captured[i]!, onWire[i]!, linkType[i]!) === Fault.None) good++;
      }
    }
    return good;
  };
  measure(print, 'decode', 'packet', 'every packet is TCP or UDP', run, packets, packets);
}

/** The look-up of each packet's flow, in a table that has all of them. */
function tableStage(batches: readonly PacketBatch[], print: Print): void {
  const view = new PacketView();
  const keys: Int32Array[] = [];
  const distinct = new Set<string>();
  for (const { octets, at, captured, onWire, linkType, count } of batches) {
    for (let i = 0; i < count; i++) {
      decode(view, octets, at[i]!, captured[i]!, onWire[i]!, linkType[i]!);
      const key = new Int32Array(KEY_WORDS);
      writeKey(key, view, 0);
      keys.push(key);
      distinct.add(key.join());
    }
  }
  const table = new FlowTable(MAX_FLOWS, PARTITIONS, 1);
  const run = (): number => {
    for (const key of keys) if (table.find(key) === NONE) table.add(key, partitionHash(key, 0));
    return table.size;
  };
  measure(print, 'table', 'packet', 'flows, as a set of keys has them', run, distinct.size, keys.length);
}

/** The hellos of all recorded stacks in turn. */
async function helloStage(print: Print): Promise<ClientHello[]> {
  const stacks = tlsStacks(await readRecordings());
  const octets = stacks.map(({ hello }) => hello);
  let parsed: (ClientHello | null)[] = [];
  const run = (): string => {
    parsed = octets.map((hello) => parseClientHello(hello, TLS_RECORD_HEADER, hello.length));
    return parsed.map((hello) => hello?.sni).join();
  };
  const names = stacks.map(({ name }) => name).join();
  measure(print, 'hello', 'hello', 'names, as a search in the octets has them', run, names, octets.length);
  return parsed.filter((hello) => hello !== null);
}

function fingerprintStages(hellos: readonly ClientHello[], print: Print): void {
  // What tshark and a second extractor read in the recordings, one row for each hello.
  const expected = readFileSync(EXPECTED, 'utf8');
  let found: (string | undefined)[] = [];
  const known = (): number => found.filter((hash) => hash !== undefined && expected.includes(hash)).length;
  const run3 = (): number => {
    found = hellos.map((hello) => ja3(hello)?.hash);
    return found.length;
  };
  measure(print, 'JA3', 'hello', 'all stand in expected.csv', run3, hellos.length, hellos.length);
  strictEqual(known(), hellos.length);
  const run4 = (): number => {
    found = hellos.map((hello) => ja4(hello, 't')?.hashed);
    return found.length;
  };
  measure(print, 'JA4', 'hello', 'all stand in expected.csv', run4, hellos.length, hellos.length);
  strictEqual(known(), hellos.length);
}

/** Keys, header protection, AEAD, frames and hello of the client's Initial of RFC 9001 appendix A.2. */
function quicStage(print: Print): void {
  const vectors = JSON.parse(readFileSync('fixtures/vectors/rfc9001-a.json', 'utf8')) as {
    clientInitial: { packet: string };
  };
  const packet = fromHex(vectors.clientInitial.packet);
  const run = (): string | undefined => {
    const connection = new QuicConnection();
    connection.datagram(0, packet, 0, packet.length, packet.length, 1);
    return connection.handshake.hello?.sni;
  };
  measure(print, 'QUIC Initial', 'connection', 'the name of RFC 9001 appendix A', run, 'example.com', 1);
}

/** Of the built library, as the catalog's generated code lies only there. */
async function verdictStages(print: Print): Promise<void> {
  const built = pathToFileURL(resolve('dist/index.js')).href;
  const { builtinPolicy, classify, DEFAULT_FLOW_OPTIONS, jsonOf, judge, loadCatalog } = (await import(
    built
  )) as Library;
  const catalog = loadCatalog();
  const policy = builtinPolicy('balanced');
  // RFC 2606 keeps the second name from being anybody's app.
  const sightings = ['chat.signal.org', 'www.example.com'].map((sni) => ({
    state: 'hello' as const,
    carrier: 't' as const,
    sni,
    alpn: ['h2', 'http/1.1'],
    ech: false,
    fingerprint: { ja4: 't13d1514h2_8daaf6152771_a5b99884f7f5' },
    clientIp: '10.8.0.2',
    serverIp: '203.0.113.40',
    serverPort: 443,
    resolvedNames: [],
    dnsCheck: 'agrees' as const,
    appsInUse: [],
  }));
  const run = (): string => sightings.map((sighting) => judge(sighting, catalog, policy).action).join();
  measure(print, 'judge', 'hello', 'a pinned app and a name of nobody', run, 'bypass,inspect', sightings.length);

  const records: FlowRecord[] = [];
  await classify(
    {
      inputs: [DEMO],
      join: false,
      workers: 1,
      flow: DEFAULT_FLOW_OPTIONS,
      catalog,
      policy,
      devices: [],
      all: false,
      verbose: false,
    },
    (record) => records.push(record),
  );
  let lines: string[] = [];
  const write = (): number => {
    lines = records.map(jsonOf);
    return lines.length;
  };
  measure(print, 'JSON record', 'record', 'reads back as the same facts', write, records.length, records.length);
  deepStrictEqual(
    lines.map((line) => factsOf(JSON.parse(line))),
    records.map(factsOf),
  );
}

/** What of a record stands in JSON as it is. */
function factsOf({ src_ip, src_port, dest_ip, tls, pinsight }: FlowRecord): unknown[] {
  return [src_ip, src_port, dest_ip, tls, pinsight.action, pinsight.reason, pinsight.score];
}

/** Runs `run`, of `operations` operations each time, and holds its last result against `expected`. */
function measure<T>(
  print: Print,
  stage: string,
  unit: string,
  checked: string,
  run: () => T,
  expected: T,
  operations: number,
): void {
  repeat(run, WARM_MS);
  const { times, ms, last } = repeat(run, MEASURE_MS);
  strictEqual(last, expected, stage);
  row(print, stage, ms / (times * operations), unit, checked);
}

function repeat<T>(run: () => T, least: number): { times: number; ms: number; last: T } {
  const start = performance.now();
  for (let times = 1; ; times++) {
    const last = run();
    const ms = performance.now() - start;
    if (ms >= least) return { times, ms, last };
  }
}

function row(print: Print, stage: string, ms: number, unit: string, checked: string): void {
  print(`| ${stage} | ${(ms * 1e6).toFixed(ms > 0.0001 ? 0 : 1)} | ${unit} | ${checked} |`);
}
