/**
 * The inputs of the benchmark by name: made once for each size and kept under a cache folder. What the generator is made from (its code
 * and the recordings) is in a file's name by its digest, so that a changed generator makes new files; the ones it replaces go.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { openSource } from '../../src/source/index.js';
import { makeBulk } from './bulk.js';
import type { Made } from './made.js';
import { makeMix } from './mix.js';
import { CAPTURES } from './recordings.js';
import { makeTlsHeavy } from './tls-heavy.js';
import { RECORD_HEADER } from './writer.js';

export const INPUTS = ['mix', 'tls-heavy', 'bulk'] as const;
export type InputName = (typeof INPUTS)[number];

export interface Input {
  /** One of INPUTS, or the path of a capture that was named. */
  readonly name: string;
  readonly path: string;
  readonly made: Made;
}

export interface Cut {
  readonly path: string;
  readonly packets: number;
  readonly octets: number;
}

const MAKERS = { mix: makeMix, 'tls-heavy': makeTlsHeavy, bulk: makeBulk } as const;
/** Where the generator's code lies, from the root of a checkout. */
const CODE = 'bench/inputs';
const DIGEST_DIGITS = 10;
const FILE_HEADER = 24;
const CAPTURED_LENGTH = 8;
const COPY = 4 * 1024 * 1024;

/** The input of about `octets` octets; made if it is not there. */
export async function inputFor(name: InputName, octets: number, cache: string): Promise<Input> {
  const stem = `${name}-${octets / 1e6}MB`;
  const path = `${cache}/${stem}-${digest()}.pcap`;
  if (!existsSync(`${path}.json`)) {
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache)) if (old.startsWith(`${stem}-`)) rmSync(`${cache}/${old}`);
    const made = await MAKERS[name](`${path}.part`, octets);
    renameSync(`${path}.part`, path);
    writeFileSync(`${path}.json`, `${JSON.stringify(made)}\n`);
  }
  return { name, path, made: JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Made };
}

/** Writes the input to a path that may be a pipe: for sizes that are not kept. */
export async function writeInput(name: InputName, octets: number, path: string): Promise<void> {
  await MAKERS[name](path, octets);
}

/** A capture that is there already, of any format that pinsight reads. */
export async function captureInput(path: string): Promise<Input> {
  if (!existsSync(path)) throw new Error(`${path}: no such file`);
  const source = await openSource(path);
  let packets = 0;
  for (let batch = await source.next(); batch !== null; batch = await source.next()) packets += batch.count;
  source.close();
  const input = path.slice(path.lastIndexOf('/') + 1);
  return { name: input, path, made: { input, packets, octets: statSync(path).size } };
}

/** The first packets of an input, as many as fit into `octets` octets; the whole input if it is not longer. */
export function cutOf(input: Input, octets: number): Cut {
  if (input.made.octets <= octets) return { path: input.path, packets: input.made.packets, octets: input.made.octets };
  const path = input.path.replace(/\.pcap$/, `-first-${octets}.pcap`);
  if (!existsSync(`${path}.json`)) {
    const cut = copyPackets(input.path, `${path}.part`, octets);
    renameSync(`${path}.part`, path);
    writeFileSync(`${path}.json`, `${JSON.stringify(cut)}\n`);
  }
  return { path, ...(JSON.parse(readFileSync(`${path}.json`, 'utf8')) as Omit<Cut, 'path'>) };
}

function copyPackets(from: string, to: string, most: number): Omit<Cut, 'path'> {
  const source = openSync(from, 'r');
  const target = openSync(to, 'w');
  const buffer = new Uint8Array(COPY);
  const view = new DataView(buffer.buffer);
  let octets = 0;
  let packets = 0;
  for (let isFull = false; !isFull; ) {
    const got = readSync(source, buffer, 0, COPY, octets);
    let at = octets === 0 ? FILE_HEADER : 0;
    while (at + RECORD_HEADER <= got) {
      const next = at + RECORD_HEADER + view.getUint32(at + CAPTURED_LENGTH, true);
      isFull = octets + next > most;
      if (isFull || next > got) break;
      at = next;
      packets++;
    }
    writeSync(target, buffer, 0, at);
    octets += at;
    if (at === 0) break; // the input is over
  }
  closeSync(source);
  closeSync(target);
  return { packets, octets };
}

/** Of the generator's code and of all recordings. */
function digest(): string {
  const hash = createHash('sha256');
  for (const folder of [CODE, CAPTURES]) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(ts|pcap|pcapng)$/.test(name)) hash.update(name).update(readFileSync(`${folder}/${name}`));
    }
  }
  return hash.digest('hex').slice(0, DIGEST_DIGITS);
}
