/** What a verdict rests on besides the capture: catalog and policy, by the names that the command line has for them. */
import type { Catalog } from '../catalog/index.js';
import type { Policy } from '../verdict/policy.js';
import type { ModelFlags } from './options.js';

export interface Model {
  readonly catalog: Catalog;
  readonly policy: Policy;
}

/** Loads both. A policy file that has the name of a built-in policy is named with its folder: `./strict`. */
export async function loadModel(flags: Pick<ModelFlags, 'catalog' | 'policy'>): Promise<Model> {
  const [{ loadCatalog }, { BUILTIN_POLICIES, builtinPolicy, loadPolicy }] = await Promise.all([
    import('../catalog/index.js'),
    import('../verdict/policy.js'),
  ]);
  const builtIn = BUILTIN_POLICIES.find((name) => name === flags.policy);
  return {
    catalog: loadCatalog(flags.catalog),
    policy: builtIn === undefined ? loadPolicy(flags.policy) : builtinPolicy(builtIn),
  };
}
