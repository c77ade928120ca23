/** `pinsight catalog` as users run it. Skipped, and says so, where nothing is built. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, built, DEMO, describeBuilt, file, folder, pinsight, shell } from '../support/program.js';

describeBuilt(`dist/cli/main.js${built ? '' : ' (skipped: npm run build has not been run)'}`, () => {
  describe('catalog', () => {
    test('show: version, digest, counts, starting values with their origin', () => {
      const { status, stdout } = pinsight(['catalog', 'show']);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^digest +[0-9a-f]{64}$/m);
      expect(stdout).toMatch(/^apps +207$/m); // shared/data/README.md
      expect(stdout).toMatch(/^levels .*verified 115/m);
      expect(stdout).toMatch(/^ {2}priorApps +0\.2 {2}PRODUCT\.md/m);
    });

    test('show: an app, whatever the case; a host, and what lies above it', () => {
      expect(pinsight(['catalog', 'show', 'signal']).stdout).toMatch(/^Signal \(app, messaging\)\n/);
      const host = pinsight(['catalog', 'show', 'x.chat.signal.org']).stdout;
      expect(host).toMatch(/^chat\.signal\.org\n {2}Signal {2}reported/);
      expect(pinsight(['catalog', 'show', 'no.such.test']).status).toBe(2);
    });

    test('show: a browser; all apps, one a line', () => {
      expect(pinsight(['catalog', 'show', 'firefox']).stdout).toMatch(/^Firefox \(browser\)\n/);
      const rows = pinsight(['catalog', 'show', '--apps']).stdout.trimEnd().split('\n');
      expect(rows).toHaveLength(1 + 207); // shared/data/README.md
      expect(rows[0]).toMatch(/^APP +CATEGORY +HOSTS {2}BEST LEVEL$/);
      expect(rows.find((row) => row.startsWith('Signal '))).toMatch(/^Signal +messaging +\d+ {2}\w+$/);
    });

    test('catalogs through pipes; default is the one shipped', () => {
      const shipped = readFileSync(at('src/catalog/default.catalog'));
      const piped = shell(
        'pinsight catalog export default | pinsight catalog import - -o - | pinsight catalog merge - -o piped',
      );
      expect(piped).toMatchObject({ status: 0, stderr: `pinsight: piped: ${shipped.length} octets written\n` });
      expect(readFileSync(join(folder, 'piped')).equals(shipped)).toBe(true);
      const plain = pinsight(['classify', DEMO]);
      expect(pinsight(['classify', '-c', 'default', DEMO])).toMatchObject({ stdout: plain.stdout, stderr: '' });
      // A file of that name is named with its folder.
      file('default', 'no catalog');
      expect(shell('pinsight classify -c ./default DEMO')).toMatchObject({ status: 2 });
      expect(shell('pinsight classify -c default DEMO')).toMatchObject({ status: 0 });
    });

    test('export and import give the same file; merged with itself it says the same', () => {
      const json = file('c.json', pinsight(['catalog', 'export']).stdout);
      const made = join(folder, 'made.catalog');
      expect(pinsight(['catalog', 'import', json, '-o', made]).status).toBe(0);
      expect(readFileSync(made).equals(readFileSync(at('src/catalog/default.catalog')))).toBe(true);
      const merged = join(folder, 'merged.catalog');
      expect(pinsight(['catalog', 'merge', '-o', merged, made, made]).status).toBe(0);
      expect(readFileSync(merged).equals(readFileSync(made))).toBe(true);
      expect(pinsight(['catalog', 'lint', made])).toMatchObject({ status: 0 });
      expect(pinsight(['classify', '-c', made, DEMO]).stdout).toBe(pinsight(['classify', DEMO]).stdout);
    });

    test('lint: an error is status 1, and an output is no input', () => {
      const sourceless =
        '{"schema": 1, "version": "x", "apps": [{"app": "A", "domains": [{"suffix": "a.example", "level": "verified"}]}]}';
      const path = join(folder, 'bad.catalog');
      const json = file('bad.json', sourceless);
      expect(pinsight(['catalog', 'import', json, '-o', json]).status).toBe(2);
      expect(readFileSync(json, 'utf8')).toBe(sourceless);
      const imported = pinsight(['catalog', 'import', json, '-o', path]);
      expect(imported.status).toBe(0);
      expect(imported.stderr).toMatch(
        /bad\.json: 2 errors that catalog lint reports, the first: A: host a\.example: .*\n$/,
      );
      expect(pinsight(['classify', '-c', 'default', '-c', path, DEMO]).stderr).toMatch(
        /^pinsight: [^\n]*bad\.catalog: 2 errors that catalog lint reports, [^\n]*\n$/,
      );
      const { status, stdout } = pinsight(['catalog', 'lint', path]);
      expect(status).toBe(1);
      expect(stdout).toMatch(/^error: /);
    });
  });

  test.each(['bash', 'zsh', 'fish'])('completion for %s knows every command and option of the help', (name) => {
    const { status, stdout } = pinsight(['completion', name]);
    expect(status).toBe(0);
    for (const word of [
      'classify',
      'explain',
      'catalog',
      'lint',
      'import',
      'completion',
      'timeout-half-open',
      'redact',
      'flow',
    ]) {
      expect(stdout).toContain(word);
    }
    expect(stdout).toMatch(/strict/);
  });
});
