/** Which end of a flow is the client, where no hello tells: who opened it, else who is in the tunnel's networks, else who spoke first. */
import { NetworkTable } from '../catalog/networks.js';
import type { EndEvent } from './events.js';

/** The tunnel's client networks (`--device`). */
export class DeviceNetworks {
  readonly #networks = new NetworkTable<true>();

  /** @param networks CIDR text, already validated */
  constructor(networks: readonly string[]) {
    for (const network of networks) this.#networks.add(network, true);
  }

  get isEmpty(): boolean {
    return this.#networks.size === 0;
  }

  has(ip: string): boolean {
    return !this.isEmpty && this.#networks.find(ip).length > 0;
  }
}

export interface Orientation {
  /** The end that counts as the client. */
  readonly client: 0 | 1;
  /** Something says so: not only that it spoke first, as far as the capture has it. */
  readonly certain: boolean;
}

/** The four there are, by client: shared, since every flow has one. */
export const CERTAIN: readonly [Orientation, Orientation] = [
  { client: 0, certain: true },
  { client: 1, certain: true },
];
const ASSUMED: readonly [Orientation, Orientation] = [
  { client: 0, certain: false },
  { client: 1, certain: false },
];

/** Of a flow without a hello. */
export function orientation(event: EndEvent, devices: DeviceNetworks): Orientation {
  if (event.opener !== -1) return CERTAIN[event.opener];
  if (!devices.isEmpty) {
    const lower = devices.has(event.lowerIp);
    const upper = devices.has(event.upperIp);
    if (lower !== upper) return CERTAIN[lower ? 0 : 1];
  }
  return ASSUMED[event.first];
}
