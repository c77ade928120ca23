/**
 * VerdictClient: asks the verdict service from Node, over its Unix socket or loopback TCP (wire.proto; docs/serve.md). For a proxy's hot
 * path: a question always gets an answer in time, and where the service has none it is the caller's stated default, which is to
 * inspect. Nothing is ever thrown or rejected for want of an answer.
 *
 * ```ts
 * import { VerdictClient } from 'pinsight/client';
 * const client = new VerdictClient({ path: '/run/pinsight/verdict.sock' });
 * const { action } = await client.byHello({ src_ip, src_port, dest_ip, dest_port }, clientHelloOctets);
 * ```
 */
import { connect, type Socket } from 'node:net';
import { harmless } from '../bytes/text.js';
import { pinsight } from '../gen/wire.js';

const { VerdictRequest, VerdictResponse } = pinsight.verdict.v1;

export interface VerdictClientOptions {
  /** Path of the Unix socket; or `port`, with `host` if it is not 127.0.0.1. */
  readonly path?: string;
  readonly host?: string;
  readonly port?: number;
  /** Longest wait for an answer; a question by 5-tuple has its own wait besides. Default 50 ms. */
  readonly timeoutMs?: number;
  /** What is done where there is no answer. Default: inspect. A question that is refused is inspected in any case: clients can make it so. */
  readonly whenUnanswered?: 'inspect' | 'bypass';
  /** Questions without an answer at once; one more is answered by the default. Default 1,024, which is what the service takes. */
  readonly maxPending?: number;
  /** Told when the connection comes and goes. */
  readonly onState?: (connected: boolean, cause: string | undefined) => void;
}

/** A connection, by the names of the flow record: `src` is the client. */
export interface ClientFlow {
  readonly src_ip: string;
  readonly src_port?: number;
  readonly dest_ip: string;
  readonly dest_port?: number;
  readonly proto?: 'TCP' | 'UDP';
}

export type ClientHelloForm =
  | Uint8Array
  | { readonly datagrams: readonly Uint8Array[] }
  | {
      readonly fields: {
        readonly sni?: string;
        readonly alpn?: readonly string[];
        readonly ja3?: string;
        readonly ja4?: string;
        readonly ech?: boolean;
      };
    };

export interface ClientReport {
  readonly outcome: 'established' | 'failed' | 'closed_without_data';
  readonly alert?: number;
  readonly sni?: string;
  readonly ja4?: string;
  readonly resumed?: boolean;
  readonly client_certificate?: boolean;
  readonly server_closed_first?: boolean;
}

export type ClientVerdict =
  | ({ readonly answered: true; readonly action: 'inspect' | 'bypass' } & Omit<
      pinsight.verdict.v1.Verdict.$Properties,
      'action'
    >)
  | { readonly answered: false; readonly action: 'inspect' | 'bypass'; readonly cause: string };

const DEFAULT_TIMEOUT_MS = 50;
const DEFAULT_PENDING = 1024;
const DEFAULT_WAIT_MS = 20;
const FIRST_BACKOFF_MS = 20;
const MAX_BACKOFF_MS = 2000;
/** Octets of an answer; a longer one is none of the service's. */
const MAX_ANSWER_OCTETS = 64 * 1024;
const MAX_LENGTH_OCTETS = 4;
/** Octets of a question; the service ends a connection on which a longer one comes, and with it all other questions. */
const MAX_QUESTION_OCTETS = 64 * 1024;
/** Octets of questions that the service does not read: more are not asked. */
const MAX_UNSENT_OCTETS = 1024 * 1024;
const EMPTY = Buffer.alloc(0);

type Response = pinsight.verdict.v1.VerdictResponse;

/** Why there is no verdict; `refused`: the question is at fault, and what is in it comes from the client. */
interface Unanswered {
  readonly cause: string;
  readonly refused: boolean;
}

interface Pending {
  readonly octets: Uint8Array;
  readonly done: (response: Response | Unanswered) => void;
  readonly timer: NodeJS.Timeout;
}

