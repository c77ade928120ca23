/**
 * What is fuzzed: for each reader and for the whole pipeline, what it is given and what must hold. Every input is octets, so
 * that a file of fixtures/regressions says all there is to say about a find.
 */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { decodeCatalog, encodeCatalog } from '../../src/catalog/codec.js';
import { Catalog, loadCatalog } from '../../src/catalog/index.js';
import { lintCatalog } from '../../src/catalog/lint.js';
import { FORMAT, FORMAT_VERSION } from '../../src/catalog/read-file.js';
import { pinsight } from '../../src/gen/catalog.js';
import { loadPolicy } from '../../src/verdict/policy.js';
import * as tls from '../protocol/tls/hello-builder.js';
import { join, udpPacket } from '../support/frame-builder.js';
import { ackFrame, closeFrame, cryptoFrame, opaquePacket, retry, sealInitial } from '../support/quic-seal.js';
import { orUsageError } from './check.js';
import { dnsFields, helloFields, TCP, UDP } from './fields.js';
import {
  type Change,
  capture,
  changed,
  type Damage,
  damage,
  damaged,
  fileOf,
  frames,
  mutateFrames,
  mutation,
} from './mutate.js';
import { checkDecode, checkFragments, checkGzip, checkSource } from './packets.js';
import { checkPipeline } from './pipeline.js';
import { checkDns, checkDnsStream, checkDtls, checkHello, checkQuic, checkTls } from './readers.js';
import { type Frame, payloads, SEEDS } from './seeds.js';

export interface Target {
  readonly name: string;
  readonly input: fc.Arbitrary<Uint8Array>;
  /** Throws what is wrong. */
  readonly check: (octets: Uint8Array) => void | Promise<void>;
}

const seedOf = (list: readonly { name: string }[], part: string): number[] =>
  list.flatMap(({ name }, i) => (name.includes(part) ? [i] : []));

/** Frames of the recordings whose names hold `part`, mutated, as a capture. */
function captureOf(part: string): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(fc.constantFrom(...seedOf(SEEDS, part)), fc.array(mutation, { maxLength: 8 }))
    .map(([seed, mutations]) => fileOf(mutateFrames(SEEDS[seed]!.frames, mutations), 'pcapng'));
}

const files = (ending: string) =>
  fc.constantFrom(...SEEDS.filter(({ name }) => name.endsWith(ending)).map(({ file }) => file));
const damages = (most: number) => fc.array(damage, { maxLength: most });
const damagedFile = (source: fc.Arbitrary<Uint8Array>, most = 6): fc.Arbitrary<Uint8Array> =>
  fc.tuple(source, damages(most)).map(([file, list]) => damaged(file, list));

const pcapng = damagedFile(
  fc.oneof(
    files('.pcapng'),
    frames.map((list) => fileOf(list, 'pcapng')),
  ),
);

/** Members one after the other, each compressed by itself; then damage, but for the first two octets. */
const gzip = fc
  .tuple(fc.oneof(files('.pcap'), files('.pcapng'), capture), fc.array(fc.nat(100_000), { maxLength: 3 }), damages(3))
  .map(([file, cuts, list]) => {
    const at = [0, ...cuts.map((cut) => cut % (file.length + 1)).sort((a, b) => a - b), file.length];
    const members = at.slice(1).map((end, i) => gzipSync(file.subarray(at[i], end), { level: 1 }));
    return damaged(join(...members), list, 2);
  });

const fieldChanges = fc.array(fc.tuple(fc.nat(100_000), fc.oneof(fc.record({ set: fc.constantFrom(0, 1, 2, 0x0c, 0x3f, 0x40, 0x80, 0xc0, 0xc00c, 0xff, 0xffff) }), fc.record({ add: fc.constantFrom(1, -1, 2, 12, 256) }), fc.record({ flip: fc.nat(31) }))), { maxLength: 6 }); // biome-ignore format: one line

function withFields(
  message: Uint8Array,
  fieldsOf: (octets: Uint8Array, from: number, end: number) => { at: number; size: number }[],
  changes: readonly [number, Change][],
  list: readonly Damage[],
): Uint8Array {
  // biome-ignore format: one line
  let result = message;
  for (const [which, change] of changes) {
    const fields = fieldsOf(result, 0, result.length).filter(({ at, size }) => at + size <= result.length);
    if (fields.length > 0) result = changed(result, fields[which % fields.length]!, change);
  }
  return damaged(result, list, 0);
}

