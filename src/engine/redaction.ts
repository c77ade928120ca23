/**
 * Which addresses of a record are a client's, and so not shown under `--redact`: the client's own, every address of the tunnel's
 * networks (`--device`) wherever it stands, and both ends of a flow of which nothing says who the client is.
 */
import { parseAddress } from '../bytes/address.js';
import type { DeviceNetworks } from './orient.js';

export class Redaction {
  readonly #pseudonym: ((address: string) => string) | undefined;
  readonly #devices: DeviceNetworks;

  /** @param pseudonym replaces an address; undefined: nothing is replaced */
  constructor(pseudonym: ((address: string) => string) | undefined, devices: DeviceNetworks) {
    this.#pseudonym = pseudonym;
    this.#devices = devices;
  }

  get isOn(): boolean {
    return this.#pseudonym !== undefined;
  }

  client(ip: string): string {
    return this.#pseudonym?.(ip) ?? ip;
  }

  /** @param certain whether it is known to be the server's */
  server(ip: string, certain: boolean): string {
    if (this.#pseudonym === undefined || (certain && !this.#devices.has(ip))) return ip;
    return this.#pseudonym(ip);
  }

  /** A server name as sent: some clients send an address, and it may be their own. */
  name(sni: string, clientIp: string): string {
    if (this.#pseudonym === undefined || parseAddress(sni) === null) return sni;
    return sni === clientIp || this.#devices.has(sni) ? this.#pseudonym(sni) : sni;
  }
}
