/** Reasons, evidence and ends of a flow in words, for the table: PRODUCT.md, "What a verdict means" and "Evidence". */
import { harmless } from '../bytes/text.js';
import type { Policy } from '../verdict/policy.js';
import type { FlowRecord, PinsightPart } from '../verdict/record.js';
import type { Reason } from '../verdict/verdict.js';

export const REASON_WORDS: Readonly<Record<Reason, string>> = {
  pinned_app: 'the app behind it pins its certificate',
  learned_pin: 'inspected handshakes to this name kept failing',
  policy_always: 'the policy always bypasses it',
  policy_never: 'the policy always inspects it',
  not_pinned: 'its program does not pin this name',
  unknown_app: 'no app is known for it',
  ambiguous: 'several apps fit, none clearly',
  contradicted: 'it contradicts what else was seen',
  no_hello: 'no ClientHello was seen',
  hello_incomplete: 'the ClientHello is not whole',
  not_tls: 'not TLS',
};

/** A score from here on means that inspection more probably breaks the flow than not, whatever the policy makes of it. */
const MAY_BREAK_FROM = 0.5;

/** Inspected, though it is more probably pinned than not: by the score alone, or because the policy says never. */
export function mayBreak({ action, reason, score = 0 }: PinsightPart): boolean {
  return action === 'inspect' && reason !== 'contradicted' && score >= MAY_BREAK_FROM;
}

/** A reason in words for one flow; with the policy, why a probable pin is not enough for it. */
export function reasonWords(part: PinsightPart, policy?: Pick<Policy, 'threshold' | 'minimumFamilies'>): string {
  const { reason, score = 0 } = part;
  if (!mayBreak(part) || reason === 'policy_never') return REASON_WORDS[reason];
  const probably = `probably pinned (${thousandths(score)})`;
  if (policy === undefined) return `${probably}, below what the policy asks for`;
  if (thousandths(score) < thousandths(policy.threshold)) {
    return `${probably}, below this policy's ${thousandths(policy.threshold)}`;
  }
  return `${probably}, but on too few kinds of evidence for this policy (it asks for ${policy.minimumFamilies})`;
}

/** As records have it. */
function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  sni: 'SNI',
  proxy_target: 'proxy target',
  dns_name: 'DNS name',
  ja4: 'fingerprint',
  ja4_ab: 'fingerprint (without its last part)',
  ja3: 'fingerprint (JA3)',
  stack_class: 'TLS stack',
  alpn: 'ALPN',
  quic_version: 'QUIC version',
  network: 'network',
  app_in_use: 'app in use',
  pin_failure: 'failed handshakes',
};

/** A kind of evidence in words; a kind without any keeps its name. */
export function kindWords(kind: string): string {
  return KIND_WORDS[kind] ?? harmless(kind);
}

type RecordEvidence = NonNullable<PinsightPart['evidence']>[number];

/** `SNI chat.signal.org, +9.1 bits`, and for whom it speaks unless that is `shown` beside it. */
export function evidenceWords(evidence: RecordEvidence, shown?: string): string {
  const sign = evidence.weight < 0 ? '' : '+';
  const whom = evidence.app === shown ? '' : ` for ${harmless(evidence.app)}`;
  return `${kindWords(evidence.kind)} ${harmless(evidence.value)}, ${sign}${evidence.weight.toFixed(1)} bits${whom}`;
}

/** The strongest evidence for who leads; if there is none of that, the strongest there is. */
export function leadingEvidence(part: PinsightPart): RecordEvidence | undefined {
  const app = leader(part);
  return part.evidence?.find((one) => one.app === app) ?? part.evidence?.[0];
}

/** An app less probable than this is not worth a name. */
const NAMED_FROM = 0.1;

/**
 * Who leads, standing out or not. Candidates are apps only; where a browser or a TLS stack leads (`not_pinned` without an app),
 * the evidence is about it. Nobody leads where most probably nobody is known.
 */
export function leader(part: PinsightPart): string | undefined {
  if (part.app !== undefined) return part.app;
  if (part.reason === 'unknown_app') return undefined;
  if (part.reason === 'not_pinned') return part.evidence?.[0]?.app;
  const first = part.candidates?.[0];
  return first !== undefined && first.probability >= NAMED_FROM ? first.app : undefined;
}

/** The name of the server as far as it is known: from the hello, else from DNS, else the address. Port 443 goes without saying. */
export function serverWords(record: FlowRecord): string {
  const port = record.dest_port === 443 ? '' : `:${record.dest_port}`;
  const sni = record.tls?.sni;
  if (sni !== undefined && sni !== '') return sni + port;
  const name = record.dns?.names[0];
  if (name !== undefined) return `(${name})${port}`;
  return endpoint(record.dest_ip, record.dest_port);
}

export function endpoint(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The app that stands out, or in parentheses who leads without standing out. */
export function appWords(part: PinsightPart): string {
  if (part.app !== undefined) return harmless(part.app);
  const first = leader(part);
  return first === undefined ? '-' : `(${harmless(first)})`;
}
