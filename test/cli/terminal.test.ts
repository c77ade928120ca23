import { takesEscapes, takesUtf8 } from '../../src/cli/terminal.js';

// POSIX, "Internationalization Variables": LC_ALL before LC_CTYPE before LANG; an empty one counts as not set.
test.each([
  [{}, true],
  [{ LANG: 'en_US.UTF-8' }, true],
  [{ LANG: 'de_DE.utf8' }, true],
  [{ LANG: 'C' }, false],
  [{ LANG: 'en_US.ISO-8859-1' }, false],
  [{ LANG: 'C', LC_CTYPE: 'C.UTF-8' }, true],
  [{ LANG: 'C.UTF-8', LC_ALL: 'POSIX' }, false],
  [{ LANG: 'C', LC_ALL: '' }, false],
  [{ LANG: 'C.UTF-8', LC_ALL: '', LC_CTYPE: '' }, true],
])('UTF-8 under %j: %s', (environment, expected) => expect(takesUtf8(environment)).toBe(expected));

test('a dumb terminal takes no control sequences', () => {
  expect(takesEscapes({ TERM: 'dumb' })).toBe(false);
  expect(takesEscapes({ TERM: 'xterm' })).toBe(true);
  expect(takesEscapes({})).toBe(true);
});
