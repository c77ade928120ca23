// The process that leak-child.ts is: hooks first, so that it runs from sources as the tests do.
import { register } from 'node:module';

register('../../scripts/typescript-hooks.mjs', import.meta.url);
await import('./leak-child.ts');
