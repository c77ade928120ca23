/** Collects what a live source hands over, and waits for it. */
import type { LiveSource } from '../../src/source/live.js';

export interface Got {
  readonly packets: {
    readonly hex: string;
    readonly time: number;
    readonly linkType: number;
    readonly onWire: number;
  }[];
  over: { cause: string | undefined } | undefined;
}

export function collect(source: LiveSource): Got {
  const got: Got = { packets: [], over: undefined };
  source.start({
    batch: (batch) => {
      expect(batch.count).toBeGreaterThan(0);
      for (let i = 0; i < batch.count; i++) {
        const at = batch.at[i]!;
        got.packets.push({
          hex: Buffer.from(batch.octets.subarray(at, at + batch.captured[i]!)).toString('hex'),
          time: batch.time[i]!,
          linkType: batch.linkType[i]!,
          onWire: batch.onWire[i]!,
        });
      }
    },
    over: (cause) => {
      expect(got.over).toBeUndefined();
      got.over = { cause };
    },
  });
  return got;
}

/** Until `what` holds; fails after 20 s. */
export async function until(what: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!what()) {
    if (Date.now() > end) throw new Error(`never came true: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
