/**
 * HelloMemo: the lists of ClientHellos that were seen before. Looked up by the octets that a stack sends in each hello alike, which
 * are compared, not only their hash: a collision costs time and changes no result. Stacks that permute their extensions, or
 * draw new GREASE for each hello, hardly ever hit, and must not push out the others: a place is given to another shape only when
 * that comes twice in a row.
 */
import type { HelloLists } from './client-hello.js';
import type { HelloScan } from './hello-scan.js';

/** Most shapes kept. A power of two. */
export const MAX_SHAPES = 4096;
/** ALPN names of a shape that is kept: each is an array of its own. */
export const MAX_NAMES = 16;

interface Shape {
  readonly gathered: Int32Array;
  readonly lists: HelloLists;
}

export class HelloMemo {
  readonly #shapes: (Shape | undefined)[] = new Array<Shape | undefined>(MAX_SHAPES).fill(undefined);
  /** Hash of the shape that came last to a place and did not find itself there. */
  readonly #last = new Int32Array(MAX_SHAPES);

  /** What hellos of the scanned shape share, if it is known. */
  find(scan: HelloScan): HelloLists | undefined {
    const words = scan.gatheredWords;
    const shape = this.#shapes[scan.hash & (MAX_SHAPES - 1)];
    if (shape === undefined || words === 0 || shape.gathered.length !== words) return undefined;
    const { gathered } = scan;
    for (let i = 0; i < words; i++) if (shape.gathered[i] !== gathered[i]) return undefined;
    return shape.lists;
  }

  /** Lists of the scanned shape, which is not known. */
  offer(scan: HelloScan, lists: HelloLists): void {
    if (scan.gatheredWords === 0 || lists.alpn.length > MAX_NAMES) return;
    const place = scan.hash & (MAX_SHAPES - 1);
    if (this.#last[place] !== scan.hash) {
      this.#last[place] = scan.hash;
      return;
    }
    this.#shapes[place] = { gathered: scan.gathered.slice(0, scan.gatheredWords), lists };
  }
}
