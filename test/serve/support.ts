/** A service with a small set-up around it: the catalog shipped, hellos built by hand, frames as the generated code writes them. */
import { mkdtempSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadCatalog } from '../../src/catalog/index.js';
import { pinsight } from '../../src/gen/wire.js';
import type { FlowEnds } from '../../src/serve/flow-ends.js';
import { type ServiceOptions, VerdictService } from '../../src/serve/verdict-api.js';
import { builtinPolicy, type Policy } from '../../src/verdict/policy.js';
import type { FlowRecord } from '../../src/verdict/record.js';
import { ascii, clientHello, handshakeRecords, serverName } from '../protocol/tls/hello-builder.js';

export const { VerdictRequest, VerdictResponse } = pinsight.verdict.v1;
export type Request = pinsight.verdict.v1.VerdictRequest.$Properties;
export type Response = pinsight.verdict.v1.VerdictResponse;

export const CATALOG = loadCatalog();
export const ENDS: FlowEnds = {
  clientIp: '10.8.0.2',
  clientPort: 51_234,
  serverIp: '203.0.113.7',
  serverPort: 443,
  proto: 'TCP',
};
export const FLOW = { srcIp: '10.8.0.2', srcPort: 51_234, destIp: '203.0.113.7', destPort: 443 };
export const FLOW_JSON = { src_ip: '10.8.0.2', src_port: 51_234, dest_ip: '203.0.113.7', dest_port: 443 };

/** The lab's OkHttp: in no list of fingerprints, so it may be any app on its own stack. */
export const APP_JA4 = 't13d1514h2_8daaf6152771_a5b99884f7f5';
/** A name that the catalog says Signal pins. */
export const PINNED_NAME = 'chat.signal.org';

export function learning(): Policy {
  return { ...builtinPolicy('balanced'), learning: { enabled: true, failures: 3, ttlSeconds: 3600 } };
}

export function newService(more: Partial<ServiceOptions> = {}): VerdictService {
  return new VerdictService({ catalog: CATALOG, policy: builtinPolicy('balanced'), ...more });
}

/** The message alone, with a name. */
export function messageFor(sni: string): Uint8Array {
  return clientHello({ extensions: [serverName(ascii(sni))] });
}

/** TLS records with a hello for a name. */
export function helloFor(sni: string, recordSize?: number): Uint8Array {
  return handshakeRecords(messageFor(sni), recordSize);
}

export function socketPath(): string {
  return path.join(mkdtempSync(path.join(tmpdir(), 'serve-')), 'v.sock');
}

export function frameOf(request: Request): Buffer {
  return Buffer.from(VerdictRequest.encodeDelimited(request).finish());
}

/** A peer that speaks the wire format by the generated code. */
export class Peer {
  readonly socket: Socket;
  readonly responses: Response[] = [];
  ended = false;
  #octets: Buffer = Buffer.alloc(0);
  #changed: () => void = () => {};

  constructor(at: { path: string } | { port: number }) {
    this.socket = connect('path' in at ? at : { ...at, host: '127.0.0.1' });
    this.socket.on('data', (chunk: Buffer) => {
      this.#octets = Buffer.concat([this.#octets, chunk]);
      this.#take();
      this.#changed();
    });
    for (const event of ['end', 'close', 'error'] as const) {
      this.socket.on(event, () => {
        this.ended = true;
        this.#changed();
      });
    }
  }

  send(...requests: Request[]): void {
    this.socket.write(Buffer.concat(requests.map(frameOf)));
  }

  /** Waits until so many answers are there, or the peer has ended. */
  async answers(count: number): Promise<Response[]> {
    while (this.responses.length < count && !this.ended) await this.#change();
    return this.responses;
  }

  async end(): Promise<void> {
    while (!this.ended) await this.#change();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }

  #take(): void {
    for (;;) {
      let length = 0;
      let at = 0;
      let more = true;
      for (let shift = 0; more; shift += 7) {
        if (at >= this.#octets.length) return;
        const octet = this.#octets[at++]!;
        length |= (octet & 0x7f) << shift;
        more = octet >= 0x80;
      }
      if (this.#octets.length < at + length) return;
      this.responses.push(VerdictResponse.decode(this.#octets.subarray(at, at + length)));
      this.#octets = this.#octets.subarray(at + length);
    }
  }
}

/** A record of the attached interface. */
export function recordOf(
  flowId: number,
  ends: FlowEnds,
  eventType: 'verdict' | 'flow',
  decidedAt: number,
  action: 'inspect' | 'bypass' = 'bypass',
): FlowRecord {
  return {
    timestamp: decidedAt - 1000,
    event_type: eventType,
    capture: 'tun0',
    flow_id: flowId,
    community_id: '1:x',
    src_ip: ends.clientIp,
    src_port: ends.clientPort,
    dest_ip: ends.serverIp,
    dest_port: ends.serverPort,
    proto: ends.proto,
    flow: {
      pkts_toserver: 3,
      pkts_toclient: 2,
      bytes_toserver: 700,
      bytes_toclient: 100,
      start: decidedAt - 1000,
      end: decidedAt,
      state: 'established',
      reason: 'fin',
    },
    tls: { sni: PINNED_NAME, ja4: APP_JA4 },
    pinsight: { action, reason: action === 'bypass' ? 'pinned_app' : 'not_pinned', decided_at: decidedAt, score: 0.9 },
  };
}

/** Numbers that look random and are the same each time (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
