// Builds dist/: tsc, then the files that tsc does not carry over (generated protobuf code, the schemas, the default
// catalog), and marks the program executable. `npm ci` runs it, so it needs nothing but the installed packages.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

// Built beside the old one, which stays if this fails.
const built = join(root, 'node_modules', '.dist-new');
rmSync(built, { recursive: true, force: true });
try {
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json'), '--outDir', built], { stdio: 'inherit' });
} catch {
  process.exit(1); // tsc has said why
}

/** Folder under src/ and the endings that are copied from it. */
const COPIED = [
  ['gen', ['.js', '.d.ts']],
  ['catalog', ['.proto', '.catalog']],
  ['sink', ['.proto']],
];
for (const [folder, endings] of COPIED) {
  const from = join(root, 'src', folder);
  if (!existsSync(from)) continue;
  for (const name of readdirSync(from)) {
    if (!endings.some((ending) => name.endsWith(ending))) continue;
    const to = join(built, folder, name);
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(join(from, name), to);
  }
}

const program = join(built, 'cli/main.js');
if (existsSync(program)) chmodSync(program, 0o755);
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(built, join(root, 'dist'));
