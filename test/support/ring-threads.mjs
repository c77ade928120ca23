// Threads that open a ring and end, each in its own way: node ring-threads.mjs. Prints how many packet sockets there were while each lived, and
// after it; one JSON list.
import { readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { loadNative } from '../../native-bindings/load.js';

const SOON_MS = 50;
const sockets = () => readFileSync('/proc/self/net/packet', 'utf8').trim().split('\n').length - 1;

if (isMainThread) {
  const counts = [];
  for (const isWatched of [true, false]) {
    for (const how of ['throw', 'exit', 'terminate']) {
      const worker = new Worker(new URL(import.meta.url), { workerData: { isWatched, how } });
      worker.on('error', () => {});
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      await new Promise((resolve) => worker.once('message', resolve));
      counts.push(sockets());
      if (how === 'terminate') await worker.terminate();
      await ended;
      counts.push(sockets());
    }
  }
  process.stdout.write(`${JSON.stringify(counts)}\n`);
} else {
  const column = (Column) => new Column(64);
  const batch = {
    at: column(Uint32Array),
    captured: column(Uint32Array),
    onWire: column(Uint32Array),
    time: column(Float64Array),
    linkType: column(Uint16Array),
  };
  const ring = new (loadNative().addon.Ring)({ interface: 'lo', batch });
  globalThis.kept = ring.octets;
  ring.next();
  if (workerData.isWatched) ring.watch(() => {});
  setTimeout(() => {}, 60_000);
  if (workerData.how === 'throw') {
    setTimeout(() => {
      throw new Error('as the test wants');
    }, SOON_MS);
  }
  if (workerData.how === 'exit') setTimeout(() => process.exit(0), SOON_MS);
  parentPort.postMessage(0);
}
