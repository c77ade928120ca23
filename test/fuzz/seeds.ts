/**
 * What is mutated: the project's own recordings, frame by frame, and messages taken out of them. Only captures small enough that
 * hundreds of mutations of one take a second.
 */
import { readFileSync } from 'node:fs';
import { sourceFrom } from '../../src/source/index.js';
import { MemoryInput } from '../source/reading.js';
import { labManifest, labPath } from '../support/lab.js';
import { dissect, type TCP, type UDP } from './fields.js';

/** Octets. */
const SMALL = 40_000;

export interface Frame {
  readonly octets: Uint8Array;
  /** Octets on the wire. */
  readonly onWire: number;
  /** Microseconds since 1970. */
  readonly time: number;
  readonly linkType: number;
}

export interface Seed {
  readonly name: string;
  /** The file as it is. */
  readonly file: Uint8Array;
  readonly frames: readonly Frame[];
}

export const SEEDS: readonly Seed[] = await readSeeds();

/** Payloads of all frames for which `wanted` is true of the lower and higher port. */
export function payloads(
  protocol: typeof TCP | typeof UDP,
  wanted: (payload: Uint8Array, ports: number[]) => boolean,
): Uint8Array[] {
  const found: Uint8Array[] = [];
  for (const { frames } of SEEDS) {
    for (const { octets, linkType } of frames) {
      const layers = dissect(octets, linkType);
      if (layers.protocol !== protocol || layers.payloadEnd === layers.payloadAt) continue;
      const payload = octets.slice(layers.payloadAt, layers.payloadEnd);
      const { transportAt: at } = layers;
      const ports = [0, 2].map((offset) => (octets[at + offset]! << 8) | octets[at + offset + 1]!);
      if (wanted(payload, ports)) found.push(payload);
    }
  }
  return found;
}

async function readSeeds(): Promise<Seed[]> {
  const seeds: Seed[] = [];
  for (const { path } of labManifest()) {
    const octets = new Uint8Array(readFileSync(labPath(path)));
    if (octets.length < SMALL) seeds.push({ name: path, file: octets, frames: await framesOf(octets) });
  }
  return seeds;
}

/** Frames of a capture in memory. */
export async function framesOf(octets: Uint8Array): Promise<Frame[]> {
  const frames: Frame[] = [];
  const source = await sourceFrom('seed', new MemoryInput(octets));
  for (let batch = await source.next(); batch !== null; batch = await source.next()) {
    for (let i = 0; i < batch.count; i++) {
      frames.push({
        octets: batch.octets.slice(batch.at[i]!, batch.at[i]! + batch.captured[i]!),
        onWire: batch.onWire[i]!,
        time: batch.time[i]!,
        linkType: batch.linkType[i]!,
      });
    }
  }
  return frames;
}
