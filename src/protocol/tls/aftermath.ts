/**
 * What follows the ClientHello, and how it ends: FIELD-NOTES section 2. Fed with the records of both sides in the order in
 * which they were seen; only their types, their lengths and what stands in the clear is looked at.
 */
import { same } from '../../bytes/octets.js';
import {
  answeredCertificateRequest,
  type ClientTrace,
  clientFinished,
  forgetEarlyData,
  KEPT_LENGTHS,
  newClientTrace,
  type OutcomeClass,
  outcomeClass,
  resetClientTrace,
} from '../outcome.js';
import type { Handshake } from '../reader.js';
import { ALERT_FATAL, ContentType, HandshakeType, TLS_1_3 } from './numbers.js';
import type { ServerHello } from './server-hello.js';

export class Aftermath {
  readonly #handshake: Handshake;
  readonly #client: ClientTrace = newClientTrace();

  constructor(handshake: Handshake) {
    this.#handshake = handshake;
  }

  /** As new; the handshake is reset by its owner. */
  reset(): void {
    resetClientTrace(this.#client);
  }

  /** TLS 1.3 or one of its drafts and private versions: everything after the ServerHello is encrypted. */
  get tls13(): boolean {
    const server = this.#handshake.serverHello;
    return server !== null && server.version >= TLS_1_3;
  }

  /** A record of the client, after its first hello. */
  clientRecord(type: number, length: number): void {
    const client = this.#client;
    if (type === ContentType.ApplicationData) {
      if (client.lengths.length < KEPT_LENGTHS) client.lengths.push(length);
    } else if (type === ContentType.ChangeCipherSpec) {
      client.changeCipherSpec = true;
    } else if (type === ContentType.Alert) {
      client.encryptedAlert = true;
    }
  }

  /** A record of the server. */
  serverRecord(type: number, length: number): void {
    if (type !== ContentType.ApplicationData || this.#handshake.serverHello === null) return;
    if (clientFinished(this.#client, this.tls13)) this.#client.answered += length;
  }

  /** An alert of the client in the clear. One that comes before the ServerHello refuses nothing that the server showed. */
  clientAlert(level: number, description: number): void {
    if (level !== ALERT_FATAL || this.#handshake.serverHello === null) return;
    this.#client.fatalAlert = true;
    this.#handshake.alert ??= description;
  }

  /** A handshake message of the server in the clear. */
  serverMessage(type: number): void {
    if (type === HandshakeType.CertificateRequest) this.#handshake.clientCertificateRequested = true;
  }

  serverHello(server: ServerHello): void {
    if (server.retry) {
      this.#handshake.retried = true;
      return;
    }
    if (this.#handshake.serverHello !== null) return;
    this.#handshake.serverHello = server;
    if (this.#handshake.hello?.earlyData) forgetEarlyData(this.#client);
  }

  /** The class, as far as it is certain. Nothing is, where either hello was not seen. */
  outcomeClass(ended: boolean): OutcomeClass | undefined {
    const { hello, serverHello } = this.#handshake;
    if (hello === null || serverHello === null) return undefined;
    return outcomeClass(this.#client, this.tls13, hello.earlyData, ended);
  }

  /** Fills in what can be told at the end only. */
  conclude(): void {
    const handshake = this.#handshake;
    const { hello, serverHello } = handshake;
    if (hello === null || serverHello === null) return;
    if (this.tls13) {
      handshake.resumed = serverHello.preSharedKey;
      if (!hello.earlyData && answeredCertificateRequest(this.#client)) handshake.clientCertificateRequested = true;
    } else {
      // RFC 5246 §7.4.1.2, RFC 5077 §3.4: the client's own session id comes back.
      const mine = hello.sessionId;
      const theirs = serverHello.sessionId;
      handshake.resumed = mine.length > 0 && mine.length === theirs.length && same(mine, 0, theirs, 0, mine.length);
    }
  }
}
