/**
 * The verdict service over HTTP and JSON, for whoever has no protobuf: docs/serve.md. For programs on this machine: a web page must not
 * reach it (no CORS, JSON bodies only, and the Host header must name us: DNS rebinding), and nothing but the paths below is there.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { systemMessage } from '../catalog/limited-file.js';
import { type AnswerJson, answerJson, endsJson } from './answer.js';
import { flowEnds, flowSelector } from './flow-ends.js';
import { DEFAULT_WAIT_MS } from './flow-verdicts.js';
import type { HelloFields } from './hello-octets.js';
import { isLoopback, type ListenAddress } from './listen.js';
import { type OpenApi, openApi } from './openapi.js';
import { outcomeSchema, verdictBodySchema } from './schemas.js';
import type { HelloForm, OutcomeReport, ReportedOutcome, VerdictService } from './verdict-api.js';

export interface HttpLimits {
  readonly bodyOctets: number;
  readonly connections: number;
  /** The whole of a request, its header alone, and silence between requests. */
  readonly requestMs: number;
  readonly headerMs: number;
  readonly keepAliveMs: number;
}

export const DEFAULT_HTTP_LIMITS: HttpLimits = {
  bodyOctets: 256 * 1024,
  connections: 1024,
  requestMs: 5000,
  headerMs: 3000,
  keepAliveMs: 60_000,
};

export interface HttpOptions {
  readonly service: VerdictService;
  readonly version: string;
  /** Text for Prometheus. */
  readonly metrics: () => string | Promise<string>;
  /** Bearer token that requests must carry; undefined: none. */
  readonly token?: string | undefined;
  /** Others than this machine may ask: the Host header is not looked at. */
  readonly allowRemote?: boolean;
  readonly limits?: HttpLimits;
}

/** Octets of all headers of a request. */
const MAX_HEADER_OCTETS = 8 * 1024;
/** Characters of a path parameter: a 5-tuple, escaped. */
const MAX_PARAMETER = 512;
/** How often requests that take too long are looked for. */
const CHECK_MS = 500;
const OK_HOSTS: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

interface QuestionBody {
  readonly request_id?: string | number;
  readonly src_ip: string;
  readonly src_port?: number;
  readonly dest_ip: string;
  readonly dest_port?: number;
  readonly proto?: string;
  readonly hello?: string;
  readonly datagrams?: readonly string[];
  readonly fields?: HelloFields;
  readonly wait_ms?: number;
  readonly not_before?: number;
}

interface OutcomeBody extends QuestionBody {
  readonly outcome: ReportedOutcome;
  readonly alert?: number;
  readonly sni?: string;
  readonly ja4?: string;
  readonly resumed?: boolean;
  readonly client_certificate?: boolean;
  readonly server_closed_first?: boolean;
}

interface ErrorBody {
  readonly request_id?: string | number;
  readonly error: { readonly code: string; readonly message: string };
}

export class VerdictHttp {
  readonly #app: FastifyInstance;
  readonly #service: VerdictService;
  readonly #description: OpenApi;
  #host = '';

