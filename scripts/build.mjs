// Builds dist/: tsc, then the files that tsc does not carry over (generated protobuf code, the schemas, the default
// catalog), and marks the program executable. `npm ci` runs it, so it needs nothing but the installed packages.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');

/** Makes of `entry`, and all it imports, one module in `outdir`, perhaps in its own place; packages stay imports. */
async function bundle(entry, outdir) {
  const { build } = await import('esbuild');
  /** A module that asks where it lies must be told where it lay. */
  const whereItLay = {
    name: 'where-it-lay',
    setup(hooks) {
      hooks.onLoad({ filter: /\.js$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const from = relative(outdir, path).split(sep).join('/');
        const url = `new URL(${JSON.stringify(from)}, import.meta.url).href`;
        return { contents: text.replaceAll('import.meta.url', url), loader: 'js' };
      });
    },
  };
  await build({
    entryPoints: [entry],
    outdir,
    allowOverwrite: true,
    bundle: true,
    // What is imported on demand stays so, in a chunk beside the entry, with the packages that only it needs.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minifySyntax: true,
    logLevel: 'warning',
    plugins: [whereItLay],
  });
}

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

// The program as one file: a hundred modules cost Node 20 over a tenth of a second to find and link, which is a third of what a
// small capture takes. The modules stay beside it, for the library and for worker threads.
const program = join(built, 'cli/main.js');
await bundle(program, dirname(program));
chmodSync(program, 0o755);
// The benchmark, for `pinsight bench`; it finds its recordings and the program itself from the package's root.
await bundle(join(root, 'bench/run.ts'), join(built, 'bench'));
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(built, join(root, 'dist'));
