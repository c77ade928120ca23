// Puts the addon through what no caller should do to it, and through live packets: wrong names, sizes and types, use after close, columns
// that are taken away, environments that end under it. Every wrong use must be a JavaScript error. In a namespace of its own where that
// can be had (root); else only what needs no interface.
//
//   node native-hostile.mjs BINARY
import { execFileSync, spawnSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, Worker, workerData } from 'node:worker_threads';

const me = fileURLToPath(import.meta.url);
const [, , binary = workerData?.binary, inside] = process.argv;
const UNSHARED = 'unshared';

if (isMainThread && inside !== UNSHARED && process.getuid() === 0) {
  // Younger versions of Node have it without being asked.
  const flags = 'transfer' in ArrayBuffer.prototype ? [] : ['--harmony-rab-gsab-transfer'];
  const { status, signal } = spawnSync('unshare', ['--net', process.execPath, ...flags, me, binary, UNSHARED], {
    stdio: 'inherit',
  });
  process.exit(status ?? (signal === null ? 1 : 99));
}
const root = inside === UNSHARED || workerData?.root === true;
const addon = createRequire(import.meta.url)(binary);

const columns = (n = 4096) => ({
  at: new Uint32Array(n),
  captured: new Uint32Array(n),
  onWire: new Uint32Array(n),
  time: new Float64Array(n),
  linkType: new Uint16Array(n),
});
let checks = 0;
function check(truth, what) {
  checks++;
  if (!truth) {
    process.stderr.write(`hostile: ${what}\n`);
    process.exit(1);
  }
}
function refused(what, act) {
  let error;
  try {
    act();
  } catch (caught) {
    error = caught;
  }
  check(error instanceof Error && error.message.length > 0, `${what} was taken`);
}

const NAMES = [
  undefined,
  null,
  1,
  {},
  '',
  '.',
  '..',
  'a/b',
  'a b',
  'a:b',
  'a\0b',
  'x'.repeat(16),
  'x'.repeat(1 << 20),
  '\ud800\ud800\ud800\ud800\ud800\ud800',
];
const SIZES = [
  -1,
  0,
  1,
  16,
  1000,
  65_537,
  3 << 20,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  Number.MAX_VALUE,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1.5,
  '65536',
  null,
  {},
  1n,
];
const throwing = {
  get batch() {
    throw new Error('a getter');
  },
  get interface() {
    throw new Error('a getter');
  },
};

function wrongArguments() {
  const good = { interface: 'lo', batch: columns() };
  for (const options of [
    undefined,
    null,
    1,
    'lo',
    () => 0,
    throwing,
    new Proxy(
      {},
      {
        get() {
          throw new Error('a trap');
        },
      },
    ),
  ]) {
    refused(`Ring(${typeof options})`, () => new addon.Ring(options));
    refused(`Tun(${typeof options})`, () => new addon.Tun(options));
  }
  refused('Ring without new', () => addon.Ring(good));
  for (const name of NAMES) {
    refused('a name', () => new addon.Ring({ ...good, interface: name }));
    refused('a name', () => new addon.Tun({ ...good, interface: name, buffer: new Uint8Array(1 << 17) }));
    refused('a name', () => {
      if (addon.interfaceInfo(name) === undefined) throw new Error('none');
    });
  }
  for (const size of SIZES) {
    refused(`blockOctets ${String(size)}`, () => new addon.Ring({ ...good, blockOctets: size }));
    if (size !== 16 && size !== 1000)
      refused(`blocks ${String(size)}`, () => new addon.Ring({ ...good, blocks: size }));
    if (![1, 16, 1000].includes(size))
      refused(`blockTimeoutMs ${String(size)}`, () => new addon.Ring({ ...good, blockTimeoutMs: size }));
    if (![-1, 0, 1, 16, 1000].includes(size))
      refused(`fanoutGroup ${String(size)}`, () => new addon.Ring({ ...good, fanoutGroup: size }));
    if (size !== 1) refused(`direction ${String(size)}`, () => new addon.Ring({ ...good, direction: size }));
  }
  refused('a ring of 16 GiB', () => new addon.Ring({ ...good, blockOctets: 1 << 24, blocks: 1024 }));
  for (const filter of [
    'ip',
    1,
    new Uint16Array(4),
    new Uint8Array(0),
    new Uint8Array(7),
    new Uint8Array(8 * 4097),
    new Uint8Array(8).fill(0xff),
  ]) {
    refused('a filter', () => new addon.Ring({ ...good, filter }));
  }
  for (const name of Object.keys(columns())) {
    for (const wrong of [
      undefined,
      null,
      [],
      new Uint8Array(8),
      new Float32Array(8),
      new DataView(new ArrayBuffer(8)),
      new (columns()[name].constructor)(0),
    ]) {
      refused(`batch.${name}`, () => new addon.Ring({ ...good, batch: { ...columns(), [name]: wrong } }));
    }
  }
  for (const buffer of [
    undefined,
    [],
    new Uint8Array(0),
    new Uint8Array(1000),
    new Uint16Array(1 << 17),
    new DataView(new ArrayBuffer(1 << 17)),
  ]) {
    refused('a buffer', () => new addon.Tun({ interface: 'tun9', batch: columns(), buffer }));
  }
  for (const names of [undefined, 'net_raw', [1], ['sys_admin'], [throwing, {}]])
    refused('capabilities', () => addon.restrictCapabilities(names));
  for (const method of ['next', 'release', 'watch', 'setRef', 'statistics', 'error', 'close']) {
    refused(`${method} of another object`, () => addon.Ring.prototype[method].call({}));
    refused(`${method} of nothing`, () => addon.Ring.prototype[method].call(undefined));
  }
}

