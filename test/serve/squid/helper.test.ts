/** SquidHelper between streams and a client of the service's that answers as told. */
import { PassThrough } from 'node:stream';
import type { ClientVerdict } from '../../../src/serve/node-client.js';
import { MAX_OUTSTANDING, SquidHelper } from '../../../src/serve/squid/helper.js';
import { MAX_LINE_OCTETS } from '../../../src/serve/squid/line.js';

type Asked = 'byHello' | 'byFlow';

function answered(action: 'inspect' | 'bypass', reason: string, app?: string): ClientVerdict {
  return { answered: true, action, reason, ...(app === undefined ? {} : { app }) } as ClientVerdict;
}

interface Rig {
  readonly input: PassThrough;
  readonly asked: { by: Asked; sni?: string | undefined; notBefore?: number }[];
  readonly helper: SquidHelper;
  readonly warnings: string[];
  /** Ends the input; all that was answered. */
  end(): Promise<string[]>;
}

function rig(answer: (by: Asked, sni?: string) => Promise<ClientVerdict>, waitMs = 0): Rig {
  const input = new PassThrough();
  const output = new PassThrough({ highWaterMark: 64 * 1024 * 1024 });
  const asked: Rig['asked'] = [];
  const warnings: string[] = [];
  const helper = new SquidHelper({
    input,
    output,
    client: {
      byHello: (_, form) => {
        const sni = 'fields' in form ? form.fields.sni : undefined;
        asked.push({ by: 'byHello', sni });
        return answer('byHello', sni);
      },
      byFlow: (_, _wait, notBefore) => {
        asked.push({ by: 'byFlow', ...(notBefore === undefined ? {} : { notBefore }) });
        return answer('byFlow');
      },
    },
    waitMs,
    onFailure: 'inspect',
    warn: (cause) => warnings.push(cause),
  });
  const over = helper.run();
  const end = async (): Promise<string[]> => {
    input.end();
    await over;
    return ((output.read() as Buffer | null) ?? Buffer.alloc(0)).toString().split('\n').slice(0, -1);
  };
  return { input, asked, helper, warnings, end };
}

const question = (channel: number, name: string): string => `${channel} 10.8.0.2 51234 203.0.113.7 443 ${name}\n`;

test('OK for bypass, ERR for inspect, each with its channel', async () => {
  const { input, end } = rig(async (_, sni) =>
    sni === 'pinned.example' ? answered('bypass', 'pinned_app', 'An App') : answered('inspect', 'not_pinned'),
  );
  input.write(question(4, 'pinned.example') + question(7, 'www.example.org'));
  expect((await end()).sort()).toEqual([
    '4 OK clt_conn_tag=pinsight:bypass pinsight_action=bypass pinsight_reason=pinned_app pinsight_app="An App"',
    '7 ERR clt_conn_tag=pinsight:inspect pinsight_action=inspect pinsight_reason=not_pinned',
  ]);
});

test('the order of answers is that of the service, not of the questions', async () => {
  let late = (_: ClientVerdict): void => {};
  const { input, end } = rig((_, sni) =>
    sni === 'late.example'
      ? new Promise((resolve) => {
          late = resolve;
        })
      : Promise.resolve(answered('inspect', 'not_pinned')),
  );
  input.write(question(1, 'late.example') + question(2, 'early.example'));
  await new Promise((resolve) => setTimeout(resolve, 20));
  late(answered('bypass', 'pinned_app'));
  expect((await end()).map((line) => line.slice(0, 4))).toEqual(['2 ER', '1 OK']);
});

test('with an interface: by 5-tuple first, by name where it has seen no hello', async () => {
  const { input, asked, end } = rig(
    async (by) => (by === 'byFlow' ? answered('inspect', 'no_hello') : answered('bypass', 'policy_always')),
    20,
  );
  input.write(question(1, 'a.example'));
  expect((await end())[0]).toMatch(/^1 OK /);
  expect(asked).toEqual([{ by: 'byFlow' }, { by: 'byHello', sni: 'a.example' }]);
});

test('verdicts of long before the connection was accepted are of another one; the kernel has a hello a little before', async () => {
  const { input, asked, end } = rig(async () => answered('bypass', 'pinned_app'), 20);
  input.write('1 10.8.0.2 51234 203.0.113.7 443 a.example 1790000000.250 -\n');
  await end();
  expect(asked).toEqual([{ by: 'byFlow', notBefore: 1_789_999_999_250_000 }]);
});

test('without an answer: ERR, and said so', async () => {
  const { input, end, helper } = rig(async () => ({ answered: false, action: 'inspect', cause: 'no answer in time' }));
  input.write(question(1, 'a.example'));
  expect(await end()).toEqual([
    '1 ERR clt_conn_tag=pinsight:inspect pinsight_action=inspect pinsight_reason=no_answer',
  ]);
  expect(helper.counters.unanswered).toBe(1);
});

test('lines in any pieces', async () => {
  const { input, end } = rig(async () => answered('inspect', 'not_pinned'));
  for (const octet of Buffer.from(question(1, 'a.example') + question(2, 'b.example'))) input.write(Buffer.of(octet));
  expect((await end()).map((line) => line[0])).toEqual(['1', '2']);
});

test('lines that ask nothing: answered where there is a channel, warned of once, and the next one is read', async () => {
  const { input, end, warnings, asked } = rig(async () => answered('bypass', 'pinned_app'));
  input.write('\nnonsense\n\n');
  input.write(`8 ${'x'.repeat(3 * MAX_LINE_OCTETS)}\n`);
  input.write(Buffer.concat([Buffer.from('9 '), Buffer.from([0xff, 0, 0xfe]), Buffer.from('\n')]));
  input.write(question(10, 'a.example'));
  const lines = await end();
  expect(lines.slice(0, 2)).toEqual([
    '8 ERR pinsight_action=inspect pinsight_reason=bad_request',
    '9 ERR pinsight_action=inspect pinsight_reason=bad_request',
  ]);
  expect(lines[2]).toMatch(/^10 OK /);
  expect(warnings).toHaveLength(3);
  expect(asked).toHaveLength(1);
});

test('a line without an end is not kept', async () => {
  const { input, end } = rig(async () => answered('bypass', 'pinned_app'));
  for (let i = 0; i < 64; i++) input.write(Buffer.alloc(64 * 1024, 0x31));
  expect(await end()).toEqual([]);
});

test('no more outstanding than the bound: what is above it is inspected at once', async () => {
  const waiting: ((verdict: ClientVerdict) => void)[] = [];
  const { input, end, helper } = rig(() => new Promise((resolve) => waiting.push(resolve)));
  let text = '';
  for (let i = 0; i < MAX_OUTSTANDING + 3; i++) text += question(i, 'a.example');
  input.write(text);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(waiting).toHaveLength(MAX_OUTSTANDING);
  expect(helper.counters.unanswered).toBe(3);
  for (const answer of waiting) answer(answered('bypass', 'pinned_app'));
  const lines = await end();
  expect(lines).toHaveLength(MAX_OUTSTANDING + 3);
  expect(lines.filter((line) => line.includes(' ERR '))).toHaveLength(3);
});
