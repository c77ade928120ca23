/** The readers of handshakes, in probing order, by what carries them. A reader that is not sure goes on; see `reader.ts`. */
import { DtlsAssociation } from './dtls/association.js';
import { looksLikeDtls } from './dtls/record.js';
import { QuicConnection } from './quic/connection.js';
import { looksLikeQuic } from './quic/probe.js';
import { TlsStream } from './tls/stream.js';

/** Readers that lie ready for other flows: making one anew costs more than what it does for most flows. At most so many. */
const MAX_SPARE_READERS = 256;
const spare: TlsStream[] = [];

/** The reader of a new TCP flow. TLS is found by its octets, never by its port. */
export function newTcpReader(): TlsStream {
  return spare.pop() ?? new TlsStream();
}

/** Takes a reader back that nobody will look at any more, nor at its handshake. */
export function giveBackTcpReader(reader: TlsStream): void {
  if (spare.length >= MAX_SPARE_READERS) return;
  reader.reset();
  spare.push(reader);
}

/** The reader for a UDP flow of which `octets[at, end)` is a datagram; undefined if it begins no handshake. */
export function newDatagramReader(
  octets: Uint8Array,
  at: number,
  end: number,
): QuicConnection | DtlsAssociation | undefined {
  if (looksLikeQuic(octets, at, end)) return new QuicConnection();
  if (looksLikeDtls(octets, at, end)) return new DtlsAssociation();
  return undefined;
}
