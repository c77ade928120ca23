/**
 * Hostile connections: what is sent, in which pieces, and how it ends. Plain values of fast-check's, so that a list of them is the same each
 * time it is carried out. The same ones are hurled at services, and by a service that is none at the client library.
 */
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { type Damage, damage, damaged } from '../../fuzz/mutate.js';

/** What comes on the wire of one interface. */
export interface Vocabulary {
  /** What a connection begins with. */
  readonly opening: Buffer;
  /** Messages that are whole, and right or refused. */
  readonly messages: readonly { readonly octets: Buffer }[];
  /** Promises more octets than may come. */
  readonly tooLong: Buffer;
}

export type End = 'reset' | 'half close' | 'left';

export interface Attack {
  readonly kind: 'whole' | 'mutated' | 'cut' | 'garbage' | 'too long' | 'flood';
  /** Places are numbers without bound, taken modulo what is there. */
  readonly messages: readonly number[];
  readonly damage: readonly Damage[];
  readonly cut: number;
  readonly garbage: Uint8Array;
  readonly hasOpening: boolean;
  readonly inPieces: boolean;
  readonly end: End;
}

/** Octets of a flood whose answers nobody reads: more than what an interface writes into a Unix socket before it has to wait. */
const FLOOD_OCTETS = 256 * 1024;
/** Pieces of what a slow writer sends, one in a turn of the event loop. */
const PIECES = 24;
/** Octets of a message that are told. */
const MAX_SHOWN = 400;
/** A connection that its peer should have ended by then hangs. */
const HANGS_MS = 60_000;

const weighted = <T>(...choices: readonly (readonly [weight: number, value: T])[]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

const attack: fc.Arbitrary<Attack> = fc.record({
  kind: weighted<Attack['kind']>(
    [8, 'whole'],
    [18, 'mutated'],
    [10, 'cut'],
    [3, 'garbage'],
    [2, 'too long'],
    [1, 'flood'],
  ),
  messages: fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 5 }),
  damage: fc.array(damage, { minLength: 1, maxLength: 6 }),
  cut: fc.nat(1_000_000),
  garbage: fc.uint8Array({ minLength: 1, maxLength: 600 }),
  hasOpening: weighted([9, true], [1, false]),
  inPieces: fc.boolean(),
  end: weighted<End>([5, 'reset'], [5, 'half close'], [2, 'left']),
});

export function attacks(count: number, seed: number): Attack[] {
  return fc.sample(attack, { numRuns: count, seed });
}

/** Which messages a `whole` one sends. */
export function chosen<T>({ messages }: Attack, from: readonly T[]): T[] {
  return messages.map((place) => from[place % from.length]!);
}

export function octetsOf(attack: Attack, { opening, messages, tooLong }: Vocabulary): Buffer {
  const start = attack.hasOpening || attack.kind === 'whole' ? [opening] : [];
  const whole = Buffer.concat([...start, ...chosen(attack, messages).map(({ octets }) => octets)]);
  switch (attack.kind) {
    case 'whole':
      return whole;
    case 'mutated':
      return Buffer.from(damaged(whole, attack.damage, 0));
    case 'cut':
      return whole.subarray(0, attack.cut % whole.length);
    case 'garbage':
      return Buffer.concat([...start, attack.garbage]);
    case 'too long':
      return Buffer.concat([...start, tooLong]);
    default: {
      const one = Buffer.concat(chosen(attack, messages).map(({ octets }) => octets));
      return Buffer.concat([opening, ...new Array<Buffer>(Math.ceil(FLOOD_OCTETS / one.length)).fill(one)]);
    }
  }
}

export interface Carried {
  readonly octets: Buffer;
  readonly inPieces: boolean;
  readonly end: End;
  readonly reads: boolean;
}

/**
 * Sends, and ends as told. Of one who is `left` the other side has to end the connection, and of one who does not read it may.
 * @returns what was heard, when the connection is over
 */
export function hurl(socket: Socket, { octets, inPieces, end, reads }: Carried): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const heard: Buffer[] = [];
    const hangs = setTimeout(() => {
      socket.destroy();
      reject(
        new Error(
          `the other side does not end a connection (${end}) on which came ${octets.toString('hex', 0, MAX_SHOWN)}`,
        ),
      );
    }, HANGS_MS);
    if (reads) socket.on('data', (chunk: Buffer) => heard.push(chunk));
    else socket.pause();
    socket.on('error', () => {}); // the other side may go first
    socket.on('close', () => {
      clearTimeout(hangs);
      resolve(Buffer.concat(heard));
    });
    const size = inPieces ? Math.max(1, Math.ceil(octets.length / PIECES)) : octets.length;
    const sendFrom = (at: number): void => {
      if (socket.destroyed || socket.writableEnded) return;
      if (at + size < octets.length) {
        socket.write(octets.subarray(at, at + size));
        setImmediate(sendFrom, at + size);
      } else if (end === 'half close') socket.end(octets.subarray(at));
      else socket.write(octets.subarray(at), () => end === 'reset' && reset(socket));
    };
    sendFrom(0);
  });
}

/** Writes whole messages and reads no answer, until the other side has had enough. */
export function hurlUntilCut(socket: Socket, opening: Buffer, message: Buffer): Promise<void> {
  const many = Buffer.concat(new Array<Buffer>(Math.ceil((64 * 1024) / message.length)).fill(message));
  return new Promise((resolve, reject) => {
    const hangs = setTimeout(() => {
      socket.destroy();
      reject(new Error('the other side suffers one who asks and does not read'));
    }, HANGS_MS);
    socket.pause();
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(hangs);
      resolve();
    });
    const more = (): void => {
      if (!socket.destroyed) socket.write(many, () => setImmediate(more));
    };
    socket.write(opening, more);
  });
}

/** A TCP connection by RST; a Unix socket has none. */
function reset(socket: Socket): void {
  if (socket.remoteAddress === undefined) socket.destroy();
  else socket.resetAndDestroy();
}
