import { mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { reloadModel } from '../../src/cli/commands/serve.js';
import { serviceFlags } from '../../src/cli/listening.js';
import { AuditFile } from '../../src/serve/audit.js';
import { BypassSets } from '../../src/serve/nft/bypass-sets.js';
import { startServices } from '../../src/serve/services.js';
import { APP_JA4, ENDS, FLOW, newService, Peer, PINNED_NAME, socketPath } from './support.js';

const folder = mkdtempSync(path.join(tmpdir(), 'serve-command-'));
const SOCKET = '/run/x/v.sock';
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

describe('options for listening', () => {
  test('loopback and a socket, unless something else is said', () => {
    expect(serviceFlags({ socket: SOCKET })).toMatchObject({ socket: SOCKET, http: { host: '127.0.0.1', port: 8480 } });
    expect(serviceFlags({ socket: SOCKET, http: 'none' }).http).toBeUndefined();
    expect(() => serviceFlags({ socket: 'none', http: 'none' })).toThrow('nothing to listen on');
  });

  test('others can reach it only if the operator says so', () => {
    for (const host of ['0.0.0.0', '::', '192.0.2.1', 'gateway']) {
      const at = { host, port: 1 };
      expect(() => serviceFlags({ socket: SOCKET, http: at })).toThrow('--allow-remote');
      expect(() => serviceFlags({ socket: SOCKET, tcp: at })).toThrow('--allow-remote');
      expect(serviceFlags({ socket: SOCKET, http: at, allowRemote: true }).http).toEqual(at);
    }
    for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
      expect(serviceFlags({ socket: SOCKET, tcp: { host, port: 1 } }).tcp?.host).toBe(host);
    }
  });

  test('a token is one line that can stand in a header, and not a short one', () => {
    const file = path.join(folder, 'token');
    for (const [text, token] of [
      ['0123456789abcdef\n', '0123456789abcdef'],
      ['short', undefined],
      ['0123456789abcdef\n0123456789abcdef\n', undefined],
      ['0123456789abcde\u0000', undefined],
    ] as const) {
      writeFileSync(file, text);
      const flags = { socket: SOCKET, tokenFile: file };
      if (token === undefined) expect(() => serviceFlags(flags)).toThrow('--token-file');
      else expect(serviceFlags(flags).token).toBe(token);
    }
  });
});

test('reload: what cannot be read changes nothing, what can counts from then on', async () => {
  const service = newService();
  const policy = path.join(folder, 'policy.yaml');
  const errors: object[] = [];
  const log = { info: () => {}, error: (what: object) => errors.push(what) } as never;
  const action = (): string => {
    const answer = service.byHello(ENDS, { fields: { sni: PINNED_NAME, ja4: APP_JA4 } }, 'socket');
    return typeof answer === 'string' ? answer : answer.verdict.action;
  };
  writeFileSync(policy, 'never: {hosts: [signal.org]}: ]');
  expect(await reloadModel(service, { catalog: [], policy }, undefined, log)).toBe(false);
  expect(errors).toHaveLength(1);
  expect(action()).toBe('bypass');
  writeFileSync(policy, 'never:\n  hosts: [signal.org]\n');
  expect(await reloadModel(service, { catalog: [], policy }, undefined, log)).toBe(true);
  expect(action()).toBe('inspect');
});

test('the audit log has a line for each bypass, and follows its rotation', async () => {
  const file = path.join(folder, 'audit.jsonl');
  const audit = new AuditFile(file, () => {});
  const service = newService({ audit: (ends, answer, via) => audit.bypass(ends, answer, via) });
  const ask = (sni: string): unknown => service.byHello(ENDS, { fields: { sni, ja4: APP_JA4 } }, 'spoe');
  ask(PINNED_NAME);
  ask('www.example.org');
  renameSync(file, `${file}.1`);
  audit.reopen();
  ask(PINNED_NAME);
  audit.close();
  for (const name of [file, `${file}.1`]) {
    const lines = readFileSync(name, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      event_type: 'bypass',
      via: 'spoe',
      src_ip: '10.8.0.2',
      dest_ip: '203.0.113.7',
      action: 'bypass',
      reason: 'pinned_app',
      app: 'Signal',
      evidence: expect.arrayContaining([expect.objectContaining({ kind: 'sni', value: PINNED_NAME, app: 'Signal' })]),
    });
  }
});

