/**
 * What HAProxy asks and what it is told: the message `hello` of a NOTIFY (SPOE.txt of HAProxy, sections 3.2.6 and 3.3) to a question for
 * the verdict service, its answer to variables of the transaction. There is always an answer: where nothing can be judged it is to
 * inspect, and `error` says what was missing.
 */
import type { Reader } from '../../bytes/reader.js';
import { harmless } from '../../bytes/text.js';
import type { Answer } from '../answer.js';
import { comparedAddress, type FlowEnds, flowEnds } from '../flow-ends.js';
import type { HelloForm, VerdictService } from '../verdict-api.js';
import { nameOf, type Variable } from './frame.js';
import { DataType, readString, readTyped, type TypedValue } from './typed.js';

/** The message that is answered; others in the same frame are read over. */
const MESSAGE = 'hello';
/** Messages of one frame that are looked at: HAProxy sends those of one group. */
const MAX_MESSAGES = 16;
/** Longest text of a variable: with it an ACK stays below the smallest frame that HAProxy may ask for. */
const MAX_TEXT = 64;
/** A score is told in thousandths: HAProxy compares whole numbers. */
const SCORE_UNITS = 1000;

const NO_ARGUMENTS: ReadonlyMap<string, TypedValue> = new Map();

/** The arguments of the message `hello`; none if it is not there; undefined if the payload is no list of messages. */
export function readNotify(r: Reader): ReadonlyMap<string, TypedValue> | undefined {
  let found: Map<string, TypedValue> | undefined;
  for (let count = 0; r.left > 0 && count < MAX_MESSAGES; count++) {
    const isAsked = nameOf(readString(r)) === MESSAGE && found === undefined;
    const values = isAsked ? new Map<string, TypedValue>() : undefined;
    for (let left = r.u8(); left > 0 && r.ok; left--) {
      const name = nameOf(readString(r));
      const value = readTyped(r);
      values?.set(name, value);
    }
    found ??= values;
  }
  return r.ok && r.left === 0 ? (found ?? NO_ARGUMENTS) : undefined;
}

/** Asks, and says in variables what came of it. */
export function answerNotify(
  service: Pick<VerdictService, 'byHello'>,
  values: ReadonlyMap<string, TypedValue>,
): Variable[] {
  const ends = endsOf(values);
  if (typeof ends === 'string') return unanswered(ends);
  const form = formOf(values);
  if (form === undefined) return unanswered('ch: the octets of the hello are needed');
  const answer = service.byHello(ends, form, 'spoe');
  return typeof answer === 'string' ? unanswered(answer) : variablesOf(answer);
}

function endsOf(values: ReadonlyMap<string, TypedValue>): FlowEnds | string {
  const src = addressIn(values.get('src'));
  const dst = addressIn(values.get('dst'));
  return flowEnds(src, portIn(values.get('src_port')), dst, portIn(values.get('dst_port')), 'TCP');
}

/** The octets where they were sent, else the name alone. */
function formOf(values: ReadonlyMap<string, TypedValue>): HelloForm | undefined {
  const ch = values.get('ch');
  if (ch?.type === DataType.Binary || ch?.type === DataType.String) return { octets: ch.octets };
  const sni = values.get('sni');
  if (sni?.type !== DataType.String) return undefined;
  return { fields: { sni: Buffer.from(sni.octets).toString('utf8') } };
}

function addressIn(value: TypedValue | undefined): string | undefined {
  if (value?.type !== DataType.Ipv4 && value?.type !== DataType.Ipv6) return undefined;
  return comparedAddress(value.octets);
}

/** A number of any of the four types; what is no port is refused where the ends are checked. */
function portIn(value: TypedValue | undefined): number | undefined {
  if (value === undefined || value.type < DataType.Int32 || value.type > DataType.Uint64) return undefined;
  return value.number;
}

function variablesOf({ verdict, ja4 }: Answer): Variable[] {
  const { action, reason, app, score } = verdict;
  const variables: Variable[] = [
    ['bypass', action === 'bypass'],
    ['action', action],
    ['reason', reason],
  ];
  if (app !== undefined) variables.push(['app', bounded(app)]);
  if (score !== undefined) variables.push(['score', Math.round(score * SCORE_UNITS)]);
  if (ja4 !== undefined) variables.push(['ja4', bounded(ja4)]);
  return variables;
}

function unanswered(error: string): Variable[] {
  return [
    ['bypass', false],
    ['action', 'inspect'],
    ['reason', 'no_hello'],
    ['error', bounded(error)],
  ];
}

/** Cut to so many octets, at a whole character. */
function bounded(text: string): string {
  const safe = harmless(text);
  if (Buffer.byteLength(safe) <= MAX_TEXT) return safe;
  let cut = '';
  for (const character of safe) {
    if (Buffer.byteLength(cut) + Buffer.byteLength(character) > MAX_TEXT) break;
    cut += character;
  }
  return cut;
}
