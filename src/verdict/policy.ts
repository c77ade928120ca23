/**
 * Policy: what the operator wants, apart from what is probable. PRODUCT.md, "What a verdict means"; the file's form is in
 * docs/formats/policy.md. The threshold follows from costs: bypass needs a score of cost / (cost + 1), where the cost is
 * that of a false bypass in false inspects.
 */
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { LEVELS, type Level } from '../catalog/content.js';
import { suffixesOf } from '../catalog/index.js';
import { NetworkTable } from '../catalog/networks.js';
import { readPolicyFile } from './policy-file.js';
import type { Action } from './verdict.js';

export const BUILTIN_POLICIES = ['compatible', 'balanced', 'strict'] as const;
export type BuiltinPolicy = (typeof BUILTIN_POLICIES)[number];

/** Flows that the operator decides about, whatever is behind them. */
export interface FlowList {
  /** Lower-case host suffixes. */
  readonly hosts: ReadonlySet<string>;
  readonly clientNetworks: NetworkTable<true>;
  readonly destinationNetworks: NetworkTable<true>;
}

export interface Learning {
  readonly enabled: boolean;
  /** Failures of medium weight (FIELD-NOTES section 2) that make a pin; fewer strong ones do, and more weak ones. */
  readonly failures: number;
  /** Seconds of packet time for which a learned pin is valid after its last failure. */
  readonly ttlSeconds: number;
}

export interface Policy {
  /** For people: the built-in policy's name, or the file's. */
  readonly name: string;
  /** Score from which on a flow is bypassed. */
  readonly threshold: number;
  /** Levels of facts that count as pinned. */
  readonly levels: readonly Level[];
  /** Evidence families that must speak for the app. */
  readonly minimumFamilies: number;
  /** The clients' platform where their stack does not tell; undefined if it is not known. */
  readonly platform: string | undefined;
  readonly learning: Learning;
  /** Inspected, whatever else: beats everything. */
  readonly never: FlowList;
  /** Bypassed, unless the evidence contradicts itself. */
  readonly always: FlowList;
  /** By the name of an app that stands out, and by its category; the app's own rule comes first. */
  readonly apps: ReadonlyMap<string, Action>;
  readonly categories: ReadonlyMap<string, Action>;
  /** For flows without a hello that can be read. */
  readonly defaultAction: Action;
  /** Whose DNS answers are believed; everybody's if there is none. */
  readonly resolvers: NetworkTable<true>;
}

/** The threshold at which a false bypass that costs `cost` false inspects is worth the risk. */
export function thresholdOf(cost: number): number {
  return cost / (cost + 1);
}

/** Costs of PRODUCT.md, and the families that `strict` asks for. */
const COST = { compatible: 1, balanced: 4, strict: 19 } as const;
const FAMILIES = { compatible: 1, balanced: 1, strict: 2 } as const;

const NO_LIST: FlowList = {
  hosts: new Set(),
  clientNetworks: new NetworkTable(),
  destinationNetworks: new NetworkTable(),
};

/** vendor_exclusion is no proof of pinning: it counts only where a policy file says so. */
const DEFAULT_LEVELS: readonly Level[] = LEVELS.filter((level) => level !== 'vendor_exclusion');

export function builtinPolicy(name: BuiltinPolicy): Policy {
  if (!Object.hasOwn(COST, name)) {
    const known = BUILTIN_POLICIES.join(', ');
    throw new UsageError(
      'policy',
      `${harmless(JSON.stringify(String(name)))}: is no built-in policy; there are ${known}`,
    );
  }
  return Object.freeze({
    name,
    threshold: thresholdOf(COST[name]),
    levels: DEFAULT_LEVELS,
    minimumFamilies: FAMILIES[name],
    platform: undefined,
    learning: { enabled: false, failures: 3, ttlSeconds: 24 * 60 * 60 },
    never: NO_LIST,
    always: NO_LIST,
    apps: new Map(),
    categories: new Map(),
    defaultAction: 'inspect',
    resolvers: new NetworkTable<true>(),
  });
}

/** Reads a policy file. Throws a UsageError that names file, line and key. */
export function loadPolicy(path: string): Policy {
  return readPolicyFile(path, builtinPolicy);
}

/** Whether a list names the flow: by its addresses, or by any of its names. */
export function listed(list: FlowList, clientIp: string, serverIp: string, names: readonly string[]): boolean {
  if (list.clientNetworks.find(clientIp).length > 0 || list.destinationNetworks.find(serverIp).length > 0) return true;
  if (list.hosts.size === 0) return false;
  return names.some((name) => suffixesOf(name).some((suffix) => list.hosts.has(suffix)));
}
