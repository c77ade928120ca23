/** The readers of handshakes, in probing order, by what carries them. A reader that is not sure goes on; see `reader.ts`. */
import { TlsStream } from './tls/stream.js';

/** The reader of a new TCP flow. TLS is found by its octets, never by its port. */
export function newTcpReader(): TlsStream {
  return new TlsStream();
}