  constructor(options: HttpOptions) {
    const limits = options.limits ?? DEFAULT_HTTP_LIMITS;
    this.#service = options.service;
    this.#description = openApi(options.version);
    this.#app = Fastify({
      logger: false,
      bodyLimit: limits.bodyOctets,
      requestTimeout: limits.requestMs,
      connectionTimeout: limits.keepAliveMs + limits.requestMs,
      keepAliveTimeout: limits.keepAliveMs,
      forceCloseConnections: true,
      routerOptions: { maxParamLength: MAX_PARAMETER },
      http: {
        maxHeaderSize: MAX_HEADER_OCTETS,
        headersTimeout: limits.headerMs,
        connectionsCheckingInterval: Math.min(CHECK_MS, limits.headerMs),
        requireHostHeader: false, // we do: Node refuses without saying why
      },
      ajv: { customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: false } },
      clientErrorHandler: refuseOctets,
      frameworkErrors: (error, _request, reply) => {
        void failed(reply, error);
      },
    });
    this.#app.server.maxConnections = limits.connections;
    // Without these Node answers the one with no body, and the other not at all.
    this.#app.server.on('checkExpectation', refuseExpectation);
    this.#app.server.on('connect', (_request: IncomingMessage, socket: Socket) => {
      // Node has let go of it: nobody else listens, and no other time-out counts. One that leaves earlier answers unread gets no more.
      socket.on('error', () => {});
      if (socket.writableLength > 0) {
        socket.destroy();
        return;
      }
      socket.setTimeout(limits.requestMs, () => socket.destroy());
      refuseRaw(socket, '400 Bad Request', 'bad_request', 'CONNECT: this is no proxy');
    });
    // The only body that is read: a form or a text that a web page can send without asking is not.
    this.#app.removeContentTypeParser('text/plain');
    this.#app.setErrorHandler((error: FastifyError, _request, reply) => failed(reply, error));
    this.#app.setNotFoundHandler((request, reply) => this.#nothing(request, reply));
    this.#app.addHook('onRequest', async (request, reply) => this.#admit(request, reply, options));
    this.#routes(options);
  }

  /** RFC 9110 §15.5.6: of a path that takes other methods, those are named. */
  #nothing(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const [path = ''] = request.url.split('?', 1);
    const described = Object.entries(this.#description.paths).find(([pattern]) => isOf(pattern, path));
    if (described === undefined) {
      return refuse(reply, 404, 'not_found', 'there is nothing here; GET /openapi.json says what there is');
    }
    const methods = Object.keys(described[1]).map((method) => method.toUpperCase());
    const takes = (methods.includes('GET') ? [...methods, 'HEAD'] : methods).join(', ');
    reply.header('allow', takes);
    return refuse(reply, 405, 'method_not_allowed', `this path takes ${takes}`);
  }

  get port(): number | undefined {
    return (this.#app.server.address() as AddressInfo | null)?.port;
  }

  async listen({ host, port }: ListenAddress): Promise<void> {
    this.#host = host;
    try {
      await this.#app.listen({ host, port, backlog: 1024 });
    } catch (error) {
      throw new UsageError('listen', `${host} port ${port}: ${systemMessage(error)}`);
    }
  }

  /** Takes no more requests, and answers those that are here. */
  async close(): Promise<void> {
    await this.#app.close();
  }

  async #admit(request: FastifyRequest, reply: FastifyReply, { token, allowRemote }: HttpOptions): Promise<unknown> {
    const { host } = request.headers;
    // RFC 9112 §3.2.
    if (host === undefined && request.raw.httpVersion === '1.1') {
      return refuse(reply, 400, 'bad_request', 'a Host header is needed');
    }
    if (allowRemote !== true && !this.#namesUs(host)) {
      return refuse(reply, 421, 'wrong_host', 'the Host header names another server');
    }
    if (token === undefined || request.routeOptions.url === '/healthz') return undefined;
    const sent = /^Bearer +([!-~]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (sent !== undefined && sameText(sent, token)) return undefined;
    return refuse(reply.header('www-authenticate', 'Bearer'), 401, 'unauthorized', 'the token is missing or wrong');
  }

  #namesUs(host: string | undefined): boolean {
    const name = (host ?? '').replace(/:[0-9]{1,5}$/, '').toLowerCase();
    return OK_HOSTS.has(name) || (isLoopback(this.#host) && name === this.#host);
  }

  #routes({ metrics }: HttpOptions): void {
    const app = this.#app;
    app.post('/v1/verdict', { schema: { body: verdictBodySchema } }, async (request, reply) => {
      const body = request.body as QuestionBody | { readonly requests: readonly QuestionBody[] };
      const waits: (() => void)[] = [];
      const gone = (): void => {
        for (const end of waits) end();
      };
      // Of the answer, not of the socket, on which many may wait: requests can be pipelined.
      reply.raw.once('close', gone);
      try {
        if ('requests' in body)
          return { responses: await Promise.all(body.requests.map((question) => this.#answer(question, waits))) };
        const answer = await this.#answer(body, waits);
        if ('error' in answer) reply.code(400);
        return answer;
      } finally {
        reply.raw.off('close', gone);
      }
    });
    app.post('/v1/outcome', { schema: { body: outcomeSchema } }, async (request, reply) => {
      const report = reportOf(request.body as OutcomeBody);
      if (typeof report === 'string') return refuse(reply, 400, 'bad_request', report);
      return { taken: this.#service.report(report) };
    });
    app.get('/v1/flows/*', async (request, reply) => {
      const flow = flowSelector((request.params as { readonly '*': string })['*']);
      if (flow === undefined) {
        return refuse(reply, 400, 'bad_request', 'a flow_id, or a 5-tuple such as 10.8.0.2:51234-203.0.113.7:443/tcp');
      }
      const found = this.#service.flows?.look(flow);
      if (found === undefined) return refuse(reply, 404, 'no_such_flow', 'the interface has seen no such flow of late');
      return { ...endsJson(found.ends), over: found.over, verdict: answerJson(found.answer) };
    });
    app.get('/v1/catalog', async () => this.#catalog());
    app.get('/healthz', async () => ({ status: 'ok' }));
    app.get('/metrics', async (_request, reply) => reply.type(METRICS_TYPE).send(await metrics()));
    app.get('/openapi.json', async () => this.#description);
  }

  #catalog(): object {
    const { catalog, policy } = this.#service;
    return {
      version: catalog.version,
      digest: catalog.digest,
      apps: catalog.apps.length,
      facts: catalog.apps.reduce((sum, app) => sum + app.facts.length, 0),
      policy: {
        name: policy.name,
        threshold: policy.threshold,
        default_action: policy.defaultAction,
        learning: policy.learning.enabled,
      },
    };
  }

  /** @param waits gets what ends the wait, should whoever asked be gone */
  async #answer(body: QuestionBody, waits: (() => void)[]): Promise<AnswerJson | ErrorBody> {
    const id = body.request_id;
    const ends = flowEnds(body.src_ip, body.src_port, body.dest_ip, body.dest_port, body.proto);
    if (typeof ends === 'string') return wrong(id, ends);
    const form = formOf(body);
    if (form !== undefined) {
      const answer = this.#service.byHello(ends, form, 'http');
      return typeof answer === 'string' ? wrong(id, answer) : answerJson(answer, id);
    }
    return new Promise((resolve) => {
      const waitMs = body.wait_ms ?? DEFAULT_WAIT_MS;
      const waiter = this.#service.byFlow(ends, waitMs, body.not_before ?? 0, 'http', (answer) =>
        resolve(answerJson(answer, id)),
      );
      if (waiter === undefined) return;
      waits.push(() => {
        this.#service.flows?.cancel(waiter);
        resolve(wrong(id, 'whoever asked is gone'));
      });
    });
  }
}

function formOf({ hello, datagrams, fields }: QuestionBody): HelloForm | undefined {
  if (hello !== undefined) return { octets: Buffer.from(hello, 'base64') };
  if (datagrams !== undefined) return { datagrams: datagrams.map((datagram) => Buffer.from(datagram, 'base64')) };
  return fields === undefined ? undefined : { fields };
}

function reportOf(body: OutcomeBody): OutcomeReport | string {
  const ends = flowEnds(body.src_ip, body.src_port, body.dest_ip, body.dest_port, body.proto);
  if (typeof ends === 'string') return ends;
  return {
    ends,
    outcome: body.outcome,
    alert: body.alert,
    sni: body.sni,
    ja4: body.ja4,
    resumed: body.resumed,
    clientCertificate: body.client_certificate,
    serverClosedFirst: body.server_closed_first,
  };
}

function wrong(id: string | number | undefined, message: string): ErrorBody {
  return { ...(id === undefined ? {} : { request_id: id }), error: { code: 'bad_request', message } };
}

function refuse(reply: FastifyReply, status: number, code: string, message: string): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send({ error: { code, message } });
}

/** Names of our own for what fastify refuses; everything else of a client's making is a bad request. */
const CODES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'bad_json',
  FST_ERR_CTP_INVALID_JSON_BODY: 'bad_json',
};

function failed(reply: FastifyReply, error: FastifyError): FastifyReply {
  const status = error.statusCode ?? 500;
  // Ours: that it happened is said, not what is inside.
  if (status >= 500) return refuse(reply, 500, 'internal', 'the service failed to answer');
  const code = CODES[error.code] ?? (error instanceof SyntaxError ? 'bad_json' : 'bad_request');
  const message = code === 'unsupported_media_type' ? 'a body must be application/json' : error.message;
  return refuse(reply, status, code, harmless(message));
}

/** What is no HTTP at all, or came too slowly. */
function refuseOctets(error: NodeJS.ErrnoException & { readonly reason?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
  else if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    refuseRaw(socket, '408 Request Timeout', 'timeout', 'the request did not become whole in time');
  else if (error.code === 'HPE_HEADER_OVERFLOW') {
    const message = `the headers have more than ${MAX_HEADER_OCTETS} octets`;
    refuseRaw(socket, '431 Request Header Fields Too Large', 'header_too_large', message);
  } else {
    const why = harmless(error.reason ?? error.code ?? 'it is no HTTP');
    refuseRaw(socket, '400 Bad Request', 'bad_request', `the request could not be read: ${why}`);
  }
}

/** RFC 9110 §10.1.1: nothing is expected of us but to go on. */
function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const body = errorText('bad_request', 'the Expect header may have 100-continue and nothing else');
  response.writeHead(417, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}

/** Where there is no request to reply to. */
function refuseRaw(socket: Socket, status: string, code: string, message: string): void {
  const body = errorText(code, message);
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function errorText(code: string, message: string): string {
  return JSON.stringify({ error: { code, message } });
}

/** @param pattern a path of the description; its parameter, if it has one, is all the rest */
function isOf(pattern: string, path: string): boolean {
  const parameter = pattern.indexOf('{');
  if (parameter < 0) return path === pattern;
  return path.length > parameter && path.startsWith(pattern.slice(0, parameter));
}

/** In a time that does not tell where they differ, or how long the token is. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
