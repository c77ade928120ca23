import { warmUp } from '../../src/serve/warm-up.js';
import { builtinPolicy } from '../../src/verdict/policy.js';
import { CATALOG } from '../support/classify.js';

test('what is judged to warm up are hellos', () => {
  expect(warmUp(CATALOG, builtinPolicy('balanced'))).toBe(64);
});