export class VerdictClient {
  readonly #options: VerdictClientOptions;
  readonly #pending = new Map<number, Pending>();
  #socket: Socket | undefined;
  #connected = false;
  #closed = false;
  #backoffMs = FIRST_BACKOFF_MS;
  #retry: NodeJS.Timeout | undefined;
  #nextId = 1;
  /** Requests to be written, together, when this turn of the event loop is over. */
  #outgoing: Uint8Array[] = [];
  #isFlushing = false;
  #incoming: Buffer = EMPTY;

  constructor(options: VerdictClientOptions) {
    if (options.path === undefined && options.port === undefined)
      throw new TypeError('VerdictClient: path or port is needed');
    this.#options = options;
    this.#connect();
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** A verdict by what the client sent first. */
  async byHello(flow: ClientFlow, hello: ClientHelloForm): Promise<ClientVerdict> {
    const form =
      hello instanceof Uint8Array
        ? { octets: hello }
        : 'datagrams' in hello
          ? { datagrams: [...hello.datagrams] }
          : { fields: fieldsOf(hello.fields) };
    return this.#verdict(await this.#ask({ byHello: { flow: flowOf(flow), ...form } }, 0));
  }

  /**
   * A verdict by what the service's interface sees of the connection.
   * @param notBefore when it was accepted, us since 1970
   */
  async byFlow(flow: ClientFlow, waitMs = DEFAULT_WAIT_MS, notBefore?: number): Promise<ClientVerdict> {
    const byFlow = { flow: flowOf(flow), waitMs, ...(notBefore === undefined ? {} : { notBefore }) };
    return this.#verdict(await this.#ask({ byFlow }, waitMs));
  }

  /** How an inspected connection went on. Answers whether the service took note of it. */
  async report(flow: ClientFlow, report: ClientReport): Promise<boolean> {
    const { client_certificate, server_closed_first, ...rest } = report;
    const message = {
      flow: flowOf(flow),
      ...rest,
      ...(client_certificate === undefined ? {} : { clientCertificate: client_certificate }),
      ...(server_closed_first === undefined ? {} : { serverClosedFirst: server_closed_first }),
    };
    const response = await this.#ask({ report: message }, 0);
    return !('cause' in response) && response.recorded?.taken === true;
  }

  /** Ends the connection; what has no answer gets the default. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#socket?.destroy();
    this.#fail('the client is closed');
  }

  #verdict(response: Response | Unanswered): ClientVerdict {
    if ('cause' in response) {
      const action = response.refused ? 'inspect' : (this.#options.whenUnanswered ?? 'inspect');
      return { answered: false, action, cause: response.cause };
    }
    const { verdict, error } = response;
    if (!verdict) {
      // For people, and from whoever listens there.
      const cause = harmless(error?.message ?? 'the answer has no verdict');
      return { answered: false, action: 'inspect', cause };
    }
    // What is not said to be bypassed is inspected, whatever a later service may say.
    return { ...verdict, answered: true, action: verdict.action === 'bypass' ? 'bypass' : 'inspect' };
  }

  #ask(
    question: Omit<pinsight.verdict.v1.VerdictRequest.$Properties, 'requestId'>,
    waitMs: number,
  ): Promise<Response | Unanswered> {
    const { timeoutMs = DEFAULT_TIMEOUT_MS, maxPending = DEFAULT_PENDING } = this.#options;
    return new Promise((resolve) => {
      const refuse = (cause: string, refused = false): void => resolve({ cause, refused });
      if (this.#closed) return refuse('the client is closed');
      const isStuck = this.#connected && (this.#socket?.writableLength ?? 0) > MAX_UNSENT_OCTETS;
      if (isStuck || this.#pending.size >= maxPending) return refuse('too many questions have no answer yet');
      const id = this.#nextId;
      this.#nextId = id >= Number.MAX_SAFE_INTEGER ? 1 : id + 1;
      let octets: Uint8Array;
      try {
        octets = VerdictRequest.encodeDelimited({ ...question, requestId: id }).finish();
      } catch (error) {
        return refuse(error instanceof Error ? error.message : 'the question cannot be written', true);
      }
      if (octets.length > MAX_QUESTION_OCTETS) return refuse('the question is too long', true);
      const timer = setTimeout(() => this.#settle(id, unanswered('no answer in time')), timeoutMs + waitMs);
      this.#pending.set(id, { octets, done: resolve, timer });
      if (this.#connected) this.#send(octets);
    });
  }

  #settle(id: number, response: Response | Unanswered): void {
    const pending = this.#pending.get(id);
    if (pending === undefined) return; // late
    this.#pending.delete(id);
    clearTimeout(pending.timer);
    pending.done(response);
  }

  /** Nothing that was asked will be answered any more. */
  #fail(cause: string): void {
    this.#outgoing = [];
    for (const id of [...this.#pending.keys()]) this.#settle(id, unanswered(cause));
  }

  #send(octets: Uint8Array): void {
    this.#outgoing.push(octets);
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    process.nextTick(() => {
      this.#isFlushing = false;
      if (!this.#connected || this.#outgoing.length === 0) return;
      const octets = this.#outgoing.length === 1 ? this.#outgoing[0]! : Buffer.concat(this.#outgoing);
      this.#outgoing = [];
      this.#socket?.write(octets);
    });
  }

  #connect(): void {
    const { path, host = '127.0.0.1', port = 0, onState } = this.#options;
    const socket = path === undefined ? connect({ host, port, noDelay: true }) : connect({ path });
    this.#socket = socket;
    let cause: string | undefined;
    socket.on('connect', () => {
      this.#connected = true;
      this.#backoffMs = FIRST_BACKOFF_MS;
      this.#incoming = EMPTY;
      onState?.(true, undefined);
      for (const { octets } of this.#pending.values()) this.#send(octets);
    });
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => {
      cause = error.message;
    });
    socket.on('close', () => {
      const wasConnected = this.#connected;
      this.#connected = false;
      if (this.#closed) return;
      // What is asked while there is no connection waits for one, as long as it may; what was sent is lost with it.
      if (wasConnected) {
        this.#fail('the connection was lost');
        onState?.(false, cause);
      }
      this.#retry = setTimeout(() => this.#connect(), this.#backoffMs * (0.5 + Math.random() / 2));
      this.#retry.unref();
      this.#backoffMs = Math.min(2 * this.#backoffMs, MAX_BACKOFF_MS);
    });
  }

  #read(chunk: Buffer): void {
    const octets = this.#incoming.length === 0 ? chunk : Buffer.concat([this.#incoming, chunk]);
    let at = 0;
    for (;;) {
      let from = at;
      let length = 0;
      let isWhole = false;
      for (let shift = 0; from < octets.length && from - at < MAX_LENGTH_OCTETS && !isWhole; shift += 7) {
        const octet = octets[from++]!;
        length |= (octet & 0x7f) << shift;
        isWhole = octet < 0x80;
      }
      if ((!isWhole && from - at >= MAX_LENGTH_OCTETS) || length > MAX_ANSWER_OCTETS) {
        this.#broken();
        return;
      }
      if (!isWhole || octets.length - from < length) break;
      at = from + length;
      let response: Response;
      try {
        response = VerdictResponse.decode(octets.subarray(from, at));
      } catch {
        this.#broken();
        return;
      }
      this.#settle(response.requestId, response);
    }
    this.#incoming = at === octets.length ? EMPTY : Buffer.from(octets.subarray(at));
  }

  /** What answers is not the service. */
  #broken(): void {
    this.#socket?.destroy();
  }
}

function unanswered(cause: string): Unanswered {
  return { cause, refused: false };
}

function flowOf({ src_ip, src_port, dest_ip, dest_port, proto }: ClientFlow): pinsight.verdict.v1.Flow.$Properties {
  return {
    srcIp: src_ip,
    destIp: dest_ip,
    ...(src_port === undefined ? {} : { srcPort: src_port }),
    ...(dest_port === undefined ? {} : { destPort: dest_port }),
    ...(proto === undefined ? {} : { proto }),
  };
}

function fieldsOf(fields: { readonly alpn?: readonly string[] }): pinsight.verdict.v1.HelloFields.$Properties {
  const { alpn, ...rest } = fields;
  return { ...rest, ...(alpn === undefined ? {} : { alpn: [...alpn] }) };
}
