/** One module of ours with all it imports, as JavaScript that a process of its own can run: for tests of programs without the built dist/. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** @param entry from the repository's root on; @returns the path of what was made */
export function bundle(entry: string, folder: string): string {
  const made = path.join(folder, path.basename(entry).replace(/\.ts$/, '.mjs'));
  const options = ['--bundle', '--platform=node', '--format=esm', '--target=node20', '--packages=external'];
  execFileSync(path.join(ROOT, 'node_modules/.bin/esbuild'), [
    path.join(ROOT, entry),
    ...options,
    '--log-level=warning',
    `--outfile=${made}`,
  ]);
  return made;
}
