/** Teredo: RFC 4380 §5.1.1. IPv6 in UDP, behind an authentication and an origin indication or neither. */
import { u16 } from '../../bytes/octets.js';
import { ETHER_TYPE_IPV6 } from '../link/ether-type.js';
import type { PacketView } from '../view.js';
import { type Peeled, peelDatagram } from './inner.js';
import { Tunnel } from './kind.js';

const AUTHENTICATION = 0x0001;
/** Indicator, lengths of client identifier and authentication value; nonce and confirmation. */
const AUTHENTICATION_START = 4;
const AUTHENTICATION_END = 9;
const ORIGIN = 0x0000;
const ORIGIN_LENGTH = 8;

export function peelTeredo(view: PacketView): Peeled {
  const { buf, payloadAt: at, payloadEnd: end } = view;
  let innerAt = at;
  if (end - innerAt >= AUTHENTICATION_START && u16(buf, innerAt) === AUTHENTICATION) {
    innerAt += AUTHENTICATION_START + buf[innerAt + 2]! + buf[innerAt + 3]! + AUTHENTICATION_END;
  }
  if (end - innerAt >= ORIGIN_LENGTH && u16(buf, innerAt) === ORIGIN) innerAt += ORIGIN_LENGTH;
  return peelDatagram(view, Tunnel.Teredo, 0, innerAt, ETHER_TYPE_IPV6);
}
