/** Which end of a flow is the client, where no hello tells: who opened it, else who is in the tunnel's networks, else who spoke first. */
import ipaddr from 'ipaddr.js';
import type { EndEvent } from './events.js';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** The tunnel's client networks (`--device`), parsed once. */
export class DeviceNetworks {
  readonly #networks: readonly Network[];

  /** @param networks CIDR text, already validated */
  constructor(networks: readonly string[]) {
    this.#networks = networks.map((text) => ipaddr.parseCIDR(text));
  }

  get isEmpty(): boolean {
    return this.#networks.length === 0;
  }

  has(ip: string): boolean {
    const address = ipaddr.parse(ip);
    return this.#networks.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits));
  }
}

export interface Orientation {
  /** The end that counts as the client. */
  readonly client: 0 | 1;
  /** Something says so: not only that it spoke first, as far as the capture has it. */
  readonly certain: boolean;
}

export function orientation(event: EndEvent, devices: DeviceNetworks): Orientation {
  if (event.opener !== -1) return { client: event.opener, certain: true };
  if (!devices.isEmpty) {
    const lower = devices.has(event.ends[0].ip);
    const upper = devices.has(event.ends[1].ip);
    if (lower !== upper) return { client: lower ? 0 : 1, certain: true };
  }
  return { client: event.first, certain: false };
}