const dnsMessages = payloads(UDP, (_, ports) => ports.includes(53));
const dns = fc
  .tuple(fc.constantFrom(...dnsMessages), fieldChanges, damages(3))
  .map(([message, changes, list]) => withFields(message, dnsFields, changes, list));

/** First segments that hold a whole hello, without their record headers. */
const recordedHellos = payloads(TCP, (octets) => octets[0] === 22 && octets[5] === 1).flatMap((octets) => {
  const end = 5 + ((octets[3]! << 8) | octets[4]!);
  return end <= octets.length ? [octets.slice(5, end)] : [];
});
const number16 = fc.oneof(fc.nat(0xffff), fc.constantFrom(0x0a0a, 0x1301, 0x0304, 0xfafa));
const extension = fc.oneof(
  fc.record({ type: fc.oneof(number16, fc.nat(60)), body: fc.array(fc.nat(255), { maxLength: 40 }) }),
  fc.array(fc.nat(255), { maxLength: 300 }).map(tls.serverName),
  fc.array(fc.array(fc.nat(255), { maxLength: 12 }), { maxLength: 5 }).map((names) => tls.alpn(...names)),
  fc.array(number16, { maxLength: 12 }).map((list) => tls.groups(...list)),
  fc.array(number16, { maxLength: 20 }).map((list) => tls.signatureAlgorithms(...list)),
  fc.array(number16, { maxLength: 6 }).map((list) => tls.supportedVersions(...list)),
);
const builtHello = fc
  .record({
    version: fc.oneof(number16, fc.constantFrom(0x0300, 0x0301, 0x0303)),
    ciphers: fc.array(number16, { maxLength: 120 }),
    sessionId: fc.array(fc.nat(255), { maxLength: 33 }),
    extensions: fc.oneof(fc.constant(null), fc.array(extension, { maxLength: 24 })),
  })
  .map((description) => tls.clientHello(description));
const hello = fc
  .tuple(fc.oneof(fc.constantFrom(...recordedHellos), builtHello), fieldChanges, damages(2))
  .map(([message, changes, list]) => withFields(message, helloFields, changes, list));

const VERSIONS = [1, 0x6b3343cf, 0xff00001d];
/** A frame of an Initial: a piece of the hello, or something else between. */
const quicFrame = fc.oneof(
  { weight: 6, arbitrary: fc.record({ at: fc.nat(2000), count: fc.nat(1200) }) },
  fc.uint8Array({ maxLength: 12 }).map((other) => ({ other })),
  fc.constantFrom(new Uint8Array([1]), new Uint8Array(30), ackFrame(3, 1, [[0, 1]]), closeFrame(0x130), closeFrame(0x10, 'x'), Uint8Array.of(0x06, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1)).map((other) => ({ other })), // biome-ignore format: one line
);
/** Initials that open, of a hello that may be bad: what no mutation of a sealed packet reaches. */
const sealed = fc
  .record({
    hello,
    version: fc.constantFrom(...VERSIONS),
    dcid: fc.uint8Array({ minLength: 8, maxLength: 20 }),
    packets: fc.array(fc.record({ frames: fc.array(quicFrame, { minLength: 1, maxLength: 6 }), before: fc.nat(12), back: fc.boolean() }), { minLength: 1, maxLength: 8 }), // biome-ignore format: one line
    greased: fc.boolean(),
    mutations: fc.array(mutation, { maxLength: 3 }),
  })
  .map(({ hello: message, version, dcid, packets, greased, mutations }) => {
    const scid = dcid.slice(0, 5);
    const datagrams = packets.map(({ frames: list, before, back }, number) => {
      const payload = join(...list.map((each) => ('other' in each ? each.other : cryptoFrame(each.at, message.subarray(each.at, each.at + each.count))))); // biome-ignore format: one line
      const side = back ? ('server' as const) : ('client' as const);
      const initial = sealInitial({ version, dcid, scid, keyDcid: dcid, number, side, greased, payload: join(payload, new Uint8Array(4)) }); // biome-ignore format: one line
      const opaque = before === 1 ? opaquePacket(1, dcid, scid, 30) : new Uint8Array(0);
      const octets = before === 2 ? retry(version, scid, dcid, new Uint8Array(9)) : join(opaque, initial);
      const ends = [
        { src: '10.8.0.2', srcPort: 50_000 },
        { src: '203.0.113.7', srcPort: 443 },
      ] as const;
      const [from, to] = back || before === 2 ? [ends[1], ends[0]] : ends;
      return udpPacket({ ...from, dst: to.src, dstPort: to.srcPort, payload: octets });
    });
    const list = datagrams.map(
      (octets, i): Frame => ({ octets, onWire: octets.length, time: 1e15 + i, linkType: 101 }),
    );
    return fileOf(mutateFrames(list, mutations), 'pcap');
  });