test('an audit log that cannot be written is said once, and its lines counted', () => {
  const causes: string[] = [];
  const audit = new AuditFile('/dev/full', (cause) => causes.push(cause));
  const service = newService({ audit: (ends, answer, via) => audit.bypass(ends, answer, via) });
  for (let i = 0; i < 3; i++) {
    service.byHello(ENDS, { fields: { sni: PINNED_NAME, ja4: APP_JA4 } }, 'socket');
    audit.flush();
  }
  expect(causes).toEqual(['/dev/full: no space left on device']);
  expect(audit.counters).toEqual({ lines: 0, lost: 3 });
});

test('services start together, count what they did, and end together', async () => {
  const socket = socketPath();
  const flags = { socket, tcp: { host: '127.0.0.1', port: 0 }, http: { host: '127.0.0.1', port: 0 } };
  const services = await startServices({ service: newService(), flags, log: quiet, version: '1' });
  for (const at of [{ path: socket }, { port: services.tcpPort! }]) {
    const peer = new Peer(at);
    peer.send({ requestId: 1, byHello: { flow: FLOW, fields: { sni: PINNED_NAME, ja4: APP_JA4 } } });
    expect((await peer.answers(1))[0]?.verdict?.action).toBe('bypass');
    peer.socket.destroy();
  }
  const metrics = await (await fetch(`http://127.0.0.1:${services.httpPort}/metrics`)).text();
  expect(metrics).toContain('pinsight_serve_answers_total{via="socket",action="bypass",reason="pinned_app"} 2');
  expect(metrics).toContain('pinsight_serve_socket_events_total{event="accepted"} 2');
  await services.close();
  await expect(fetch(`http://127.0.0.1:${services.httpPort}/healthz`)).rejects.toThrow();
});

test('one page of metrics: those of whoever is beside the service, then its own, HAProxy and nftables among them', async () => {
  const spoe = { path: socketPath() };
  const flags = { spoe, http: { host: '127.0.0.1', port: 0 } };
  const sets = new BypassSets({ ruleset: { table: 'unused', quic: false }, timeoutSeconds: 600, log: quiet });
  const metrics = async (): Promise<string> => 'pinsight_packets_total 7\n';
  const services = await startServices({ service: newService(), flags, log: quiet, version: '1', sets, metrics });
  const peer = connect(spoe);
  await new Promise((resolve) => peer.once('connect', resolve));
  const text = await (await fetch(`http://127.0.0.1:${services.httpPort}/metrics`)).text();
  expect(text.startsWith('pinsight_packets_total 7\n# HELP ')).toBe(true);
  for (const line of [
    'pinsight_serve_spoe_events_total{event="accepted"} 1',
    'pinsight_serve_spoe_connections 1',
    'pinsight_serve_nft_members 0',
    'pinsight_serve_nft_elements_total{event="added"} 0',
  ])
    expect(text.split('\n')).toContain(line);
  expect(await services.metrics()).toBe(text.slice(text.indexOf('\n') + 1));
  peer.destroy();
  await services.close();
});

test('where one cannot listen none does', async () => {
  const socket = socketPath();
  const http = { host: '127.0.0.1', port: 0 };
  const first = await startServices({ service: newService(), flags: { http }, log: quiet, version: '1' });
  const taken = { socket, http: { host: '127.0.0.1', port: first.httpPort! } };
  await expect(startServices({ service: newService(), flags: taken, log: quiet, version: '1' })).rejects.toThrow(
    'address already in use',
  );
  const again = await startServices({ service: newService(), flags: { socket }, log: quiet, version: '1' });
  await again.close();
  await first.close();
});
