/**
 * Frames of an Initial packet: RFC 9000 §19 and table 3 of §12.4. Only PADDING, PING, ACK, CRYPTO and CONNECTION_CLOSE of
 * type 0x1c may be in one; a packet with anything else is refused whole, as an endpoint refuses it (§12.4).
 */
import { Reader } from '../../bytes/reader.js';
import { readVarint } from './varint.js';

const FrameType = { Padding: 0x00, Ping: 0x01, Ack: 0x02, AckEcn: 0x03, Crypto: 0x06, ConnectionClose: 0x1c } as const;
/** ECT0, ECT1 and ECN-CE counts, §19.3.2. */
const ECN_COUNTS = 3;
/** Most frames of one packet; a run of PADDING counts as one. A datagram of 1500 octets cannot hold half as many. */
export const MAX_FRAMES = 1024;
/** Most CRYPTO frames that are sorted. Chromium cuts a hello into a dozen pieces and shuffles them over two packets or three. */
const MAX_SORTED = 32;
/** Numbers for one CRYPTO frame. */
const TRIPLE = 3;
/** CRYPTO_ERROR, §20.1: 0x0100 and the number of a TLS alert. */
const CRYPTO_ERROR = 0x0100;
const CRYPTO_ERROR_END = 0x0200;

/** What a packet's frames said; one object per connection, filled anew by each `read`. */
export class InitialFrames {
  /**
   * Triples for each CRYPTO frame: offset in the stream, and where in the payload its octets begin and end. The first `MAX_SORTED` by
   * offset, in which order they cost the least to put together, then in the packet's.
   */
  readonly crypto: number[] = [];
  /** Error code of CONNECTION_CLOSE; undefined if there was none. */
  closeCode: number | undefined;
  readonly #reader = new Reader();

  /** The TLS alert that CONNECTION_CLOSE gives as its cause. */
  get alert(): number | undefined {
    const code = this.closeCode;
    if (code === undefined || code < CRYPTO_ERROR || code >= CRYPTO_ERROR_END) return undefined;
    return code - CRYPTO_ERROR;
  }

  /** @returns false if the payload is not made of frames that may be there: then nothing in here is to be used */
  read(payload: Uint8Array): boolean {
    this.crypto.length = 0;
    this.closeCode = undefined;
    const r = this.#reader.aim(payload, 0, payload.length);
    // §12.4: a packet with no frame at all is a violation.
    if (r.left === 0) return false;
    for (let frames = 0; r.left > 0; frames++) {
      if (frames === MAX_FRAMES) return false;
      const type = readVarint(r);
      switch (type) {
        case FrameType.Padding:
          skipPadding(r, payload);
          break;
        case FrameType.Ping:
          break;
        case FrameType.Ack:
        case FrameType.AckEcn:
          skipAck(r, type === FrameType.AckEcn);
          break;
        case FrameType.Crypto: {
          const offset = readVarint(r);
          const length = readVarint(r);
          const at = r.at;
          r.skip(length);
          if (r.ok) this.#insert(offset, at, at + length);
          break;
        }
        case FrameType.ConnectionClose:
          this.closeCode = readVarint(r);
          readVarint(r); // type of the frame that caused it
          r.skip(readVarint(r));
          break;
        default:
          return false;
      }
    }
    return r.ok;
  }

  #insert(offset: number, from: number, to: number): void {
    const crypto = this.crypto;
    let place = crypto.length;
    crypto.push(offset, from, to);
    if (place >= MAX_SORTED * TRIPLE) return;
    for (; place > 0 && crypto[place - TRIPLE]! > offset; place -= TRIPLE) {
      for (let i = 0; i < TRIPLE; i++) crypto[place + i] = crypto[place - TRIPLE + i]!;
    }
    crypto[place] = offset;
    crypto[place + 1] = from;
    crypto[place + 2] = to;
  }
}

function skipPadding(r: Reader, payload: Uint8Array): void {
  let end = r.at;
  while (end < payload.length && payload[end] === FrameType.Padding) end++;
  r.skip(end - r.at);
}

/** §19.3. */
function skipAck(r: Reader, ecn: boolean): void {
  readVarint(r); // Largest Acknowledged
  readVarint(r); // ACK Delay
  const ranges = readVarint(r);
  readVarint(r); // First ACK Range
  for (let i = 0; i < ranges && r.ok; i++) {
    readVarint(r); // Gap
    readVarint(r); // ACK Range Length
  }
  for (let i = 0; ecn && i < ECN_COUNTS; i++) readVarint(r);
}
