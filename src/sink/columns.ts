/**
 * Text in fixed columns, for people: shortened with `…` where it does not fit, padded where it is short. Widths count code
 * points: names from packets are printable ASCII, names from a catalog may hold letters of any script.
 */
import { styleText } from 'node:util';

/** Columns where the terminal does not say how many it has, or there is none. */
export const DEFAULT_WIDTH = 80;

export type Style = Parameters<typeof styleText>[0];

/** Shortens at the end: `Some long na…`. */
export function cutEnd(text: string, width: number): string {
  if (text.length <= width) return text;
  const points = Array.from(text);
  return points.length <= width ? text : `${points.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** Shortens at the start, where the end tells more: `…courier.push.apple.com`. */
export function cutStart(text: string, width: number): string {
  if (text.length <= width) return text;
  const points = Array.from(text);
  return points.length <= width ? text : `…${points.slice(points.length - Math.max(0, width - 1)).join('')}`;
}

/** For terminals without UTF-8: the mark of what was cut off, in ASCII and as wide. */
export function withoutEllipsis(text: string): string {
  return text.replaceAll('…', '~');
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - length(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - length(text))) + text;
}

/** Code points. */
export function length(text: string): number {
  let points = 0;
  for (const _ of text) points++;
  return points;
}

/** Whether colours are used was decided by whoever knows the terminal; here they are only applied. */
export function painter(colour: boolean): (style: Style | undefined, text: string) => string {
  return (style, text) => (colour && style !== undefined ? styleText(style, text, { validateStream: false }) : text);
}

/** Breaks text between words so that no line is wider than `width`; a word that is wider stays whole. Other lines are indented. */
export function wrapped(text: string, width: number): string {
  let result = '';
  let used = 0;
  for (const word of text.split(' ')) {
    const columns = length(word);
    if (used > 0 && used + 1 + columns > width) {
      result += `\n  ${word}`;
      used = 2 + columns;
    } else {
      result += used > 0 ? ` ${word}` : word;
      used += columns + (used > 0 ? 1 : 0);
    }
  }
  return result;
}

/** Order of names that is the same on every machine: by UTF-16 units, not by locale. */
export function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
