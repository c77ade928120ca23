import { loadCatalog } from '../../src/catalog/index.js';
import { scoreClient } from '../../src/verdict/client-score.js';
import { modelOf } from '../../src/verdict/model.js';
import { scoreNames } from '../../src/verdict/name-score.js';
import { MAX_SCORES, ScoreMemo } from '../../src/verdict/score-memo.js';

const model = modelOf(loadCatalog());
const NAMES = [['chat.signal.org'], ['www.example.com'], ['chat.signal.org', 'www.example.com'], ['www.apple.com']];
const SIGNALS = [
  [],
  [{ kind: 'alpn', value: 'h2' }],
  [{ kind: 'ja4', value: 't13d1514h2_8daaf6152771_a5b99884f7f5' }],
  [{ kind: 'ja4', value: 't13d1514h2_000000000000_a5b99884f7f5' }],
];

test('remembered scores are the scores', () => {
  const memo = new ScoreMemo(model);
  for (let times = 0; times < 2; times++) {
    for (const kind of ['sni', 'dns_name']) {
      for (const names of NAMES) expect(memo.names(kind, names)).toEqual(scoreNames(model, kind, names));
    }
    for (const signals of SIGNALS) expect(memo.client(signals)).toEqual(scoreClient(model, signals));
  }
});

test('what is no signal of the client changes nothing, and is no part of what is remembered', () => {
  const memo = new ScoreMemo(model);
  const [, alpn] = SIGNALS;
  expect(memo.client([{ kind: 'sni', value: 'a.example' }, ...alpn!])).toBe(memo.client(alpn!));
});

test('past the bound it forgets, and scores stay the same', () => {
  const memo = new ScoreMemo(model);
  const first = memo.names('sni', NAMES[0]!);
  expect(memo.names('sni', NAMES[0]!)).toBe(first);
  for (let i = 0; i < MAX_SCORES; i++) memo.names('sni', [`host-${i}.example`]);
  const again = memo.names('sni', NAMES[0]!);
  expect(again).not.toBe(first);
  expect(again).toEqual(first);
});