/** Datagrams on the loopback interface. */
async function traffic(count) {
  const socket = createSocket('udp4');
  const octets = Buffer.alloc(900, 7);
  for (let i = 0; i < count; i++) await new Promise((done) => socket.send(octets, 9, '127.0.0.1', done));
  socket.close();
}

/** Touches every octet that a batch names. */
function readAll(ring, batch, octets) {
  let sum = 0;
  let packets = 0;
  for (let n = ring.next(); n > 0; n = ring.next()) {
    for (let i = 0; i < n; i++) {
      check(
        batch.at[i] + batch.captured[i] <= octets.length && batch.onWire[i] >= batch.captured[i],
        'a packet outside the ring',
      );
      for (let at = batch.at[i]; at < batch.at[i] + batch.captured[i]; at++) sum += octets[at];
    }
    packets += n;
  }
  check(Number.isFinite(sum), 'a sum');
  return packets;
}

async function liveRings() {
  for (const size of [1, 7, 4096, 10_000]) {
    const batch = columns(size);
    const ring = new addon.Ring({ interface: 'lo', batch, blockOctets: 65_536, blocks: 4, fanoutGroup: -1 });
    let calls = 0;
    ring.watch(() => {
      calls++;
      ring.release();
      readAll(ring, batch, ring.octets);
    });
    refused('a second watch', () => ring.watch(() => 0));
    refused('watch of nothing', () => new addon.Ring({ interface: 'lo', batch }).watch());
    await traffic(300);
    await sleep(20);
    check(calls > 0, 'no call');
    const { octets } = ring;
    // node marks it as not transferable: version 20 copies it then, later ones refuse.
    try {
      structuredClone(octets, { transfer: [octets.buffer] });
    } catch {}
    check(octets.length === 4 * 65_536, 'the ring has been transferred');
    ring.close();
    ring.close();
    check(octets.length === 0 && ring.state.open === false, 'octets of a closed ring');
    for (const method of ['next', 'statistics', 'error', 'watch'])
      refused(`${method} after close`, () => ring[method](() => 0));
    refused('octets after close', () => ring.octets);
    ring.release();
    ring.setRef(true);
  }
  // Headers that lead outside: the memory is shared, so a wrong kernel can be played.
  for (const value of [0, 1, 15, 16, 0xffff, 0xfffffff0, 0xffffffff]) {
    for (const field of [0, 4, 8, 12, 16, 20, 24]) {
      const batch = columns();
      const ring = new addon.Ring({ interface: 'lo', batch, blockOctets: 65_536, blocks: 2 });
      await traffic(3);
      await sleep(5);
      const words = new DataView(ring.octets.buffer);
      // The block's first frame: its header, or (field 16 of the block: offset_to_first_pkt, 12: num_pkts) the block's.
      const first = words.getUint32(16, true);
      if (first > 0 && first < 1000) words.setUint32(field < 20 ? first + field : field === 20 ? 12 : 16, value, true);
      if (field === 16 && first > 0 && first < 1000) words.setUint32(first + 24, value, true); // tp_mac, tp_net
      readAll(ring, batch, ring.octets);
      ring.close();
    }
  }
  // Columns that are taken away.
  const batch = columns();
  const ring = new addon.Ring({ interface: 'lo', batch });
  structuredClone(batch.time, { transfer: [batch.time.buffer] });
  refused('a detached column', () => ring.next());
  ring.close();
  // Octets that are taken away, and looked at when the ring is closed.
  const robbed = new addon.Ring({ interface: 'lo', batch: columns() });
  check('transfer' in ArrayBuffer.prototype, 'nothing can be taken away');
  const taken = new Uint8Array(robbed.octets.buffer.transfer());
  robbed.close();
  check(Number.isInteger(taken.at(-1)), 'octets that were taken away');
  // Closed from its own call.
  const other = new addon.Ring({ interface: 'lo', batch: columns() });
  await new Promise((done) => {
    other.watch(() => {
      other.next();
      other.close();
      done();
    });
    traffic(3);
  });
}

