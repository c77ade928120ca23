/**
 * How a handshake ended, as the client's records tell. FIELD-NOTES section 2 has the classes and what was measured:
 * A plain alert; B encrypted alert instead of Finished; C refused after the handshake; D silence; `used`: it works.
 *
 * Everything rests on the types and lengths of the client's records after the ServerHello; from TLS 1.3 on nearly all
 * are of type 23, and only their lengths tell a Finished and an alert from the rest.
 */
export type OutcomeClass = 'A' | 'B' | 'C' | 'D' | 'used';

/** `established`: used; `alert`: class A, B; `abandoned`: C, D by FIN; `reset`: C, D by RST; else `unknown`. */
export type Outcome = 'established' | 'alert' | 'abandoned' | 'reset' | 'unknown';

/** What the client sent after the ServerHello. */
export interface ClientTrace {
  /** A fatal alert in the clear. */
  fatalAlert: boolean;
  /** ChangeCipherSpec: up to TLS 1.2 its Finished follows at once. */
  changeCipherSpec: boolean;
  /** A record of type 21 that is no alert in the clear. */
  encryptedAlert: boolean;
  /** Lengths of its first application_data records, `KEPT_LENGTHS` at most. */
  readonly lengths: number[];
  /** Octets of application_data that the server sent after the client's Finished. */
  answered: number;
}

/** Lengths that are kept: enough for a certificate, its verification, a Finished, and what follows. */
export const KEPT_LENGTHS = 8;
/**
 * A server that has sent so much after the client's Finished was asked for it, or is a protocol in which it talks first:
 * either way the session is used. Settings and tickets that come unasked are a few hundred octets.
 */
export const ANSWER_OCTETS = 16 * 1024;

/** A record of TLS 1.3 holds the content type after its content, and the AEAD's tag: 16 octets, or 8 for the CCM_8 suite. */
const CONTENT_TYPE = 1;
const TAGS = [16, 8] as const;
/** Some stacks pad their records to multiples of 16 octets (RFC 8446 §5.4). */
const PADDING = 16;
const ALERT = 2;
const FINISHED_SHA256 = 4 + 32;
const FINISHED_SHA384 = 4 + 48;

/** 19 and 35 (11 and 27 with the short tag). */
const ALERT_LENGTHS: ReadonlySet<number> = new Set(
  TAGS.flatMap((tag) => [ALERT + CONTENT_TYPE + tag, ALERT + CONTENT_TYPE + tag + PADDING]),
);
/** 53, 69 and 85 (45 and 61 with the short tag, whose suite has SHA-256). */
const FINISHED_LENGTHS: ReadonlySet<number> = new Set([
  ...TAGS.flatMap((tag) => [FINISHED_SHA256 + CONTENT_TYPE + tag, FINISHED_SHA256 + CONTENT_TYPE + tag + PADDING]),
  FINISHED_SHA384 + CONTENT_TYPE + TAGS[0],
  FINISHED_SHA384 + CONTENT_TYPE + TAGS[0] + PADDING,
]);
/** RFC 8446 §4.4: Certificate and CertificateVerify come before Finished, where the server asked for them. */
const MOST_BEFORE_FINISHED = 2;

export function newClientTrace(): ClientTrace {
  return { fatalAlert: false, changeCipherSpec: false, encryptedAlert: false, lengths: [], answered: 0 };
}

/** As `newClientTrace` gives it. */
export function resetClientTrace(trace: ClientTrace): void {
  trace.fatalAlert = false;
  trace.changeCipherSpec = false;
  trace.encryptedAlert = false;
  trace.lengths.length = 0;
  trace.answered = 0;
}

/** A ServerHello that takes up early data: what the client sent before it was no answer to it. */
export function forgetEarlyData(trace: ClientTrace): void {
  trace.lengths.length = 0;
  trace.answered = 0;
}

/** Whether the client has sent its Finished, as far as can be told. */
export function clientFinished(trace: ClientTrace, tls13: boolean): boolean {
  if (!tls13) return trace.changeCipherSpec;
  return trace.lengths.length > 0 && !ALERT_LENGTHS.has(trace.lengths[0]!);
}

/** TLS 1.3: the client's first records were more than a Finished, so the server had asked for a certificate. */
export function answeredCertificateRequest(trace: ClientTrace): boolean {
  const first = trace.lengths[0];
  return first !== undefined && !FINISHED_LENGTHS.has(first) && !ALERT_LENGTHS.has(first);
}

/**
 * The class so far.
 *
 * @param ended one side has closed or reset: C and D are certain only then
 * @param early the client offered early data: every record after its ServerHello but a lone alert is use
 */
export function outcomeClass(
  trace: ClientTrace,
  tls13: boolean,
  early: boolean,
  ended: boolean,
): OutcomeClass | undefined {
  if (trace.fatalAlert) return 'A';
  if (trace.answered > ANSWER_OCTETS) return 'used';
  return tls13 ? class13(trace.lengths, early, ended) : class12(trace, ended);
}

function class13(lengths: readonly number[], early: boolean, ended: boolean): OutcomeClass | undefined {
  const first = lengths[0];
  if (first === undefined) return ended ? 'D' : undefined;
  if (ALERT_LENGTHS.has(first)) return 'B';
  if (early) return 'used';
  let finished = 0;
  while (finished <= MOST_BEFORE_FINISHED && finished < lengths.length && !FINISHED_LENGTHS.has(lengths[finished]!)) {
    finished++;
  }
  if (finished === lengths.length && !ended) return undefined;
  // No record looks like a Finished: it shares one with the certificate before it.
  if (finished === lengths.length || finished > MOST_BEFORE_FINISHED) finished = 0;
  for (let i = finished + 1; i < lengths.length; i++) if (!ALERT_LENGTHS.has(lengths[i]!)) return 'used';
  if (lengths.length >= KEPT_LENGTHS) return 'used';
  return ended ? 'C' : undefined;
}

function class12(trace: ClientTrace, ended: boolean): OutcomeClass | undefined {
  if (trace.lengths.length > 0) return 'used';
  if (!ended) return undefined;
  if (trace.encryptedAlert) return trace.changeCipherSpec ? 'C' : 'B';
  return 'D';
}

/** @param closed how the flow was closed; undefined if the capture ends before */
export function outcomeOf(each: OutcomeClass | undefined, closed: 'fin' | 'rst' | undefined): Outcome {
  switch (each) {
    case undefined:
      return 'unknown';
    case 'used':
      return 'established';
    case 'A':
    case 'B':
      return 'alert';
    default:
      return closed === undefined ? 'unknown' : closed === 'rst' ? 'reset' : 'abandoned';
  }
}
