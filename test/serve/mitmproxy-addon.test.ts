/**
 * The addon for mitmproxy on a service, with a stand-in for mitmproxy's own modules: what a hostile client can do to the one connection
 * that all questions go over. With the real program: test/integration/mitmproxy.e2e.test.ts.
 */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { VerdictSocket } from '../../src/serve/socket.js';
import { helloFor, newService, PINNED_NAME, socketPath } from './support.js';

const ADDON = fileURLToPath(new URL('../../integrations/mitmproxy/pinsight_addon.py', import.meta.url));
/** Asks about each hello of a list at once; prints which connections are left alone. */
const DRIVER = `
import asyncio, importlib.util, json, sys
from types import ModuleType, SimpleNamespace as Some
addon_file, where, on_failure, hellos = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.stdin.read())
stand_in = ModuleType("mitmproxy")
stand_in.ctx = Some(options=Some(pinsight_service=where, pinsight_timeout=5000, pinsight_on_failure=on_failure))
stand_in.exceptions = Some(OptionsError=ValueError)
stand_in.version = Some(VERSION="10.0")
sys.modules["mitmproxy"] = stand_in
spec = importlib.util.spec_from_file_location("addon", addon_file)
addon = importlib.util.module_from_spec(spec)
sys.dont_write_bytecode = True
spec.loader.exec_module(addon)
def question(i, sni, octets):
    client = Some(peername=("::ffff:10.8.0.2", 50000 + i, 0, 0), id=str(i), transport_protocol="tcp")
    server = Some(address=("203.0.113.7", 443), peername=None)
    hello = Some(sni=sni, raw_bytes=lambda: octets)
    return Some(context=Some(client=client, server=server), client_hello=hello, ignore_connection=False)
async def main():
    own = addon.addons[0]
    own.configure({"pinsight_service"})
    asked = [question(i, sni, bytes.fromhex(octets)) for i, (sni, octets) in enumerate(hellos)]
    await asyncio.gather(*(own.tls_clienthello(data) for data in asked))
    own.done()
    print(json.dumps([data.ignore_connection for data in asked]))
asyncio.run(main())
`;

const describePython = spawnSync('python3', ['--version']).status === 0 ? describe : describe.skip;

async function leftAlone(path: string, onFailure: string, hellos: readonly (readonly [string, Uint8Array])[]) {
  const child = spawn('python3', ['-c', DRIVER, ADDON, path, onFailure], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(hellos.map(([sni, octets]) => [sni, Buffer.from(octets).toString('hex')])));
  let said = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) said += chunk;
  return JSON.parse(said) as boolean[];
}

describePython('addon', () => {
  const pinned = [PINNED_NAME, helloFor(PINNED_NAME)] as const;
  const other = ['www.example.org', helloFor('www.example.org')] as const;
  const long = ['long.example.org', new Uint8Array(70_000)] as const;

  test('a hello that is longer than a question may be is inspected, and costs nobody else the answer', async () => {
    const path = socketPath();
    const socket = new VerdictSocket(newService());
    await socket.listen({ path });
    // Were the connection lost, `other` would be left alone and `pinned` not.
    expect(await leftAlone(path, 'bypass', [other, long, other])).toEqual([false, false, false]);
    expect(await leftAlone(path, 'inspect', [pinned, long, pinned])).toEqual([true, false, true]);
    expect(socket.counters.bad).toBe(0);
    await socket.close(100);
  });

  test('no service: what the operator said', async () => {
    const path = socketPath();
    expect(await leftAlone(path, 'inspect', [pinned, other])).toEqual([false, false]);
    expect(await leftAlone(path, 'bypass', [pinned, other])).toEqual([true, true]);
  });
});
