/**
 * `cap:`: the child process over libpcap. Real packets in a network namespace of our own, which needs root and the built package; where the
 * package is not built, that is what the source has to say. CI may skip for no other reason.
 */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { openLibpcap } from '../../src/source/libpcap.js';
import { bundle } from '../support/bundle.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(import.meta.url);
let folder: string;
let child: URL;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'pinsight-cap-'));
  child = pathToFileURL(bundle('src/source/libpcap-child.ts', folder));
});
afterAll(() => rmSync(folder, { recursive: true }));

function worksHere(test: () => unknown): boolean {
  try {
    test();
    return true;
  } catch {
    return false;
  }
}

const built = worksHere(() => require('cap'));
const namespaces = worksHere(() =>
  execFileSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up'], { stdio: 'ignore' }),
);

test('a package that is not built is wrong use, with the remedy', async () => {
  const broken = path.join(folder, 'not-built.cjs');
  writeFileSync(broken, "require('./build/Release/cap.node');");
  await expect(openLibpcap({ interface: 'lo', child, packagePath: broken })).rejects.toMatchObject({
    code: 'cap_not_installed',
    message: expect.stringMatching(/optional package cap, which is not built: install .*libpcap-dev.*npm rebuild cap/),
  });
});

test('a package that is not there is wrong use, with the remedy', async () => {
  // From a folder without packages.
  const made = pathToFileURL(bundle('src/source/libpcap.ts', folder));
  const script = `(await import(${JSON.stringify(made.href)})).openLibpcap({ interface: 'lo' }).catch((error) => console.log(error.code, error.message))`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  expect(stdout).toMatch(
    /^cap_not_installed cap: needs the optional package cap, which is not installed: install .*npm install cap/,
  );
});

test('a child that dies before it answers is wrong use', async () => {
  const dying = path.join(folder, 'dying.cjs');
  writeFileSync(dying, 'process.abort();');
  await expect(openLibpcap({ interface: 'lo', child, packagePath: dying })).rejects.toMatchObject({
    code: 'cannot_open',
    message: expect.stringMatching(/cannot capture from cap:lo: its process ended \(SIGABRT\)/),
  });
});

/** Stands for the package: hands over what it is told to, then does what the line says. */
function fake(name: string, body: string): string {
  const file = path.join(folder, `${name}.cjs`);
  writeFileSync(
    file,
    `class Cap {
       static deviceList() { return [{ name: 'fake0' }]; }
       open(name, filter, octets, into) { this.into = into; ${body} }
       on(event, take) { this.take = take; }
     }
     exports.Cap = Cap;`,
  );
  return file;
}

test('packets of the child come whole, with its link type and their time of arrival; its death is the end', async () => {
  const packagePath = fake(
    'packets',
    `setTimeout(() => {
       for (let n = 1; n <= 5000; n++) { this.into.fill(n & 0xff, 0, 100); this.take(100); }
       setTimeout(() => process.abort(), 20);
     }, 1);
     return 'RAW';`,
  );
  const before = Date.now() * 1000 - 2000;
  const source = await openLibpcap({ interface: 'fake0', child, packagePath });
  expect([source.name, source.capture]).toEqual(['cap:fake0', 'fake0']);
  const firsts: number[] = [];
  const times: number[] = [];
  const cause = await new Promise((resolve) => {
    source.start({
      batch: (batch) => {
        for (let i = 0; i < batch.count; i++) {
          expect([batch.captured[i], batch.linkType[i]]).toEqual([100, 101]);
          firsts.push(batch.octets[batch.at[i]! + 99]!);
          times.push(batch.time[i]!);
        }
      },
      over: resolve,
    });
  });
  expect(firsts).toEqual(Array.from({ length: 5000 }, (_, n) => (n + 1) & 0xff));
  expect(Math.min(...times)).toBeGreaterThanOrEqual(before);
  expect(Math.max(...times)).toBeLessThanOrEqual(Date.now() * 1000 + 2000);
  expect(cause).toBe("the interface is gone, or libpcap's process died");
  expect(source.readCounters().received).toBe(5000);
});

