// Opens rings or TUN devices in the namespace it is run in and says what came: the other half of live-child.ts. From built files, since what
// runs in a namespace is a process of its own. Says `ready`, obeys lines on standard input, answers `stop` with one line of JSON.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const { dist, sources, inWorker } = isMainThread ? JSON.parse(process.argv[2]) : workerData;
const built = (file) => import(pathToFileURL(`${dist}/${file}`).href);

/** A block that is not full comes after its time-out of a millisecond; this is ample. */
const SETTLE_MS = 60;

async function open() {
  const { openRing } = await built('source/ring.js');
  const { openTun } = await built('source/tun.js');
  let group;
  return sources.map(({ kind, quiet, stallMs, ...options }) => {
    if (options.fanoutGroup === 'join') options.fanoutGroup = group;
    const source = kind === 'tun' ? openTun(options) : openRing(options);
    group ??= source.fanoutGroup;
    const result = {
      name: source.name,
      capture: source.capture,
      linkType: source.linkType,
      batches: 0,
      packets: [],
      worstUs: 0,
    };
    source.start({
      batch(batch) {
        const now = Date.now() * 1000;
        result.batches++;
        if (stallMs > 0 && result.batches === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stallMs);
        for (let i = 0; i < batch.count; i++) {
          if (now - batch.time[i] > result.worstUs) result.worstUs = now - batch.time[i];
          if (quiet) continue;
          const octets = batch.octets.subarray(batch.at[i], batch.at[i] + batch.captured[i]);
          const { firstFrame } = batch;
          const hex = Buffer.from(octets).toString('hex');
          result.packets.push({
            frame: firstFrame + i,
            time: batch.time[i],
            onWire: batch.onWire[i],
            linkType: batch.linkType[i],
            hex,
          });
        }
      },
      over: (cause) => {
        result.over = cause;
      },
    });
    return { source, result };
  });
}

async function serve(say, onLine) {
  let opened;
  try {
    opened = await open();
  } catch (error) {
    say(JSON.stringify({ error: error.message, code: error.code }));
    return;
  }
  onLine((line) => {
    const [word, ...rest] = line.split(' ');
    if (word === 'write') {
      // write SOURCE HEX: one packet out of the tunnel
      const octets = Uint8Array.from(Buffer.from(rest[1] ?? '', 'hex'));
      const { source } = opened[Number(rest[0])];
      source.write(octets, Uint32Array.of(0), Uint32Array.of(octets.length), 1);
      return;
    }
    setTimeout(() => {
      const results = opened.map(({ source, result }) => {
        source.drain();
        const counters = { ...source.readCounters() };
        const { refused } = source;
        source.close();
        source.close();
        return { ...result, counters, refused };
      });
      say(JSON.stringify(results));
    }, SETTLE_MS);
  });
  say('ready');
}

if (!isMainThread) {
  await serve(
    (text) => parentPort.postMessage(text),
    (act) => parentPort.on('message', act),
  );
} else {
  const say = (text) => process.stdout.write(`${text}\n`);
  const lines = createInterface({ input: process.stdin });
  const finish = (text) => {
    say(text);
    if (text !== 'ready') lines.close();
  };
  if (inWorker) {
    const worker = new Worker(new URL(import.meta.url), { workerData: { dist, sources } });
    worker.on('message', (text) => {
      finish(text);
      if (text !== 'ready') worker.terminate();
    });
    lines.on('line', (line) => worker.postMessage(line));
  } else {
    await serve(finish, (act) => lines.on('line', act));
  }
}
