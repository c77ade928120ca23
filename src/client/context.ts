/**
 * Apps that each client of the tunnel was seen using: an earlier verdict in which that app stood out. PRODUCT.md, "Evidence",
 * family context. By packet time only; bounded in clients and in apps per client, the least recent forgotten first.
 */

/** How long an app counts as in use after it was last seen: PRODUCT.md, starting values. */
export const IN_USE_US = 10 * 60 * 1e6;

export interface ContextLimits {
  readonly clients: number;
  readonly appsPerClient: number;
}

const DEFAULT_LIMITS: ContextLimits = { clients: 65_536, appsPerClient: 16 };

/** Few apps each: arrays, which are searched in less time than a map takes to make. */
interface ClientApps {
  /** In the order of use, the least recent first; and when each was last seen. */
  readonly apps: string[];
  readonly seenUs: number[];
  /** In the order of their names. */
  readonly names: string[];
}

const NONE: readonly never[] = [];

export class AppContext {
  /** Clients forgotten because there were too many. */
  evictedClients = 0;
  /** Apps forgotten because their client used too many. */
  evictedApps = 0;
  readonly #limits: ContextLimits;
  /** In the order of use, the least recent first. */
  readonly #clients = new Map<string, ClientApps>();
  /** The last of them. */
  #latest: ClientApps | undefined;

  constructor(limits: ContextLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** A verdict said that this client uses this app. */
  saw(client: string, app: string, nowUs: number): void {
    const known = this.#clients.get(client);
    const used = known ?? { apps: [], seenUs: [], names: [] };
    if (used !== this.#latest) {
      if (known !== undefined) this.#clients.delete(client);
      this.#clients.set(client, used); // a map keeps the order of insertion
      this.#latest = used;
    }
    const at = used.apps.indexOf(app);
    if (at >= 0) forget(used, at);
    else insert(used.names, app);
    used.apps.push(app);
    used.seenUs.push(nowUs);
    if (used.apps.length > this.#limits.appsPerClient) {
      remove(used.names, used.apps[0]!);
      forget(used, 0);
      this.evictedApps++;
    }
    if (this.#clients.size > this.#limits.clients) {
      this.#clients.delete(first(this.#clients));
      this.evictedClients++;
    }
  }

  /**
   * Names of the apps that the client was seen using in the last ten minutes, in the order of their names. What is given back changes
   * with what is seen next.
   */
  inUse(client: string, nowUs: number): readonly string[] {
    const used = this.#clients.get(client);
    if (used === undefined) return NONE;
    while (used.apps.length > 0 && nowUs - used.seenUs[0]! > IN_USE_US) {
      remove(used.names, used.apps[0]!);
      forget(used, 0);
    }
    if (used.apps.length === 0) {
      this.#clients.delete(client);
      if (used === this.#latest) this.#latest = undefined;
    }
    return used.names;
  }
}

function forget({ apps, seenUs }: ClientApps, at: number): void {
  for (let i = at + 1; i < apps.length; i++) {
    apps[i - 1] = apps[i]!;
    seenUs[i - 1] = seenUs[i]!;
  }
  apps.pop();
  seenUs.pop();
}

function insert(names: string[], name: string): void {
  let at = names.length;
  for (names.push(name); at > 0 && names[at - 1]! > name; at--) names[at] = names[at - 1]!;
  names[at] = name;
}

function remove(names: string[], name: string): void {
  for (let at = names.indexOf(name) + 1; at < names.length; at++) names[at - 1] = names[at]!;
  names.pop();
}

function first<K>(map: ReadonlyMap<K, unknown>): K {
  return map.keys().next().value as K;
}
