/**
 * The names that made hellos ask for: those of the recordings, among them names of the default catalog, and some with a number in
 * them (`#`), so that a name is new as often as on a real network. Each name has one server.
 */
import type { TlsStack } from './stacks.js';

/** RFC 2606 §2 and §3: names that nobody has. */
const NUMBERED = [
  'edge-#.cdn.example',
  'img#.shop.example',
  'api-#.eu.example.net',
  'r#.video.example.com',
  'telemetry.#.example.org',
  'u#.mail.example',
];

/** Recorded names first, each once, in the order of recordings. */
export function namesFor(stacks: readonly TlsStack[]): string[] {
  const recorded = new Set(stacks.map(({ name }) => name).filter((name) => /^[a-z0-9.-]+$/.test(name)));
  return [...recorded, ...NUMBERED];
}