/** A small catalog, so that most mutations fall on something that is read. */
const content = loadCatalog([]).content;
const smallCatalog = encodeCatalog({
  ...content,
  apps: content.apps.slice(0, 6),
  fingerprints: content.fingerprints.slice(0, 6),
  hypotheses: content.hypotheses.slice(0, 6),
});
const { CatalogFile } = pinsight.catalog.v1;
/** Half of them have a digest that fits, or nothing of a body that was changed would ever be read. */
const catalog = fc.tuple(damages(6), fc.boolean()).map(([list, fits]) => {
  if (!fits) return damaged(smallCatalog, list, 0);
  const body = damaged(CatalogFile.decode(smallCatalog).body, list, 0);
  const digest = createHash('sha256').update(body).digest();
  return new Uint8Array(CatalogFile.encode({ format: FORMAT, formatVersion: FORMAT_VERSION, digest, body }).finish());
});

async function checkCatalog(octets: Uint8Array): Promise<void> {
  await orUsageError(() => {
    const { content: read, digest } = decodeCatalog(octets, 'fuzz');
    const again = decodeCatalog(encodeCatalog(read), 'again').content;
    // Apps and facts are written in the order of files, which a mutation may have left.
    if (encodeCatalog(again).join() !== encodeCatalog(read).join())
      throw new Error('written and read again it differs');
    lintCatalog(read);
    new Catalog(read, digest).networks('203.0.113.7');
  });
}

const example = readFileSync(fileURLToPath(new URL('../../fixtures/policy/example.yaml', import.meta.url)));
const WORDS = ['base', 'never', 'always', 'hosts', 'threshold', 'learning', 'ttl', ': ', '\n', '\n  ', '- ', '[', ']', '{', '}', '&a ', '*a', '!!binary ', '|', '>', '"', "'", '#', '<<', '? ', '%YAML 1.2\n', '---\n', '0x7', '.inf', '1e999', '~', '\t', '\u0000', '\u202e', '__proto__', 'constructor', '24h', '10.0.0.0/8', '::/0', 'example.com', '*']; // biome-ignore format: one line
const policy = fc
  .tuple(
    fc.boolean(),
    fc.array(fc.oneof(fc.constantFrom(...WORDS), fc.string({ maxLength: 5 })), { maxLength: 40 }),
    damages(4),
  )
  .map(([asExample, words, list]) => damaged(asExample ? example : Buffer.from(words.join('')), list, 0));

/** A warning of the YAML library would reach the terminal past the command line. */
async function checkPolicy(octets: Uint8Array): Promise<void> {
  const folder = mkdtempSync(joinPath(tmpdir(), 'pinsight-fuzz-'));
  const warnings: Error[] = [];
  const keep = (warning: Error): void => void warnings.push(warning);
  process.on('warning', keep);
  try {
    const path = joinPath(folder, 'policy.yaml');
    writeFileSync(path, octets);
    await orUsageError(() => {
      const { threshold } = loadPolicy(path);
      assert.ok(threshold > 0 && threshold <= 1, `a threshold of ${threshold}`);
    });
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(warnings, []);
  } finally {
    process.off('warning', keep);
    rmSync(folder, { recursive: true });
  }
}

export const TARGETS: readonly Target[] = [
  { name: 'pcap', input: damagedFile(files('.pcap')), check: checkSource },
  { name: 'pcapng', input: pcapng, check: checkSource },
  { name: 'gzip', input: gzip, check: checkGzip },
  { name: 'decode', input: capture, check: checkDecode },
  { name: 'fragments', input: fc.oneof(capture, captureOf('fragments')), check: checkFragments },
  { name: 'tls', input: capture, check: checkTls },
  { name: 'quic', input: fc.oneof(captureOf('quic'), sealed), check: checkQuic },
  { name: 'dtls', input: captureOf('dtls'), check: checkDtls },
  { name: 'dns', input: dns, check: checkDns },
  { name: 'dns-stream', input: captureOf('dns/tcp'), check: checkDnsStream },
  { name: 'hello', input: hello, check: checkHello },
  { name: 'catalog', input: catalog, check: checkCatalog },
  { name: 'policy', input: policy, check: checkPolicy },
  { name: 'pipeline', input: fc.oneof(capture, damagedFile(capture, 2), sealed), check: checkPipeline },
];
