/**
 * Policy file (YAML) -> Policy. docs/formats/policy.md documents every key; fixtures/policy/example.yaml shows them. The YAML
 * and validation libraries are loaded only when there is a file to read: most runs have none, and they cost start-up time.
 */
import { createRequire } from 'node:module';
import { harmless } from '../bytes/text.js';
import { UsageError } from '../bytes/usage-error.js';
import { LEVELS } from '../catalog/content.js';
import { type Expected, readLimited } from '../catalog/limited-file.js';
import { isNetwork, NetworkTable } from '../catalog/networks.js';
import type { BuiltinPolicy, FlowList, Policy } from './policy.js';
import type { Action } from './verdict.js';

const require = createRequire(import.meta.url);

/** Largest policy file that is read: a list of some ten thousand hosts. */
const MAX_OCTETS = 1024 * 1024;
const POLICY_FILE: Expected = {
  what: 'a policy',
  limitOctets: MAX_OCTETS,
  remedy: 'name a policy file, or compatible, balanced or strict',
  unreadable: 'policy_unreadable',
  tooLarge: 'policy_file',
};
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

function policySchema() {
  const z = require('zod') as typeof import('zod');
  const action = z.enum(['inspect', 'bypass']);
  const network = z.string().refine(isNetwork, 'expected an address or address/length');
  const host = z
    .string()
    .transform((text) => text.toLowerCase().replace(/\.$/, ''))
    .refine((text) => /^[a-z0-9_-]+(\.[a-z0-9_-]+)+$/.test(text), 'expected a host suffix such as example.com');
  const list = z.strictObject({
    hosts: z.array(host).default([]),
    clientNetworks: z.array(network).default([]),
    destinationNetworks: z.array(network).default([]),
  });
  return z
    .strictObject({
      base: z.enum(['compatible', 'balanced', 'strict']).default('balanced'),
      falseBypassCost: z.number().positive().max(1e6).optional(),
      threshold: z.number().gt(0).max(1).optional(),
      levels: z.array(z.enum(LEVELS)).optional(),
      minimumFamilies: z.int().min(1).max(5).optional(),
      platform: z.enum(['android', 'ios', 'macos', 'windows']).optional(),
      learning: z
        .strictObject({
          enabled: z.boolean().optional(),
          failures: z.int().min(1).max(1000).optional(),
          ttl: z
            .string()
            .regex(/^[1-9]\d{0,5}[smhd]$/, 'expected a time such as 30m, 24h or 7d')
            .optional(),
        })
        .default({}),
      never: list.prefault({}),
      always: list.prefault({}),
      apps: z.record(z.string(), action).default({}),
      categories: z.record(z.string(), action).default({}),
      defaultAction: action.optional(),
      resolvers: z.array(network).default([]),
    })
    .refine((policy) => policy.falseBypassCost === undefined || policy.threshold === undefined, {
      path: ['threshold'],
      message: 'give falseBypassCost or threshold, not both',
    });
}

export function readPolicyFile(path: string, builtin: (name: BuiltinPolicy) => Policy): Policy {
  const value = validated(path, Buffer.from(readLimited(path, POLICY_FILE)).toString('utf8'));
  const base = builtin(value.base);
  const { falseBypassCost: cost } = value;
  const ttl = value.learning.ttl;
  return Object.freeze({
    name: path,
    threshold: value.threshold ?? (cost === undefined ? base.threshold : cost / (cost + 1)),
    levels: value.levels ?? base.levels,
    minimumFamilies: value.minimumFamilies ?? base.minimumFamilies,
    platform: value.platform,
    learning: {
      enabled: value.learning.enabled ?? base.learning.enabled,
      failures: value.learning.failures ?? base.learning.failures,
      ttlSeconds: ttl === undefined ? base.learning.ttlSeconds : secondsOf(ttl),
    },
    never: flowList(value.never),
    always: flowList(value.always),
    apps: new Map<string, Action>(Object.entries(value.apps)),
    categories: new Map<string, Action>(Object.entries(value.categories)),
    defaultAction: value.defaultAction ?? base.defaultAction,
    resolvers: networkTable(value.resolvers),
  });
}

function validated(path: string, text: string) {
  const yaml = require('yaml') as typeof import('yaml');
  const lines = new yaml.LineCounter();
  // Warnings would go to standard error past the command line, and what they warn of is refused below.
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const refuse = (at: number | undefined, what: string): never => {
    const where = at === undefined ? 1 : lines.linePos(at).line;
    throw new UsageError('policy_file', `${harmless(path)}:${where}: ${harmless(what)}; see docs/formats/policy.md`);
  };
  const fault = document.errors[0];
  if (fault?.code === 'MULTIPLE_DOCS') refuse(fault.pos[0], 'a second YAML document begins; a policy is one');
  if (fault !== undefined) refuse(fault.pos[0], `is not YAML: ${fault.message}`);
  if (document.contents !== null && !yaml.isMap(document.contents) && !isEmpty(document.contents)) {
    refuse(document.contents.range?.[0], 'policy: expected keys with values, such as base: strict');
  }
  let value: unknown;
  try {
    // Aliases may grow without bound ("billion laughs"): the parser's own limit makes it throw.
    value = document.toJS({ maxAliasCount: 100 });
  } catch {
    refuse(undefined, 'has too many aliases');
  }
  const result = policySchema().safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const keys = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0]!] : issue.path;
  const key = keys.map(String).join('.');
  return refuse(offsetOf(document, keys), `${key === '' ? 'policy' : key}: ${issue.message}`);
}

/** A document that holds nothing but comments is a policy that changes nothing. */
function isEmpty(contents: unknown): boolean {
  const yaml = require('yaml') as typeof import('yaml');
  return yaml.isScalar(contents) && contents.value === null;
}

/** Where the key (or the item) at a path stands in the text, or the nearest thing above it that does. */
function offsetOf(document: import('yaml').Document, path: readonly PropertyKey[]): number | undefined {
  const yaml = require('yaml') as typeof import('yaml');
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true) ?? document.contents;
    const last = path[length - 1];
    if (yaml.isMap(parent)) {
      const pair = parent.items.find((item) => yaml.isScalar(item.key) && String(item.key.value) === String(last));
      if (pair !== undefined && yaml.isScalar(pair.key)) return pair.key.range?.[0];
    } else if (yaml.isSeq(parent) && typeof last === 'number') {
      const item = parent.items[last];
      if (yaml.isNode(item)) return item.range?.[0];
    }
  }
  return document.contents?.range?.[0];
}

interface ListValue {
  readonly hosts: readonly string[];
  readonly clientNetworks: readonly string[];
  readonly destinationNetworks: readonly string[];
}

function flowList(value: ListValue): FlowList {
  return {
    hosts: new Set(value.hosts),
    clientNetworks: networkTable(value.clientNetworks),
    destinationNetworks: networkTable(value.destinationNetworks),
  };
}

function networkTable(networks: readonly string[]): NetworkTable<true> {
  const table = new NetworkTable<true>();
  for (const network of networks) table.add(network, true);
  return table;
}

function secondsOf(ttl: string): number {
  return Number(ttl.slice(0, -1)) * SECONDS[ttl.slice(-1) as keyof typeof SECONDS];
}
