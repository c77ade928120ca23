/** Geneve: RFC 8926 §3.4. Options are passed over by the length of them all. */
import { u16, u24 } from '../../bytes/octets.js';
import type { PacketView } from '../view.js';
import { NOT_A_TUNNEL, type Peeled, peelDatagram } from './inner.js';
import { Tunnel } from './kind.js';

const HEADER = 8;
/** Version in the upper two bits, which is 0; length of the options in words of four octets in the others. */
const OPTIONS_LENGTH = 0x3f;
const FLAGS = 1;
/** §3.4: the payload is a control message. */
const FLAG_CONTROL = 0x80;
const PROTOCOL_TYPE = 2;
const NETWORK = 4;

export function peelGeneve(view: PacketView): Peeled {
  const { buf, payloadAt: at } = view;
  if (view.payloadEnd - at < HEADER || buf[at]! > OPTIONS_LENGTH || buf[at + FLAGS]! & FLAG_CONTROL) {
    return NOT_A_TUNNEL;
  }
  const innerAt = at + HEADER + (buf[at]! << 2);
  return peelDatagram(view, Tunnel.Geneve, u24(buf, at + NETWORK), innerAt, u16(buf, at + PROTOCOL_TYPE));
}
