/** From a row of the flow table to what the collector is told: once per flow, so plain readable code. */
import { addressTextOf } from '../flow/addresses.js';
import { communityIdOfKey } from '../flow/community-id.js';
import type { Encapsulations } from '../flow/encapsulation.js';
import { encapsulationOf, portOf, protocolOf } from '../flow/key.js';
import {
  BOTH,
  DNS,
  DTLS,
  FIRST_FROM_UPPER,
  HELLO,
  INCOMPLETE,
  NOT_TLS,
  OPENED,
  OPENED_SHIFT,
  PAYLOAD,
  QUIC,
  STATE_CLOSED,
  STATE_ESTABLISHED,
  STATE_MASK,
  TLS,
} from '../flow/stage.js';
import {
  D_END,
  D_FIRST_FRAME,
  D_OCTETS,
  D_START,
  ENCAPSULATION_MASK,
  type FlowTable,
  LABEL_SHIFT,
  ROW_DOUBLES,
  ROW_WORDS,
  W_ENCAPSULATION,
  W_FLAGS,
  W_PACKETS,
} from '../flow/table.js';
import type { Label } from '../source/label.js';
import type { EndEvent } from './events.js';

/** The event for a flow that is over; null if nobody wants a record of it. Reads the row, changes nothing. */
export function describeEnd(
  table: FlowTable,
  row: number,
  frame: number,
  lastWord: number,
  reason: EndEvent['reason'],
  encapsulations: Encapsulations,
  labels: readonly Label[],
  all: boolean,
): EndEvent | null {
  const words = table.words;
  const at = row * ROW_WORDS;
  const flags = words[at + W_FLAGS]!;
  if (!all && !(flags & (HELLO | INCOMPLETE))) return null;
  const doubles = table.doubles;
  const doublesAt = row * ROW_DOUBLES;
  const opened = (flags >> OPENED_SHIFT) & BOTH;
  const state = flags & STATE_MASK;
  const encapsulation = words[at + W_ENCAPSULATION]! & ENCAPSULATION_MASK;
  const label = labels[(words[at + W_ENCAPSULATION]! >>> LABEL_SHIFT) - 1];
  return {
    kind: 'end',
    frame,
    flowId: doubles[doublesAt + D_FIRST_FRAME]!,
    lastWord,
    protocol: protocolOf(words, at),
    within: encapsulationOf(words, at),
    lowerIp: flags & HELLO ? '' : addressTextOf(words, at, 0),
    upperIp: flags & HELLO ? '' : addressTextOf(words, at, 1),
    lowerPort: portOf(words, at, 0),
    upperPort: portOf(words, at, 1),
    communityId: communityIdOfKey(words, at),
    vlans: encapsulations.vlans(encapsulation),
    tunnels: encapsulations.tunnels(encapsulation),
    label,
    opener: opened === 0 ? -1 : flags & OPENED ? 0 : 1,
    first: flags & FIRST_FROM_UPPER ? 1 : 0,
    lowerPackets: words[at + W_PACKETS]! >>> 0,
    upperPackets: words[at + W_PACKETS + 1]! >>> 0,
    lowerOctets: doubles[doublesAt + D_OCTETS]!,
    upperOctets: doubles[doublesAt + D_OCTETS + 1]!,
    start: doubles[doublesAt + D_START]!,
    end: doubles[doublesAt + D_END]!,
    state: state === STATE_CLOSED ? 'closed' : state === STATE_ESTABLISHED ? 'established' : 'new',
    reason,
    seen: seen(flags),
    carrier: flags & QUIC ? 'q' : flags & DTLS ? 'd' : 't',
  };
}

function seen(flags: number): EndEvent['seen'] {
  if (flags & HELLO) return 'hello';
  if (flags & INCOMPLETE) return 'incomplete';
  if (flags & TLS) return 'tls';
  if (flags & DNS) return 'dns';
  if (flags & NOT_TLS) return 'other';
  return flags & PAYLOAD ? 'other' : 'nothing';
}
