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

export class AppContext {
  /** Clients forgotten because there were too many. */
  evictedClients = 0;
  /** Apps forgotten because their client used too many. */
  evictedApps = 0;
  readonly #limits: ContextLimits;
  /** Client -> app -> when it was last seen; both in the order of use, the least recent first. */
  readonly #clients = new Map<string, Map<string, number>>();

  constructor(limits: ContextLimits = DEFAULT_LIMITS) {
    this.#limits = limits;
  }

  /** A verdict said that this client uses this app. */
  saw(client: string, app: string, nowUs: number): void {
    const apps = this.#clients.get(client) ?? new Map<string, number>();
    this.#clients.delete(client);
    this.#clients.set(client, apps);
    apps.delete(app);
    apps.set(app, nowUs);
    if (apps.size > this.#limits.appsPerClient) {
      apps.delete(first(apps));
      this.evictedApps++;
    }
    if (this.#clients.size > this.#limits.clients) {
      this.#clients.delete(first(this.#clients));
      this.evictedClients++;
    }
  }

  /** Names of the apps that the client was seen using in the last ten minutes, in the order of their names. */
  inUse(client: string, nowUs: number): string[] {
    const apps = this.#clients.get(client);
    if (apps === undefined) return [];
    for (const [app, seenUs] of apps) {
      if (nowUs - seenUs <= IN_USE_US) break; // the rest was seen later
      apps.delete(app);
    }
    if (apps.size === 0) this.#clients.delete(client);
    return [...apps.keys()].sort();
  }
}

function first<K>(map: ReadonlyMap<K, unknown>): K {
  return map.keys().next().value as K;
}
