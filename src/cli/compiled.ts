/**
 * Runs a script of which V8's compiled code was kept when the program was built (scripts/build.mjs). Node 20 compiles every module anew in
 * each process, and most functions a second time when they are first called: a third of what a small capture takes. V8 takes kept code
 * if the same version made it, with the same flags, of a source of the same length. Else it compiles as ever: slower, the same result.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { constants, Script } from 'node:vm';

export interface Compiled {
  readonly exports: object;
  /** All that has been compiled of the script by now, for the file of `codeOf`. */
  readonly code: () => Uint8Array;
}

/** Where the code of a script is kept. */
export function codeOf(script: URL): URL {
  return new URL(`${script.href}.code`);
}

/**
 * Runs a CommonJS script that was bundled from modules: they find what lies beside them by the name `moduleUrl`, which is the script's.
 * The script must be in ASCII.
 */
export function runCompiled(url: URL): Compiled {
  const source = readFileSync(url, 'latin1');
  const script = new Script(`(function (exports, require, module, moduleUrl) {${source}\n})`, {
    filename: fileURLToPath(url),
    cachedData: keptCode(url),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  const module = { exports: {} };
  const run = script.runInThisContext() as (
    exports: object,
    require: NodeJS.Require,
    module: object,
    url: string,
  ) => void;
  run(module.exports, createRequire(url), module, url.href);
  return { exports: module.exports, code: () => script.createCachedData() };
}

function keptCode(url: URL): Buffer | undefined {
  try {
    return readFileSync(codeOf(url));
  } catch {
    return undefined; // none was made
  }
}
