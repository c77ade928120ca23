/** Sources, the decoder and the reassembly of fragments, by themselves. */
import assert from 'node:assert/strict';
import { gunzipSync } from 'node:zlib';
import { decode, decodePacket } from '../../src/packet/decode.js';
import { FAULT_NAMES, Fault } from '../../src/packet/fault.js';
import { type Arrival, Fragments, MAX_OCTETS, MAX_PACKETS } from '../../src/packet/ip/fragments.js';
import { PacketView } from '../../src/packet/view.js';
import { sourceFrom } from '../../src/source/index.js';
import { read } from '../packet/decoded.js';
import { MemoryInput, type ReadCapture, readAll } from '../source/reading.js';
import { assertPrintable, elsewhere, orUsageError } from './check.js';
import { framesOf } from './seeds.js';

/** Octets that the shortest record of a packet takes in a file: a Simple Packet Block without octets. */
const LEAST_RECORD = 16;
/** Octets of a read of a compressed file: pieces of it are put together before anything is inflated. */
const SMALL_READ = 509;
/** The largest packet, what goes before it in a record, and room for a read. */
const MAX_BUFFER = 2 * 1024 * 1024;

/** Everything a source gives, whole and in reads of 7 octets. */
export async function checkSource(file: Uint8Array): Promise<void> {
  const whole = await orUsageError(() => readAll(sourceFrom('fuzz', new MemoryInput(file))));
  const pieces = await orUsageError(() =>
    readAll(sourceFrom('fuzz', new MemoryInput(file, { most: 7, later: file.length % 2 === 0 }), { readSize: 7 })),
  );
  assert.deepEqual(pieces, whole);
  if ('refused' in whole) return;
  assert.ok(whole.packets.length * LEAST_RECORD <= file.length);
  checkRead(whole);
  await checkBuffer(file);
}

function checkRead({ packets, damage }: ReadCapture): void {
  for (const each of damage) assertPrintable(`${each.capture} ${each.cause}`);
  for (const [i, packet] of packets.entries()) {
    assert.equal(packet.frame, i + 1);
    assert.ok(Number.isSafeInteger(packet.time) && packet.time >= 0);
    assert.ok(packet.onWire >= packet.data.length / 2);
  }
}

async function checkBuffer(file: Uint8Array): Promise<void> {
  const source = await sourceFrom('fuzz', new MemoryInput(file), { readSize: 4096 });
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    assert.ok(batch.octets.length <= MAX_BUFFER, `a batch of ${batch.octets.length} octets`);
  }
}

/** What inflates without fault must give what Node's own gunzip gives; whatever does not must end, and say so. */
export async function checkGzip(file: Uint8Array): Promise<void> {
  const whole = await orUsageError(() => readAll(sourceFrom('fuzz', new MemoryInput(file))));
  const pieces = await orUsageError(() => readAll(sourceFrom('fuzz', new MemoryInput(file, { most: SMALL_READ }))));
  assert.deepEqual(pieces, whole);
  if ('refused' in whole) return;
  checkRead(whole);
  let inflated: Uint8Array;
  try {
    inflated = gunzipSync(file);
  } catch {
    assert.ok(whole.damage.length > 0, 'zlib refuses it, and no damage is told');
    return;
  }
  const plain = await orUsageError(() => readAll(sourceFrom('fuzz', new MemoryInput(inflated))));
  if ('refused' in plain) return;
  assert.deepEqual(whole.packets, plain.packets);
}

/** The same answer wherever the frame lies and whatever is around it, and no offset outside of it. */
export async function checkDecode(file: Uint8Array): Promise<void> {
  for (const { octets, onWire, linkType } of await framesOf(file)) {
    const view = new PacketView();
    const fault = decode(view, octets, 0, octets.length, onWire, linkType);
    assert.ok(FAULT_NAMES[fault] !== undefined);
    for (const around of [0, 0x45, 0xff]) {
      const moved = elsewhere(octets, around);
      const other = new PacketView();
      assert.equal(decode(other, moved.octets, moved.at, octets.length, onWire, linkType), fault);
      if (fault === Fault.None) assert.deepEqual(read(other, fault, moved.at), read(view, fault, 0));
    }
    if (fault !== Fault.None) continue;
    assert.ok(view.ipAt >= 0 && view.ipAt < view.payloadAt);
    assert.ok(view.payloadAt <= view.payloadEnd && view.payloadEnd <= octets.length);
    assert.ok(view.payloadOnWire >= view.payloadEnd - view.payloadAt);
    assert.ok(view.ipLength >= view.payloadEnd - view.ipAt);
  }
}

/** Every frame of a fragment ends in a whole packet or is given up, once; the bounds hold at every step. */
export async function checkFragments(file: Uint8Array): Promise<void> {
  const fragments = new Fragments();
  const view = new PacketView();
  let now = 0;
  let frames = 0;
  let delivered = 0;
  for (const [i, { octets, onWire, linkType, time }] of (await framesOf(file)).entries()) {
    now = Math.max(now, time);
    let fault = decode(view, octets, 0, octets.length, onWire, linkType);
    if (fault !== Fault.IpFragment) continue;
    frames++;
    const arrival: Arrival = { frames: 1, firstFrame: i + 1, firstTime: time, label: 0, octets: 0 };
    let isWhole = true;
    while (fault === Fault.IpFragment && isWhole) {
      isWhole = fragments.add(view, 0, now, arrival);
      if (isWhole) fault = decodePacket(view);
    }
    if (isWhole) delivered += arrival.frames;
    assert.ok(fragments.size <= MAX_PACKETS && fragments.held <= MAX_OCTETS);
    if (isWhole && fault === Fault.None) {
      assert.ok(view.payloadAt <= view.payloadEnd && view.payloadEnd <= view.buf.length);
      assert.ok(view.payloadOnWire >= view.payloadEnd - view.payloadAt);
    }
  }
  fragments.finish();
  assert.equal(delivered + fragments.abandoned, frames);
  assert.equal(fragments.size, 0);
  assert.equal(fragments.held, 0);
}
