/**
 * What a process holds: descriptors, resources of the event loop, living objects of given classes, the size of private tables, octets of the
 * heap and beside it. Needs `--expose-gc`.
 */
import { readdirSync } from 'node:fs';
import { Session } from 'node:inspector';
import { queryObjects } from 'node:v8';

export interface Holdings {
  /** Open descriptors; 0 where the system does not list them. */
  readonly descriptors: number;
  /** What keeps the event loop busy, by its name in Node: sockets, timers. */
  readonly resources: Readonly<Record<string, number>>;
  readonly living: Readonly<Record<string, number>>;
  /** Sizes, by `object.#field`. */
  readonly tables: Readonly<Record<string, number>>;
  readonly octets: number;
}

/** A private field of an object: a collection or a number. */
export interface Table {
  readonly of: object;
  readonly name: string;
  readonly fields: readonly string[];
}

type Class = Parameters<typeof queryObjects>[0];
/** Of the answer to Runtime.getProperties; not in the types of Node. */
interface WithPrivate {
  readonly privateProperties?: readonly { readonly name: string; readonly value?: { readonly description?: string } }[];
}

const DESCRIPTORS = '/dev/fd';
/** Weak references and what is finalised go in a later turn than what held them. */
const COLLECTIONS = 3;

export async function holdings(classes: readonly Class[], tables: readonly Table[]): Promise<Holdings> {
  for (let i = 0; i < COLLECTIONS; i++) {
    globalThis.gc!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  const { heapUsed, external } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo().sort()) resources[name] = (resources[name] ?? 0) + 1;
  return {
    descriptors: descriptors(),
    resources,
    living: Object.fromEntries(classes.map((one) => [one.name, queryObjects(one, { format: 'count' })])),
    tables: Object.assign({}, ...tables.map(sizes)) as Record<string, number>,
    octets: heapUsed + external,
  };
}

function descriptors(): number {
  try {
    return readdirSync(DESCRIPTORS).length;
  } catch {
    return 0;
  }
}

/** As a debugger sees it: no class has to show what is private for the sake of a test. */
function sizes({ of, name, fields }: Table): Record<string, number> {
  const sizesOf: Record<string, number> = {};
  const session = new Session();
  session.connect();
  const at = globalThis as { looked?: object | undefined };
  at.looked = of;
  session.post('Runtime.evaluate', { expression: 'globalThis.looked' }, (_, { result }) => {
    session.post('Runtime.getProperties', { objectId: result.objectId! }, (_, found) => {
      const { privateProperties = [] } = found as WithPrivate;
      for (const field of fields) {
        const value = privateProperties.find((each) => each.name === field)?.value;
        if (value === undefined) throw new Error(`${name} has no ${field}`);
        // "Map(3)", "Set(0)", "Array(7)"; a number is itself.
        sizesOf[`${name}.${field}`] = Number(/^(?:[A-Za-z]+\()?([0-9]+)\)?$/.exec(value.description ?? '')?.[1]);
      }
    });
  });
  at.looked = undefined;
  session.disconnect();
  return sizesOf;
}
