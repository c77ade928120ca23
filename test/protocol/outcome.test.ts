// FIELD-NOTES section 2, row by row.
import { type ClientTrace, newClientTrace, outcomeClass, outcomeOf } from '../../src/protocol/outcome.js';

const trace = (fields: Partial<ClientTrace>): ClientTrace => ({ ...newClientTrace(), ...fields });
const tls13 = (lengths: number[], ended = true, early = false) =>
  outcomeClass(trace({ lengths, changeCipherSpec: true }), true, early, ended);

describe('TLS 1.3', () => {
  for (const [name, lengths, expected] of [
    ['B: an alert instead of Finished', [19], 'B'],
    ['B: padded (Java)', [35], 'B'],
    ['C: Finished with SHA-256, then an alert', [53, 19], 'C'],
    ['C: Finished with SHA-384, then an alert', [69, 19], 'C'],
    ['C: padded Finished, padded alert', [85, 35], 'C'],
    ['C: Finished, then nothing', [69], 'C'],
    ['D: no record', [], 'D'],
    ['used: Finished, then a request', [69, 120], 'used'],
    ['used: Finished, an alert-sized record, then a request', [53, 35, 120], 'used'],
    ['C: a certificate, its verification and Finished, then an alert', [900, 281, 69, 19], 'C'],
    ['used: a certificate, its verification and Finished, then a request', [900, 281, 69, 200], 'used'],
    ['C: an empty certificate and Finished, then an alert', [25, 69, 19], 'C'],
    ['B: tag of 8 octets (CCM_8)', [11], 'B'],
    ['C: tag of 8 octets (CCM_8)', [45, 11], 'C'],
  ] as const) {
    test(name, () => expect(tls13([...lengths])).toBe(expected));
  }

  test('C and D wait for the end, B and used do not', () => {
    expect(tls13([], false)).toBeUndefined();
    expect(tls13([69], false)).toBeUndefined();
    expect(tls13([69, 19], false)).toBeUndefined();
    expect(tls13([19], false)).toBe('B');
    expect(tls13([69, 120], false)).toBe('used');
  });

  test('with early data any record after the ServerHello but a lone alert is use', () => {
    expect(tls13([21, 53], false, true)).toBe('used');
    expect(tls13([19], false, true)).toBe('B');
  });
});

describe('TLS 1.2', () => {
  for (const [name, fields, expected] of [
    ['used: a type-23 record', { changeCipherSpec: true, lengths: [30] }, 'used'],
    ['C: Finished, then an encrypted alert', { changeCipherSpec: true, encryptedAlert: true }, 'C'],
    ['B: an encrypted alert without a Finished', { encryptedAlert: true }, 'B'],
    ['D: Finished, then nothing', { changeCipherSpec: true }, 'D'],
    ['D: nothing', {}, 'D'],
  ] as const) {
    test(name, () =>
      expect(
        outcomeClass(
          trace({ ...fields, lengths: [...('lengths' in fields ? fields.lengths : [])] }),
          false,
          false,
          true,
        ),
      ).toBe(expected),
    );
  }
});

test('A: a fatal alert in the clear, in every version', () => {
  expect(outcomeClass(trace({ fatalAlert: true }), true, false, false)).toBe('A');
  expect(outcomeClass(trace({ fatalAlert: true }), false, false, false)).toBe('A');
});

test('used: the server sends far more than anyone sends unasked', () => {
  expect(outcomeClass(trace({ lengths: [69, 35], answered: 40_000 }), true, false, true)).toBe('used');
  expect(outcomeClass(trace({ lengths: [69, 35], answered: 900 }), true, false, true)).toBe('C');
});

test('outcomes by class and close', () => {
  expect(outcomeOf('used', undefined)).toBe('established');
  expect(outcomeOf('A', 'fin')).toBe('alert');
  expect(outcomeOf('B', 'rst')).toBe('alert');
  expect(outcomeOf('C', 'fin')).toBe('abandoned');
  expect(outcomeOf('D', 'fin')).toBe('abandoned');
  expect(outcomeOf('C', 'rst')).toBe('reset');
  expect(outcomeOf(undefined, 'fin')).toBe('unknown');
});
