import { mkdtempSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { type AttachFlags, addAttachOptions } from '../../../src/cli/attach/options.js';
import { checkServing, isServing, startService } from '../../../src/cli/attach/service.js';
import { quietModel } from '../../../src/cli/model.js';
import { FlowVerdicts } from '../../../src/serve/flow-verdicts.js';
import { ENDS, PINNED_NAME, recordOf } from '../../serve/support.js';

const flagsOf = (...args: readonly string[]): AttachFlags =>
  addAttachOptions(new Command().exitOverride().configureOutput({ writeErr: () => {} }))
    .parse([...args], { from: 'user' })
    .opts();
const quiet = { info: () => {}, warn: () => {}, error: () => {} };

test('what goes together, and what does not', () => {
  for (const [args, words] of [
    [[], undefined],
    [['--serve', '--spoe', '12345', '--audit', 'a'], undefined],
    [['--nft', '--nft-quic', '--nft-redirect', '8080', '--audit', 'a'], undefined],
    [['--spoe', '12345'], 'need --serve'],
    [['--socket', 'none'], 'need --serve'],
    [['--audit', 'a'], '--audit: needs --serve or --nft'],
    [['--serve', '--nft-redirect', '8080'], '--nft-...: need --nft'],
    [['--serve', '--redact', 'key'], '--redact: hides'],
    [['--nft', '--redact', 'key'], '--redact: hides'],
  ] as const) {
    const check = (): void => checkServing(flagsOf(...args));
    if (words === undefined) expect(check).not.toThrow();
    else expect(check).toThrow(words);
  }
  expect([isServing(flagsOf()), isServing(flagsOf('--serve')), isServing(flagsOf('--nft'))]).toEqual([
    false,
    true,
    true,
  ]);
});

test('options of nftables: a table unless one is named, and bounds', () => {
  expect(flagsOf('--nft')).toMatchObject({ nft: 'pinsight', nftTimeout: 600, nftInterface: [] });
  const more = flagsOf('--nft', 'mine', '--nft-timeout', '60', '--nft-interface', 'a', '--nft-interface', 'b');
  expect(more).toMatchObject({ nft: 'mine', nftTimeout: 60, nftInterface: ['a', 'b'] });
  for (const [option, value] of [
    ['--nft-timeout', '0'],
    ['--nft-timeout', '86401'],
    ['--nft-redirect', '65536'],
  ] as const)
    expect(() => flagsOf('--nft', option, value)).toThrow(option);
});

test('what the interface saw answers by 5-tuple, and is in the audit log; another policy counts from then on', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'attach-service-'));
  const socket = path.join(folder, 'v.sock');
  const audit = path.join(folder, 'audit.jsonl');
  const flags = flagsOf('--serve', '--socket', socket, '--http', 'none', '--audit', audit);
  const model = await quietModel(flags);
  const service = await startService('tun0', flags, model, quiet, async () => 'pinsight_packets_total 1\n');
  const probe = connect(socket);
  await new Promise((resolve) => probe.once('connect', resolve));
  probe.destroy();
  expect(service.service.flows).toBeInstanceOf(FlowVerdicts);
  service.saw(recordOf(7, ENDS, 'verdict', 1e15));
  const answers: unknown[] = [];
  service.service.byFlow(ENDS, 0, 0, 'socket', (answer) => answers.push(answer));
  expect(answers).toEqual([expect.objectContaining({ flowId: 7, sni: PINNED_NAME })]);
  service.saw(recordOf(7, ENDS, 'flow', 1e15));
  expect(service.service.flows?.find(ENDS)).toBeUndefined();
  expect(await service.metrics()).toMatch(/^pinsight_serve_flow_verdicts 1$/m);
  const strict = await quietModel({ ...flags, policy: 'strict' });
  service.replace(strict);
  expect(service.service.policy).toBe(strict.policy);
  await service.close();
  expect(readFileSync(audit, 'utf8').trimEnd().split('\n')).toHaveLength(1);
  await expect(new Promise((_, reject) => connect(socket).once('error', reject))).rejects.toThrow('ENOENT');
});
