// Builds dist/: tsc, then the files that tsc does not carry over (generated protobuf code, the schemas, the default
// catalog), and marks the program executable. `npm ci` runs it, so it needs nothing but the installed packages.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildNative } from './native.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const built = join(root, 'node_modules', '.dist-new');
const LOADER = join(root, 'native-bindings/load.js');

/**
 * Modules that ask where they lie are told where they lay: `base` is an expression for where the bundle lies, in `outdir`. The addon's
 * loader is not built into dist/ and stays where it is.
 */
const whereTheyLay = (outdir, base) => ({
  name: 'where-they-lay',
  setup(hooks) {
    hooks.onResolve({ filter: /\/native-bindings\/load\.js$/ }, () => ({ path: LOADER }));
    hooks.onLoad({ filter: /\.js$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8');
      if (!text.includes('import.meta.url')) return undefined;
      const folder = path === LOADER ? join(root, 'dist', relative(built, outdir)) : outdir;
      const from = relative(folder, path).split(sep).join('/');
      const url = `new URL(${JSON.stringify(from)}, ${base}).href`;
      return { contents: text.replaceAll('import.meta.url', url), loader: 'js' };
    });
  },
});
const BUNDLE = { allowOverwrite: true, bundle: true, platform: 'node', target: 'node20', minifySyntax: true };

/** Makes of `entry`, and all it imports, one module in `outdir`, perhaps in its own place; packages stay imports. */
async function bundle(entry, outdir, plugins = []) {
  const { build } = await import('esbuild');
  await build({
    ...BUNDLE,
    entryPoints: [entry],
    outdir,
    // What is imported on demand stays so, in a chunk beside the entry, with the packages that only it needs.
    splitting: true,
    chunkNames: 'chunk-[hash]',
    packages: 'external',
    format: 'esm',
    logLevel: 'warning',
    plugins: [...plugins, whereTheyLay(outdir, 'import.meta.url')],
  });
}

/** Packages that are needed in every run: found and read with the program, not one by one. */
const INLINED = ['commander'];
const SCRIPT = 'program.cjs';

/** Makes of cli/program.js and all it imports, also on demand, the one script that src/cli/compiled.ts runs. */
async function bundleScript(folder) {
  const { build } = await import('esbuild');
  const others = {
    name: 'others-stay',
    setup(hooks) {
      hooks.onResolve({ filter: /^[a-z@]/ }, ({ path }) => {
        const isOther = !INLINED.includes(path) && !path.startsWith('node:');
        return isOther ? { path, external: true } : undefined;
      });
    },
  };
  const licences = INLINED.map((name) => readFileSync(join(root, 'node_modules', name, 'LICENSE'), 'utf8').trim());
  await build({
    ...BUNDLE,
    entryPoints: [join(folder, 'program.js')],
    outfile: join(folder, SCRIPT),
    format: 'cjs',
    charset: 'ascii',
    logLevel: 'warning',
    banner: { js: `/* Holds ${INLINED.join(', ')}:\n${licences.join('\n')} */` },
    plugins: [others, whereTheyLay(folder, 'moduleUrl')],
  });
}

/** In main.js: the program is the script, run with the code that was kept of it. */
const program = (folder) => ({
  name: 'program',
  setup(hooks) {
    hooks.onResolve({ filter: /^\.\/program\.js$/ }, () => ({ path: 'program', namespace: 'script' }));
    hooks.onLoad({ filter: /.*/, namespace: 'script' }, () => ({
      contents: `import { runCompiled } from './compiled.js';
        export const { run } = runCompiled(new URL('./${SCRIPT}', import.meta.url)).exports;`,
      resolveDir: folder,
    }));
  },
});

/** Keeps the code that V8 made of the script for the demo capture, as records and as a table. */
async function keepCode(folder) {
  const { codeOf, runCompiled } = await import(pathToFileURL(join(folder, 'compiled.js')).href);
  const script = pathToFileURL(join(folder, SCRIPT));
  const { exports, code } = runCompiled(script);
  const scratch = mkdtempSync(join(tmpdir(), 'pinsight-build-'));
  for (const format of ['jsonl', 'table']) {
    const status = await exports.run(['classify', '--no-progress', '-f', format, '-o', join(scratch, format), DEMO]);
    if (status !== 0) throw new Error(`the program ended with status ${status} when it was tried`);
  }
  rmSync(scratch, { recursive: true });
  writeFileSync(codeOf(script), code());
}
const DEMO = join(root, 'fixtures/captures/phone-through-tunnel.pcapng');

// Built beside the old one, which stays if this fails.
rmSync(built, { recursive: true, force: true });
try {
  for (const [project, ...options] of [['native-bindings'], ['tsconfig.json', '--outDir', built]]) {
    execFileSync(process.execPath, [tsc, '-p', join(root, project), ...options], { stdio: 'inherit' });
  }
} catch {
  process.exit(1); // tsc has said why
}

/** Folder under src/ and the endings that are copied from it. */
const COPIED = [
  ['gen', ['.js', '.d.ts']],
  ['catalog', ['.proto', '.catalog']],
  ['sink', ['.proto']],
  ['serve', ['.proto']],
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

// The shipped catalog as JSON, which is read in a tenth of the time.
const { decodedDefaultPath, loadCatalog } = await import(pathToFileURL(join(built, 'catalog/index.js')).href);
const { content, digest } = loadCatalog();
writeFileSync(decodedDefaultPath(), JSON.stringify({ digest, content }));

// The program as one script with its compiled code: a hundred modules cost Node 20 over a tenth of a second to find, link and compile,
// which is a third of what a small capture takes. The modules stay beside it, for the library and for worker threads.
const cli = join(built, 'cli');
await bundleScript(cli);
await bundle(join(cli, 'main.js'), cli, [program(cli)]);
chmodSync(join(cli, 'main.js'), 0o755);
// The benchmark, for `pinsight bench`; it finds its recordings and the program itself from the package's root.
await bundle(join(root, 'bench/run.ts'), join(built, 'bench'));
rmSync(join(root, 'dist'), { recursive: true, force: true });
renameSync(built, join(root, 'dist'));
await keepCode(join(root, 'dist/cli')); // where it will be called: it finds its own package from there

// Optional: what stands in its way is told, and is no failure.
const missing = buildNative();
if (missing !== undefined)
  process.stderr.write(`native addon: not built (${missing}); all but live capture works without it\n`);
