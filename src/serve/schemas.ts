/**
 * JSON Schemas of the HTTP interface (draft 2020-12 as OpenAPI 3.1 has it, in the part that draft 7 shares): what requests are held
 * against, and what the published description shows. Every text and list has a bound.
 */
import { REASONS } from '../verdict/verdict.js';
import { MAX_PORT } from './flow-ends.js';
import { MAX_WAIT_MS } from './flow-verdicts.js';
import { MAX_ALPN_NAMES, MAX_DATAGRAMS } from './hello-octets.js';
import { OUTCOMES } from './verdict-api.js';

/** Questions of one batch. */
export const MAX_BATCH = 256;
/** Base64 characters of a hello of 64 KiB, and of a datagram of 64 KiB. */
const MAX_BASE64 = Math.ceil((64 * 1024) / 3) * 4;
const MAX_ID_CHARACTERS = 128;
const MAX_ADDRESS_CHARACTERS = 45;
const MAX_NAME_CHARACTERS = 1024;
const MAX_JA3_CHARACTERS = 8192;
const MAX_JA4_CHARACTERS = 64;

/** RFC 4648 §4, or §5. */
const base64 = { type: 'string', maxLength: MAX_BASE64, pattern: '^[A-Za-z0-9+/_-]*={0,2}$' } as const;
const name = { type: 'string', maxLength: MAX_NAME_CHARACTERS } as const;
const names = { type: 'array', maxItems: MAX_ALPN_NAMES, items: name } as const;
const ja3 = {
  type: 'string',
  maxLength: MAX_JA3_CHARACTERS,
  description: 'the hash, or the string it is the MD5 of',
} as const;
const ja4 = { type: 'string', maxLength: MAX_JA4_CHARACTERS } as const;
const address = {
  type: 'string',
  maxLength: MAX_ADDRESS_CHARACTERS,
  description: 'dotted decimal or RFC 5952',
} as const;
const port = { type: 'integer', minimum: 0, maximum: MAX_PORT } as const;
const requestId = {
  anyOf: [
    { type: 'string', maxLength: MAX_ID_CHARACTERS },
    { type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  ],
  description: "comes back with the answer; the caller's own",
} as const;

/** The connection: `src` is the client, who sends the hello. */
const flowProperties = {
  src_ip: address,
  src_port: port,
  dest_ip: address,
  dest_port: port,
  proto: { type: 'string', enum: ['TCP', 'UDP'], default: 'TCP' },
} as const;

export const questionSchema = {
  type: 'object',
  description:
    'With hello, datagrams or fields: by hello, answered at once. With none of them: by 5-tuple, answered when the attached interface has seen the hello.',
  required: ['src_ip', 'dest_ip'],
  additionalProperties: false,
  properties: {
    request_id: requestId,
    ...flowProperties,
    hello: {
      ...base64,
      description: 'what the client sent first: TLS records with the ClientHello, or the bare message',
    },
    datagrams: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_DATAGRAMS,
      items: base64,
      description: 'of a QUIC or DTLS client',
    },
    fields: {
      type: 'object',
      additionalProperties: false,
      properties: { sni: name, alpn: names, ja3, ja4, ech: { type: 'boolean' } },
    },
    wait_ms: { type: 'integer', minimum: 0, maximum: MAX_WAIT_MS, description: 'by 5-tuple; 20 where it is left out' },
    not_before: {
      type: 'integer',
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description:
        'by 5-tuple: when the connection was accepted, microseconds since 1970; older verdicts are no answer',
    },
  },
} as const;

export const verdictBodySchema = {
  anyOf: [
    questionSchema,
    {
      type: 'object',
      required: ['requests'],
      additionalProperties: false,
      properties: { requests: { type: 'array', minItems: 1, maxItems: MAX_BATCH, items: questionSchema } },
    },
  ],
} as const;

export const outcomeSchema = {
  type: 'object',
  required: ['src_ip', 'dest_ip', 'outcome'],
  additionalProperties: false,
  properties: {
    ...flowProperties,
    outcome: { type: 'string', enum: OUTCOMES },
    alert: { type: 'integer', minimum: 0, maximum: 255, description: "the client's alert, RFC 8446 section 6" },
    sni: name,
    ja4,
    resumed: { type: 'boolean' },
    client_certificate: { type: 'boolean' },
    server_closed_first: { type: 'boolean' },
  },
} as const;

const probability = { type: 'number', minimum: 0, maximum: 1 } as const;

export const verdictSchema = {
  type: 'object',
  required: ['action', 'reason', 'decided_at'],
  properties: {
    request_id: requestId,
    action: { type: 'string', enum: ['inspect', 'bypass'] },
    reason: { type: 'string', enum: REASONS },
    app: { type: 'string' },
    bundle_id: { type: 'object', properties: { ios: { type: 'string' }, android: { type: 'string' } } },
    score: probability,
    confidence: probability,
    candidates: {
      type: 'array',
      maxItems: 5,
      items: { type: 'object', properties: { app: { type: 'string' }, probability } },
    },
    evidence: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          kind: { type: 'string' },
          value: { type: 'string' },
          app: { type: 'string' },
          weight: { type: 'number' },
        },
      },
    },
    sni: { type: 'string' },
    alpn: { type: 'array', items: { type: 'string' } },
    ja3: { type: 'string' },
    ja4: { type: 'string' },
    flow_id: { type: 'integer' },
    decided_at: { type: 'string', format: 'date-time' },
  },
} as const;

export const errorSchema = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: { code: { type: 'string' }, message: { type: 'string' } },
    },
  },
} as const;

export const flowSchema = {
  type: 'object',
  properties: {
    src_ip: { type: 'string' },
    src_port: { type: 'integer' },
    dest_ip: { type: 'string' },
    dest_port: { type: 'integer' },
    proto: { type: 'string' },
    over: { type: 'boolean' },
    verdict: verdictSchema,
  },
} as const;

export const catalogSchema = {
  type: 'object',
  properties: {
    version: { type: 'string' },
    digest: { type: 'string' },
    apps: { type: 'integer' },
    facts: { type: 'integer' },
    policy: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        threshold: { type: 'number' },
        default_action: { type: 'string' },
        learning: { type: 'boolean' },
      },
    },
  },
} as const;
