/**
 * GTP-U, the user plane of mobile networks: 3GPP TS 29.281 §5. Only G-PDUs, which carry a user's packet. Tunnel endpoint
 * identifiers are not used: each direction of a user's traffic has its own.
 */
import { u16 } from '../../bytes/octets.js';
import { ETHER_TYPE_IPV4, ETHER_TYPE_IPV6 } from '../link/ether-type.js';
import type { PacketView } from '../view.js';
import { NOT_A_TUNNEL, type Peeled, peelDatagram } from './inner.js';
import { Tunnel } from './kind.js';

/** Version 1 and protocol type GTP; of the other bits one is reserved, the rest are flags. */
const VERSION_AND_TYPE = 0x30;
const VERSION_AND_TYPE_MASK = 0xf0;
const FLAG_EXTENSION = 0x04;
/** Any of the flags E, S and PN: all three optional fields are there. */
const FLAGS = 0x07;
const MESSAGE_TYPE = 1;
const G_PDU = 255;
/** Counts what follows the mandatory header. */
const LENGTH = 2;
const HEADER = 8;
/** Sequence number, N-PDU number, type of the first extension header. */
const OPTIONAL = 4;
/** Most extension headers of one message. TS 29.281 §5.2 defines nine, each of use once. */
const MAX_EXTENSIONS = 16;
const NO_MORE_EXTENSIONS = 0;

export function peelGtpu(view: PacketView): Peeled {
  const { buf, payloadAt: at, payloadEnd: end } = view;
  if (
    end - at < HEADER ||
    (buf[at]! & VERSION_AND_TYPE_MASK) !== VERSION_AND_TYPE ||
    buf[at + MESSAGE_TYPE] !== G_PDU
  ) {
    return NOT_A_TUNNEL;
  }
  if (HEADER + u16(buf, at + LENGTH) > view.payloadOnWire) return NOT_A_TUNNEL;
  let innerAt = at + HEADER;
  if (buf[at]! & FLAGS) {
    innerAt += OPTIONAL;
    if (innerAt > end) return NOT_A_TUNNEL;
    let type = buf[at]! & FLAG_EXTENSION ? buf[innerAt - 1]! : NO_MORE_EXTENSIONS;
    // §5.2.1: the first octet counts words of four octets, the last is the type of the next.
    for (let extensions = 0; type !== NO_MORE_EXTENSIONS; extensions++) {
      if (extensions === MAX_EXTENSIONS || innerAt >= end || buf[innerAt] === 0) return NOT_A_TUNNEL;
      innerAt += buf[innerAt]! << 2;
      if (innerAt > end) return NOT_A_TUNNEL;
      type = buf[innerAt - 1]!;
    }
  }
  if (innerAt >= end) return NOT_A_TUNNEL;
  const type = buf[innerAt]! >>> 4 === 6 ? ETHER_TYPE_IPV6 : ETHER_TYPE_IPV4;
  return peelDatagram(view, Tunnel.Gtpu, 0, innerAt, type);
}
