/**
 * Answer: a verdict on one connection, with what was read of its hello; and its form in JSON, for HTTP and for the audit log. The names
 * are those of docs/formats/flow-record.md.
 */
import { isoTime } from '../sink/time.js';
import type { Evidence, Verdict } from '../verdict/verdict.js';
import type { FlowEnds } from './flow-ends.js';

export interface Answer {
  /** Shared with other answers: nobody may change it. */
  readonly verdict: Verdict;
  /** When it was decided, us since 1970. */
  readonly decidedAt: number;
  readonly sni: string | undefined;
  readonly alpn: readonly string[] | undefined;
  /** The hash. */
  readonly ja3: string | undefined;
  readonly ja4: string | undefined;
  /** Of the attached interface. */
  readonly flowId: number | undefined;
}

/** Longest name that is shown: 253 octets, of which each may take four characters; and of an ALPN list, all names together. */
const MAX_SHOWN = 1024;

/** What is longer than any name may be is left out: an answer, and whatever keeps it, has a bound. */
export function boundedText(text: string | undefined): string | undefined {
  return text === undefined || text.length > MAX_SHOWN ? undefined : text;
}

export function boundedNames(names: readonly string[] | undefined): readonly string[] | undefined {
  if (names === undefined || names.length === 0) return undefined;
  let characters = 0;
  for (const name of names) characters += 1 + name.length;
  return characters > MAX_SHOWN ? undefined : names;
}

export interface AnswerJson {
  request_id?: string | number;
  action: Verdict['action'];
  reason: Verdict['reason'];
  app?: string;
  bundle_id?: Verdict['bundleId'];
  score?: number;
  confidence?: number;
  candidates?: Verdict['candidates'];
  evidence?: Pick<Evidence, 'kind' | 'value' | 'app' | 'weight'>[];
  sni?: string;
  alpn?: readonly string[];
  ja3?: string;
  ja4?: string;
  flow_id?: number;
  decided_at: string;
}

export function answerJson(answer: Answer, requestId?: string | number): AnswerJson {
  const { verdict } = answer;
  return {
    ...(requestId === undefined ? {} : { request_id: requestId }),
    action: verdict.action,
    reason: verdict.reason,
    ...(verdict.app === undefined ? {} : { app: verdict.app }),
    ...(verdict.bundleId === undefined ? {} : { bundle_id: verdict.bundleId }),
    ...(verdict.score === undefined ? {} : { score: verdict.score }),
    ...(verdict.confidence === undefined ? {} : { confidence: verdict.confidence }),
    ...(verdict.candidates === undefined || verdict.candidates.length === 0 ? {} : { candidates: verdict.candidates }),
    ...(verdict.evidence === undefined || verdict.evidence.length === 0 ? {} : { evidence: shown(verdict.evidence) }),
    ...(answer.sni === undefined ? {} : { sni: answer.sni }),
    ...(answer.alpn === undefined ? {} : { alpn: answer.alpn }),
    ...(answer.ja3 === undefined ? {} : { ja3: answer.ja3 }),
    ...(answer.ja4 === undefined ? {} : { ja4: answer.ja4 }),
    ...(answer.flowId === undefined ? {} : { flow_id: answer.flowId }),
    decided_at: isoTime(answer.decidedAt),
  };
}

export function endsJson(
  ends: FlowEnds,
): Record<'src_ip' | 'dest_ip' | 'proto', string> & Record<'src_port' | 'dest_port', number> {
  return {
    src_ip: ends.clientIp,
    src_port: ends.clientPort,
    dest_ip: ends.serverIp,
    dest_port: ends.serverPort,
    proto: ends.proto,
  };
}

/** Without what `explain` alone shows. */
function shown(evidence: readonly Evidence[]): Pick<Evidence, 'kind' | 'value' | 'app' | 'weight'>[] {
  return evidence.map(({ kind, value, app, weight }) => ({ kind, value, app, weight }));
}
