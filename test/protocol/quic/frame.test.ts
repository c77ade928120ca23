import { InitialFrames, MAX_FRAMES } from '../../../src/protocol/quic/frame.js';
import { ackFrame, closeFrame, concat, cryptoFrame, varint } from '../../support/quic-seal.js';

const OCTETS = Uint8Array.of(1, 2, 3);

function read(...parts: (Uint8Array | readonly number[])[]): InitialFrames | null {
  const frames = new InitialFrames();
  return frames.read(concat(...parts)) ? frames : null;
}

test('PADDING, PING and ACK stand between CRYPTO frames', () => {
  const frames = read(
    [0, 0, 0],
    [1],
    cryptoFrame(70_000, OCTETS),
    ackFrame(3, 1, [[0, 0]]),
    [0x03, 2, 0, 0, 2, 7, 8, 9], // ACK with ECN counts
    cryptoFrame(0, OCTETS),
    [0],
  )!;
  expect(frames.crypto).toEqual([0, 31, 34, 70_000, 10, 13]);
  expect(frames.closeCode).toBeUndefined();
});

test.each([
  [0x0100 + 48, 48],
  [0x01ff, 255],
  [0x0100, 0],
  [0x00ff, undefined],
  [0x0200, undefined],
  [0x0a, undefined],
])('CONNECTION_CLOSE with code %i has alert %s: RFC 9000 §20.1', (code, alert) => {
  const frames = read(closeFrame(code, 'reason'))!;
  expect(frames.closeCode).toBe(code);
  expect(frames.alert).toBe(alert);
});

test.each([
  ['an application close', [0x1d, 0, 0]],
  ['a STREAM frame', [0x08, 0, 1, 2, 3]],
  ['HANDSHAKE_DONE', [0x1e]],
  ['NEW_CONNECTION_ID', [0x18, 0, 0, 0]],
  ['a type never heard of', [0x40, 0xff]],
  ['a reserved type', [0x80, 0x30, 0x00, 0x00]],
])('%s must not be in an Initial: RFC 9000 table 3', (_name, octets) => {
  expect(read(cryptoFrame(0, OCTETS), octets)).toBeNull();
});

test('no frame at all is a violation: RFC 9000 §12.4', () => {
  expect(read()).toBeNull();
});

test('every length is checked', () => {
  const whole = concat(ackFrame(5, 0, [[0, 0]]), cryptoFrame(9, OCTETS), closeFrame(0x0130, 'why'));
  const boundaries = [ackFrame(5, 0, [[0, 0]]).length, concat(ackFrame(5, 0, [[0, 0]]), cryptoFrame(9, OCTETS)).length];
  for (let cut = 1; cut < whole.length; cut++) {
    if (!boundaries.includes(cut)) expect(read(whole.subarray(0, cut))).toBeNull();
  }
  expect(read([0x06, 0], varint(2 ** 50), [1])).toBeNull();
  expect(read([0x02, 0, 0], varint(2 ** 53), [0])).toBeNull();
});

test('frames are bounded, runs of PADDING are not', () => {
  expect(read(new Uint8Array(MAX_FRAMES).fill(1))).not.toBeNull();
  expect(read(new Uint8Array(MAX_FRAMES + 1).fill(1))).toBeNull();
  expect(read(new Uint8Array(60_000))).not.toBeNull();
});