test.each([
  ['an interface that is not there', 'nosuch0', "return 'RAW';", /cannot capture from cap:nosuch0: no such interface/],
  [
    'a refusal of libpcap',
    'fake0',
    "throw new Error('not permitted');",
    /not permitted; capturing needs root or CAP_NET_RAW/,
  ],
  [
    'a link type without a name',
    'fake0',
    "return 'Unknown linktype 276';",
    /its link type is none .*Unknown linktype 276/,
  ],
])('%s is wrong use', async (name, device, body, message) => {
  const packagePath = fake(name.replaceAll(' ', '-'), body);
  await expect(openLibpcap({ interface: device, child, packagePath })).rejects.toMatchObject({
    code: 'cannot_open',
    message: expect.stringMatching(message),
  });
});

const why = built ? (namespaces ? undefined : 'no network namespaces here') : 'the package cap is not built';
if (why !== undefined) {
  test('in a namespace', () => {
    // Without the package there is nothing to test; without a namespace CI would pass over what it is there for.
    expect(built && process.env['CI'] === 'true').toBe(false);
  });
} else {
  test('in a namespace: real packets, a filter, a snap length, and an interface that goes', async () => {
    const program = path.join(folder, 'program.ts');
    writeFileSync(
      program,
      `import { createSocket } from 'node:dgram';
       import { execFileSync } from 'node:child_process';
       import { openLibpcap } from ${JSON.stringify(path.join(ROOT, 'src/source/libpcap.ts'))};
       const common = { child: new URL(${JSON.stringify(child.href)}), packagePath: ${JSON.stringify(require.resolve('cap'))} };
       const source = await openLibpcap({ interface: 'lo', filter: 'udp dst port 4433', snaplen: 60, ...common });
       const packets = [];
       let over;
       const got = new Promise((resolve) => source.start({
         batch: (batch) => {
           for (let i = 0; i < batch.count; i++) {
             const at = batch.at[i];
             packets.push([batch.linkType[i], batch.captured[i], Buffer.from(batch.octets.slice(at, at + batch.captured[i])).toString('hex')]);
           }
           if (packets.length === 3) resolve(undefined);
         },
         over: (cause) => { over = cause; },
       }));
       const socket = createSocket('udp4');
       for (const [text, port] of [['one', 4433], ['other', 4434], ['two', 4433], ['x'.repeat(500), 4433]]) socket.send(text, port, '127.0.0.1');
       await got;
       source.close();
       socket.close();
       execFileSync('ip', ['tuntap', 'add', 'tun9', 'mode', 'tun']);
       execFileSync('ip', ['link', 'set', 'tun9', 'up']);
       const going = await openLibpcap({ interface: 'tun9', ...common });
       const gone = new Promise((resolve) => going.start({ batch: () => {}, over: resolve }));
       execFileSync('ip', ['link', 'del', 'tun9']);
       const cause = await gone;
       let refused = '';
       await openLibpcap({ interface: 'tun9', ...common }).catch((error) => { refused = error.message; });
       console.log(JSON.stringify({ packets, over: over ?? null, cause, refused }));`,
    );
    const made = bundle(path.relative(ROOT, program), folder);
    const { stdout } = await promisify(execFile)('unshare', [
      '-n',
      'sh',
      '-c',
      `ip link set lo up && exec "${process.execPath}" "${made}"`,
    ]);
    const { packets, over, cause, refused } = JSON.parse(stdout);
    const ETHERNET = 1;
    const headers = 14 + 20 + 8;
    expect(packets.map(([linkType, captured]: [number, number]) => [linkType, captured])).toEqual([
      [ETHERNET, headers + 3],
      [ETHERNET, headers + 3],
      [ETHERNET, 60],
    ]);
    const payloads = packets.map(([, , hex]: [number, number, string]) =>
      Buffer.from(hex, 'hex').subarray(headers).toString(),
    );
    expect(payloads).toEqual(['one', 'two', 'x'.repeat(18)]);
    expect([over, cause]).toEqual([null, "the interface is gone, or libpcap's process died"]);
    expect(refused).toMatch(/cannot capture from cap:tun9: no such interface/);
  });
}
