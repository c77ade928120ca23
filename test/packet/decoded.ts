/** Runs `decode` on a frame as a test sees it: faults by name, addresses as text, the payload as a copy. */
import ipaddr from 'ipaddr.js';
import { decode } from '../../src/packet/decode.js';
import { FAULT_NAMES } from '../../src/packet/fault.js';
import { TUNNEL_NAMES } from '../../src/packet/tunnel/kind.js';
import { PacketView } from '../../src/packet/view.js';

export const ETHERNET = 1;
export const RAW = 101;

/** All link types that are decoded, by LINKTYPE_ number, but for PKTAP, which is around another. */
export const LINK_TYPES: readonly number[] = [0, 1, 9, 12, 14, 50, 51, 101, 104, 108, 109, 113, 228, 229, 276];

export interface Decoded {
  fault: string;
  clipped: boolean;
  ipVersion: number;
  /** From the start of the frame. */
  ipAt: number;
  ipLength: number;
  protocol: number;
  src: string;
  dst: string;
  srcPort: number;
  dstPort: number;
  tcpSequence: number;
  tcpFlags: number;
  /** From the start of the frame. */
  payloadAt: number;
  payload: number[];
  payloadOnWire: number;
  vlans: number[];
  /** Outermost first, and their identifiers, unsigned. */
  tunnels: string[];
  tunnelIds: number[];
}

/** What the view says after a decode of the frame that starts at `start`. */
export function read(view: PacketView, fault: number, start: number): Decoded {
  const size = view.ipVersion === 4 ? 4 : 16;
  const text = (at: number) => ipaddr.fromByteArray([...view.buf.subarray(at, at + size)]).toString();
  return {
    fault: FAULT_NAMES[fault]!,
    clipped: view.clipped,
    ipVersion: view.ipVersion,
    ipAt: view.ipAt - start,
    ipLength: view.ipLength,
    protocol: view.protocol,
    src: text(view.srcAt),
    dst: text(view.dstAt),
    srcPort: view.srcPort,
    dstPort: view.dstPort,
    tcpSequence: view.tcpSequence,
    tcpFlags: view.tcpFlags,
    payloadAt: view.payloadAt - start,
    payload: [...view.buf.subarray(view.payloadAt, view.payloadEnd)],
    payloadOnWire: view.payloadOnWire,
    vlans: [...view.vlans.subarray(0, view.vlanCount)],
    tunnels: [...view.tunnelKinds.subarray(0, view.tunnelCount)].map((kind) => TUNNEL_NAMES[kind]!),
    tunnelIds: [...view.tunnelIds.subarray(0, view.tunnelCount)].map((id) => id >>> 0),
  };
}

/** Decodes a frame that must belong to a flow; any fault fails the test. */
export function decoded(frame: Uint8Array, linkType: number, captured = frame.length, onWire = frame.length): Decoded {
  const view = new PacketView();
  const fault = decode(view, frame, 0, captured, onWire, linkType);
  if (fault !== 0) throw new Error(`fault ${FAULT_NAMES[fault]}`);
  return read(view, fault, 0);
}

/**
 * The fault of a frame by its public name; `none` if it has none. What lies behind the captured octets must not matter: the
 * rest of the frame, its opposite, or nothing.
 */
export function faultOf(frame: Uint8Array, linkType: number, captured = frame.length, onWire = frame.length): string {
  const inverted = frame.map((octet, i) => (i < captured ? octet : ~octet));
  const faults = [frame, inverted, frame.slice(0, captured)].map(
    (buf) => FAULT_NAMES[decode(new PacketView(), buf, 0, captured, onWire, linkType)]!,
  );
  if (new Set(faults).size > 1) throw new Error(`depends on what lies behind the packet: ${faults.join(', ')}`);
  return faults[0]!;
}