async function liveTun() {
  const batch = columns(100);
  const buffer = new Uint8Array(1 << 18);
  const tun = new addon.Tun({ interface: 'tun%d', batch, buffer });
  const { name } = tun.state;
  refused('a second opening', () => new addon.Tun({ interface: name, batch, buffer }));
  const one = Uint32Array.of(0);
  for (const args of [
    [],
    [1, 2, 3, 4],
    [buffer, one, one, 2],
    [buffer, one, one, -1],
    [buffer, one, one, Number.NaN],
    [buffer, Uint32Array.of(buffer.length), Uint32Array.of(1), 1],
    [buffer, Uint32Array.of(0xffffffff), Uint32Array.of(0xffffffff), 1],
  ]) {
    refused('a write', () => tun.write(...args));
  }
  execFileSync('ip', ['link', 'set', name, 'up']);
  check(tun.write(buffer, one, Uint32Array.of(40), 1) === 1 && tun.state.refused === 1, 'a packet of zeros');
  check(tun.write(new Uint8Array(0), one, one, 1) === 1, 'a packet of nothing');
  execFileSync('ip', ['address', 'add', '10.9.0.1/24', 'dev', name]);
  let packets = 0;
  tun.watch((status) => {
    if (status < 0) return;
    for (let n = tun.next(); n > 0; n = tun.next()) packets += n;
  });
  const socket = createSocket('udp4');
  for (let i = 0; i < 250; i++) await new Promise((done) => socket.send('x', 9, '10.9.0.7', done));
  socket.close();
  await sleep(20);
  check(packets >= 200, `${packets} packets of 250`);
  structuredClone(buffer, { transfer: [buffer.buffer] });
  check(tun.next() === 0, 'a read into a buffer that is gone');
  tun.close();
  tun.close();
  refused('next after close', () => tun.next());
  refused('write after close', () => tun.write(new Uint8Array(1), one, one, 1));
}

/** Environments that end: by themselves, and ended from outside, with rings open, watched or not, and packets coming. */
async function endings() {
  for (const how of ['leave', 'exit', 'throw', 'terminate']) {
    for (let i = 0; i < 3; i++) {
      const worker = new Worker(me, { workerData: { binary, root, how }, stderr: true });
      await new Promise((ready) => worker.once('message', ready));
      const over = new Promise((done) => {
        worker.once('exit', done);
        worker.on('error', () => 0);
      });
      const flow = traffic(200);
      if (how === 'terminate') await worker.terminate();
      await Promise.all([over, flow]);
    }
  }
}

async function child({ how }) {
  const { parentPort } = await import('node:worker_threads');
  const open = (watched) => {
    const ring = new addon.Ring({ interface: 'lo', batch: columns() });
    if (watched) {
      ring.watch(() => {
        ring.next();
        if (how === 'throw') throw new Error('from the call');
        if (how === 'exit') process.exit(0);
      });
      if (how === 'leave') ring.setRef(false);
    }
    return ring.octets[0];
  };
  open(true);
  open(false);
  open(true);
  parentPort.postMessage('ready');
}

if (!isMainThread) await child(workerData);
else {
  if (root) execFileSync('ip', ['link', 'set', 'lo', 'up']);
  wrongArguments();
  if (root) {
    await liveRings();
    await liveTun();
    await endings();
    // The last: this process ends with a ring open.
    new addon.Ring({ interface: 'lo', batch: columns() }).watch(() => 0);
    addon.keepCapabilities();
    check(addon.restrictCapabilities(['net_raw']).join() === 'net_raw', 'net_raw is left');
    refused(
      'a TUN device without net_admin',
      () => new addon.Tun({ interface: 'tun9', batch: columns(), buffer: new Uint8Array(1 << 17) }),
    );
    new addon.Ring({ interface: 'lo', batch: columns() }).close();
    check(addon.restrictCapabilities([]).length === 0, 'nothing is left');
    refused('a ring without net_raw', () => new addon.Ring({ interface: 'lo', batch: columns() }));
  }
  process.stdout.write(`${checks} checks${root ? '' : ' (not root: no live packets)'}\n`);
  process.exit(0);
}
