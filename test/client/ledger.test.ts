/** FIELD-NOTES section 2: what a failed handshake weighs, and what proves nothing. */
import { type HandshakeEnd, PinLedger } from '../../src/client/ledger.js';

const START = Date.parse('2026-11-24T09:00:00Z') * 1000;
const SECOND = 1e6;
const OPTIONS = { failures: 3, ttlSeconds: 3600 };

const end: HandshakeEnd = {
  client: '10.8.0.2',
  name: 'api.pinned.test',
  ja4: 'app',
  outcomeClass: 'C',
  resumed: false,
  retried: false,
  earlyData: false,
  clientCertificate: false,
  serverClosedFirst: false,
  timeUs: START,
};
const worked: HandshakeEnd = { ...end, name: 'news.example', outcomeClass: 'used' };

/** A ledger told of `times` such ends, a second apart, by a client for which inspection works otherwise. */
function after(times: number, more: Partial<HandshakeEnd> = {}, first: HandshakeEnd | null = worked): PinLedger {
  const ledger = new PinLedger(OPTIONS);
  if (first !== null) ledger.record(first);
  for (let i = 0; i < times; i++) ledger.record({ ...end, ...more, timeUs: START + i * SECOND });
  return ledger;
}

const ask = (ledger: PinLedger, timeUs = START + 10 * SECOND, name = 'api.pinned.test', ja4?: string) =>
  ledger.pinFailures('10.8.0.2', name, timeUs, ja4)?.failures;

test.each([
  ['A', 2],
  ['B', 2],
  ['C', 3],
  ['D', 6],
] as const)('class %s: %i failures make a pin, one less does not', (outcomeClass, needed) => {
  expect(ask(after(needed - 1, { outcomeClass }))).toBeUndefined();
  expect(ask(after(needed, { outcomeClass }))).toBe(needed);
});

test.each(['resumed', 'retried', 'earlyData', 'clientCertificate', 'serverClosedFirst'] as const)(
  'not evidence: %s',
  (field) => {
    expect(ask(after(20, { [field]: true }))).toBeUndefined();
  },
);

test('alerts: a wrong clock (45) and other complaints are no pin; 42, 46 and 48 are', () => {
  for (const alert of [40, 45, 70, 90, 0]) expect(ask(after(20, { outcomeClass: 'A', alert }))).toBeUndefined();
  for (const alert of [42, 46, 48]) expect(ask(after(2, { outcomeClass: 'A', alert }))).toBe(2);
});

test('a handshake without a class says nothing', () => {
  expect(ask(after(20, { outcomeClass: undefined }))).toBeUndefined();
});

test('a client for which nothing works under inspection proves nothing: it lacks our CA', () => {
  const ledger = after(20, { outcomeClass: 'A' }, null);
  expect(ask(ledger)).toBeUndefined();
  ledger.record({ ...worked, timeUs: START + 9 * SECOND });
  expect(ask(ledger)).toBe(20);
});

test('it works after all: counter-evidence', () => {
  const ledger = after(5);
  ledger.record({ ...end, outcomeClass: 'used', timeUs: START + 6 * SECOND });
  expect(ask(ledger)).toBeUndefined();
});

test('a browser that works on the name says nothing about the app that fails on it', () => {
  const ledger = after(5);
  ledger.record({ ...end, ja4: 'browser', outcomeClass: 'used', timeUs: START + 6 * SECOND });
  expect(ask(ledger)).toBe(5);
  expect(ask(ledger, START + 10 * SECOND, 'api.pinned.test', 'app')).toBe(5);
  expect(ask(ledger, START + 10 * SECOND, 'api.pinned.test', 'browser')).toBeUndefined();
});

test('names are compared lower case and without the final dot; other clients and names are untouched', () => {
  const ledger = after(3, { name: 'API.pinned.TEST.' });
  expect(ledger.pinFailures('10.8.0.2', 'api.Pinned.test', START + 5 * SECOND)).toEqual({
    name: 'api.pinned.test',
    failures: 3,
  });
  expect(ledger.pinFailures('10.8.0.3', 'api.pinned.test', START + 5 * SECOND)).toBeUndefined();
  expect(ask(ledger, START + 5 * SECOND, 'www.pinned.test')).toBeUndefined();
});

test('valid for its time, by packet time', () => {
  const ledger = after(3);
  ledger.record({ ...worked, timeUs: START + 3600 * SECOND });
  expect(ask(ledger, START + 3602 * SECOND)).toBe(3);
  expect(ask(ledger, START + 3603 * SECOND)).toBeUndefined();
  // Failures from before then do not add up with new ones.
  for (const i of [4000, 4001]) ledger.record({ ...end, timeUs: START + i * SECOND });
  expect(ask(ledger, START + 4002 * SECOND)).toBeUndefined();
});

test('bounded in entries and in clients, counted', () => {
  const ledger = new PinLedger(OPTIONS, { clients: 2, entriesPerClient: 3 });
  ledger.record(worked);
  for (let i = 0; i < 5; i++) for (let n = 0; n < 3; n++) ledger.record({ ...end, name: `n${i}.example` });
  expect(ledger.evictedEntries).toBe(2);
  expect(ask(ledger, START, 'n0.example')).toBeUndefined();
  expect(ask(ledger, START, 'n4.example')).toBe(3);
  for (const client of ['10.8.0.3', '10.8.0.4']) ledger.record({ ...end, client });
  expect(ask(ledger, START, 'n4.example')).toBeUndefined();
  expect(ledger.evictedEntries).toBe(5);
});

test('what is no host name is not learned', () => {
  expect(ask(after(5, { name: 'a'.repeat(300) }), START + 9 * SECOND, 'a'.repeat(300))).toBeUndefined();
  expect(ask(after(5, { name: '' }), START + 9 * SECOND, '')).toBeUndefined();
});
