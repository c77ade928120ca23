/** The program as users run it: `dist/cli/main.js` in a process of its own. Skipped, and says so, where nothing is built. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, built, DEMO, describeBuilt, file, folder, lines, MAIN, pinsight, shell } from '../support/program.js';

describeBuilt(`dist/cli/main.js${built ? '' : ' (skipped: npm run build has not been run)'}`, () => {
  describe('help, version, wrong use', () => {
    test('--version is that of the package', () => {
      const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };
      expect(pinsight(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: '' });
    });

    test.each([
      [[]],
      [['classify']],
      [['explain']],
      [['catalog']],
      [['catalog', 'show']],
      [['catalog', 'lint']],
      [['catalog', 'merge']],
      [['catalog', 'export']],
      [['catalog', 'import']],
      [['completion']],
      [['attach']],
      [['serve']],
      [['squid-helper']],
    ])('%j --help has an example, on standard output', (command) => {
      const { status, stdout, stderr } = pinsight([...command, '--help']);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(new RegExp(`Examples:\\n {2}.*pinsight ${command.join(' ')}`));
    });

    test('commands that do not exist yet are not offered', () => {
      expect(pinsight(['--help']).stdout).not.toMatch(/learn|evaluate/);
    });

    test.each([
      [['clasify', 'x'], /^pinsight: unknown command 'clasify' \(Did you mean classify\?\); see pinsight --help\n$/],
      [
        ['classify', '--formt', 'csv', 'x'],
        /^pinsight: unknown option '--formt' \(Did you mean --format\?\); see pinsight classify --help\n$/,
      ],
      [['classify'], /^pinsight: missing required argument 'file'; see pinsight classify --help\n$/],
      [['classify', '-f', 'xml', 'x'], /^pinsight: --format "xml": expected one of [^\n]*\n$/],
      [['classify', '-', '-'], /^pinsight: "-" is named twice[^\n]*\n$/],
      [['classify', '-p', '/no/such/policy.yaml', DEMO], /^pinsight: \/no\/such\/policy\.yaml: [^\n]*\n$/],
      [['classify', '-c', '/no/such/catalog', DEMO], /^pinsight: \/no\/such\/catalog: [^\n]*\n$/],
      [
        ['explain', DEMO],
        /^pinsight: required option '--flow <id\|5-tuple>' not specified; see pinsight explain --help\n$/,
      ],
      [['explain', DEMO, '--flow', '999999'], /^pinsight: .*: has no such flow: 999999; [^\n]*\n$/],
      [['catalog', 'lnt'], /^pinsight: unknown command 'lnt' \(Did you mean lint\?\); see pinsight catalog --help\n$/],
      [
        ['classify', '-c', '/dev/zero', DEMO],
        /^pinsight: \/dev\/zero: [^\n]* a catalog of at most 268435456 octets [^\n]*\n$/,
      ],
      [
        ['classify', '-p', '/dev/zero', DEMO],
        /^pinsight: \/dev\/zero: [^\n]* a policy of at most 1048576 octets [^\n]*\n$/,
      ],
      [
        ['classify', '--redact', '/dev/zero', DEMO],
        /^pinsight: --redact \/dev\/zero: [^\n]* a key of 16 to 4096 octets\n$/,
      ],
      [['catalog', 'export', '/dev/zero'], /^pinsight: \/dev\/zero: [^\n]* 268435456 octets [^\n]*\n$/],
      [['catalog', 'import', '/dev/zero', '-o', '-'], /^pinsight: \/dev\/zero: [^\n]* 268435456 octets [^\n]*\n$/],
      [['classify', '-p', 'Strict', DEMO], /^pinsight: Strict: no such file [^\n]* compatible, balanced or strict\n$/],
      [['classify', '-p', '', DEMO], /^pinsight: the name of a policy is empty; [^\n]*\n$/],
      [['classify', ''], /^pinsight: the name of a capture is empty; [^\n]*\n$/],
      [['classify', '-c', at('src'), DEMO], /^pinsight: [^\n]*: is a folder; [^\n]*\n$/],
      [
        ['classify', '-o', '/no/such/out', DEMO],
        /^pinsight: \/no\/such\/out: the folder \/no\/such does not exist; [^\n]*\n$/,
      ],
      [['catalog', 'merge', 'default', '-o', '/no/such/out'], /^pinsight: \/no\/such\/out: the folder [^\n]*\n$/],
      [['classify', '-w', '0', DEMO], /^pinsight: --workers "0": expected auto or a whole number from 1 to 64\n$/],
      [['classify', '-', '-c', '-'], /^pinsight: "-" is named twice[^\n]*\n$/],
      [['catalog', 'show', 'Sinal'], /^pinsight: the catalog has no [^\n]* "Sinal" \(did you mean Signal\?\)[^\n]*\n$/],
      [['completion', 'tcsh'], /^pinsight: completion "tcsh": expected one of bash, zsh, fish\n$/],
      [['classify', '\u001b[2J'], /^pinsight: [ -~]*\n$/],
    ])('%j: one line on standard error, status 2, nothing written', (args, message) => {
      const { status, stdout, stderr } = pinsight(args);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(message);
    });

    test('without a command the help goes to standard error, status 2', () => {
      const { status, stdout, stderr } = pinsight([]);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^Usage: pinsight /);
    });
  });

  describe('classify', () => {
    test('writes JSON Lines to what is no terminal, and nothing else', () => {
      const { status, stdout, stderr } = pinsight(['classify', DEMO]);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const records = lines(stdout);
      expect(records.length).toBeGreaterThan(20);
      // shared/captures/lab/expected.csv: the app's own stack at Signal's name; a spoofed SNI is told by the DNS answers.
      expect(records.find(({ flow_id }) => flow_id === 5)).toMatchObject({
        tls: { sni: 'chat.signal.org' },
        pinsight: { action: 'bypass', reason: 'pinned_app', app: 'Signal' },
      });
    });

    test('the same octets from a file, from standard input and into a file', () => {
      const direct = pinsight(['classify', DEMO]).stdout.replaceAll(DEMO, '-');
      expect(pinsight(['classify', '-'], readFileSync(DEMO)).stdout).toBe(direct);
      const out = join(folder, 'out.jsonl');
      expect(pinsight(['classify', '-o', out, '-'], readFileSync(DEMO))).toMatchObject({ status: 0, stdout: '' });
      expect(readFileSync(out, 'utf8')).toBe(direct);
    });

    test('--summary json adds up', () => {
      const { status, stdout, stderr } = pinsight(['classify', '--all', '--summary', 'json', DEMO]);
      expect(status).toBe(0);
      const records = lines(stdout);
      const summary = JSON.parse(stderr) as Record<string, number> & { unattributed: Record<string, number> };
      const inRecords = records.reduce((sum, { flow }) => sum + flow.pkts_toserver + flow.pkts_toclient, 0);
      const unattributed = Object.values(summary.unattributed).reduce((sum, packets) => sum + packets, 0);
      expect(summary).toMatchObject({
        captures: 1,
        records: records.length,
        flows: records.length,
        in_flows: inRecords,
      });
      expect(summary['packets']).toBe(inRecords + unattributed);
    });

    test('--summary before a capture reads the capture', () => {
      const { status, stdout, stderr } = pinsight(['classify', '--summary', DEMO]);
      expect(status).toBe(0);
      expect(lines(stdout).length).toBeGreaterThan(20);
      expect(stderr).toMatch(/^captures +1\n/);
    });

    test('several captures come out in the order named', () => {
      const cut = file('a.pcapng', readFileSync(DEMO));
      const { stdout } = pinsight(['classify', cut, DEMO]);
      expect([...new Set(lines(stdout).map(({ capture }) => capture))]).toEqual([cut, DEMO]);
    });

    test('damage: what came before is kept, one line says where, status 1', () => {
      const cut = file('cut.pcapng', readFileSync(DEMO).subarray(0, 60_000));
      const { status, stdout, stderr } = pinsight(['classify', cut]);
      expect(status).toBe(1);
      expect(lines(stdout).length).toBeGreaterThan(3);
      expect(stderr).toMatch(/^pinsight: \S+cut\.pcapng: damaged at octet \d+: .+ \(what came before is kept\)\n$/);
    });

    test('no input is a capture: status 2, and the output does not come into being', () => {
      const out = join(folder, 'never');
      const { status, stdout, stderr } = pinsight(['classify', '-f', 'csv', '-o', out, at('package.json'), '/no/such']);
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr.split('\n')).toHaveLength(3); // one line each
      expect(stderr).toContain('package.json');
      expect(existsSync(out)).toBe(false);
    });

    test('one of two inputs is none: the other is used, status 1', () => {
      const { status, stdout, stderr } = pinsight(['classify', '/no/such', DEMO]);
      expect(status).toBe(1);
      expect(stdout).toBe(pinsight(['classify', DEMO]).stdout);
      expect(stderr).toMatch(/^pinsight: [^\n]*\/no\/such[^\n]*\n$/);
    });

    test('a capture without a flow of ours gives an empty output, and a CSV its header', () => {
      // pcap, little-endian, version 2.4, Ethernet, no packet.
      const empty = file(
        'empty.pcap',
        Buffer.from('d4c3b2a1020004000000000000000000000004000100000000', 'hex').subarray(0, 24),
      );
      expect(pinsight(['classify', empty])).toMatchObject({ status: 0, stdout: '', stderr: '' });
      expect(pinsight(['classify', '-f', 'csv', empty]).stdout).toMatch(/^timestamp,event_type,[^\n]*\r\n$/);
    });

    test('an input is not overwritten', () => {
      const copy = file('copy.pcapng', readFileSync(DEMO));
      const { status, stderr } = pinsight(['classify', copy, '-o', copy]);
      expect(status).toBe(2);
      expect(stderr).toMatch(/is also an input/);
      expect(readFileSync(copy).equals(readFileSync(DEMO))).toBe(true);
    });

    test('a full disk is reported, status 1', () => {
      const { status, stderr } = pinsight(['classify', DEMO, '-o', '/dev/full']);
      expect(status).toBe(1);
      expect(stderr).toBe('pinsight: /dev/full: no space left on device (the output is incomplete)\n');
    });

    test('a reader that goes away ends the program quietly, status 0', () => {
      // Enough output that it cannot fit a pipe whole.
      const many = Array.from({ length: 12 }, () => 'DEMO').join(' ');
      const { status, stdout, stderr } = shell(`pinsight classify --all --verbose ${many} | head -c 10`);
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '{"timestam', stderr: '' });
      expect(shell('pinsight --help | true')).toMatchObject({ status: 0, stderr: '' });
    });

    test('--redact hides every client, keeps the rest, and depends on the key alone', () => {
      const key = file('key', createHash('sha256').update('test').digest());
      const plain = lines(pinsight(['classify', DEMO]).stdout);
      const { stdout } = pinsight(['classify', '--redact', key, DEMO]);
      const hidden = lines(stdout);
      expect(hidden.map(({ tls, pinsight: verdict }) => [tls, verdict])).toEqual(
        plain.map(({ tls, pinsight: verdict }) => [tls, verdict]),
      );
      const pseudonyms = new Map(plain.map(({ src_ip }, i) => [src_ip, hidden[i]!.src_ip]));
      for (const [address, pseudonym] of pseudonyms) {
        expect(pseudonym).toMatch(/^(2[45]\d\.|2001:db8:)/);
        expect(stdout).not.toContain(`"${address}"`);
      }
      for (const [i, { src_ip }] of hidden.entries()) expect(src_ip).toBe(pseudonyms.get(plain[i]!.src_ip));
      expect(pinsight(['classify', '--redact', key, DEMO]).stdout).toBe(stdout);
    });

    test('--label is in every record', () => {
      for (const record of lines(pinsight(['classify', '--label', 'Signal', DEMO]).stdout)) {
        expect(record).toMatchObject({ label: { app: 'Signal', source: 'option' } });
      }
    });

    test('--progress writes to standard error and clears itself', () => {
      // What is done in a moment shows none: so, enough of it that no machine is.
      const captures = new Array<string>(100).fill(DEMO);
      const { stdout, stderr } = pinsight(['classify', '--progress', ...captures], undefined, { TERM: 'xterm' });
      expect(stdout).toBe(pinsight(['classify', ...captures]).stdout);
      expect(stderr.endsWith('\r\u001b[K')).toBe(true);
      const dumb = pinsight(['classify', '--progress', ...captures], undefined, { TERM: 'dumb' });
      expect(dumb.stderr).toMatch(/ open flows?\b.*\r {10,}\r$/s);
      expect(dumb.stderr).not.toContain('\u001b');
    });

    test('the table answers the question, and has no colours in a file', () => {
      const { stdout } = pinsight(['classify', '-f', 'table', DEMO]);
      expect(stdout).toMatch(/^Would break under inspection \(bypass\): \d+ apps, \d+ of \d+ flows$/m);
      expect(stdout).toMatch(/^ {2}Signal +\d+ /m);
      expect(stdout).not.toContain('\u001b');
    });

    test('a locale without UTF-8 gets no other characters', () => {
      const args = ['classify', '-f', 'table', DEMO];
      const [utf8, ascii] = ['C.UTF-8', 'C'].map((locale) => pinsight(args, undefined, { LC_ALL: locale }).stdout);
      expect(utf8).toContain('…');
      expect(ascii).toBe(utf8!.replaceAll('…', '~'));
    });

    test('a capture of which nothing can be decoded says so', () => {
      // pcap, little-endian, version 2.4, link type 147 (reserved for private use), one packet of four octets.
      const capture = 'd4c3b2a1020004000000000000000000000004009300000000000000000000000400000004000000deadbeef';
      const { status, stderr } = pinsight(['classify', '-'], Buffer.from(capture, 'hex'));
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr: 'pinsight: 1 of 1 packet is of a link type that is not decoded\n',
      });
    });

    test('rules about what the catalog does not have are named, and change nothing', () => {
      const policy = file('rules.yaml', 'apps: {Sginal: bypass, Signal: inspect}\ncategories: {mesaging: bypass}\n');
      const { status, stderr } = pinsight(['classify', '-p', policy, '-o', '/dev/null', DEMO]);
      expect({ status, stderr }).toEqual({
        status: 0,
        stderr:
          `pinsight: ${policy}: apps.Sginal: the catalog has no such app (did you mean Signal?)\n` +
          `pinsight: ${policy}: categories.mesaging: the catalog has no such category (did you mean messaging?)\n`,
      });
    });

    test('what strict does not bypass is not called safe', () => {
      const { stdout } = pinsight(['classify', '-p', 'strict', '-f', 'table', DEMO]);
      expect(stdout).toMatch(
        /^May break, but below what this policy asks for: \d+ apps, \d+ flows\n.*\n(.*\n)* {2}Signal +\d/m,
      );
      expect(stdout).not.toContain('No app here would break');
    });

    test('an interrupt ends it quietly, also while it waits for input', async () => {
      // The capture begins, and never ends.
      const child = spawn(process.execPath, [MAIN, 'classify', '--progress', '-'], {
        stdio: ['pipe', 'ignore', 'pipe'],
      });
      const ended = new Promise((resolve) => child.on('exit', (status, signal) => resolve({ status, signal })));
      let stderr = '';
      const reading = new Promise<void>((resolve) => {
        child.stderr.on('data', (chunk: Buffer) => {
          stderr += chunk.toString();
          resolve(); // its progress shows that it is at work
        });
      });
      const capture = readFileSync(DEMO);
      let sent = 0;
      const feed = setInterval(() => {
        child.stdin.write(capture.subarray(sent, sent + 1000));
        sent += 1000;
      }, 50);
      await reading;
      clearInterval(feed);
      child.kill('SIGINT');
      // A shell shows this as 130.
      expect(await ended).toEqual({ status: null, signal: 'SIGINT' });
      expect(stderr).not.toContain('pinsight');
      child.stdin.destroy();
    });
  });

  describe('explain', () => {
    test('by number: what was read and where, evidence with its fact, hypotheses, decision', () => {
      const { status, stdout } = pinsight(['explain', DEMO, '--flow', '5']);
      expect(status).toBe(0);
      for (const expected of [
        /^Flow 5 of .*: bypass \(pinned_app, Signal, score 0\.\d{3}\)$/m,
        /^ {2}sni +read in frame \d+, at octet \d+ of the hello$/m,
        /^ {2}DNS name +chat\.signal\.org, answered in frame \d+$/m,
        /^ +\+\d+\.\d {2}SNI chat\.signal\.org, for Signal\n +\w+, .*, from \S+/m,
        /^ +0\.\d{3} .* Signal \(app\)$/m,
        /^ {2}6\. the score 0\.\d{3} reaches the threshold 0\.800 -> bypass, pinned_app$/m,
      ]) {
        expect(stdout).toMatch(expected);
      }
    });

    test('by 5-tuple, in either direction; JSON is one object a line', () => {
      const [forth, back] = ['10.8.0.2:54060-203.0.113.40:443', '203.0.113.40:443-10.8.0.2:54060/tcp'].map(
        (flow) => pinsight(['explain', DEMO, '--flow', flow, '-f', 'json']).stdout,
      );
      expect(forth).toBe(back);
      const value = JSON.parse(forth!) as Record<string, unknown>;
      expect(Object.keys(value)).toEqual(['record', 'read_at', 'dns_frames', 'facts', 'policy', 'catalog']);
      expect(value).toMatchObject({ record: { flow_id: 5 }, policy: { name: 'balanced', threshold: 0.8 } });
    });

    test('a pin that the policy finds too weak is called one', () => {
      const { stdout } = pinsight(['explain', '-p', 'strict', DEMO, '--flow', '5']);
      expect(stdout).toMatch(/^ {2}probably pinned \(0\.85\d*\), below this policy's 0\.95$/m);
      expect(stdout).toMatch(/^Policy strict, threshold 0\.950, families asked for 2$/m);
    });

    test('a contradiction says what contradicts: the demo has a spoofed name, answered for another', () => {
      const { stdout } = pinsight(['explain', DEMO, '--flow', '745']);
      expect(stdout).toMatch(
        /yes -> inspect, contradicted\n {5}DNS gave this client its address for shop\.example, not for chat\.signal\.org$/m,
      );
    });

    test('a fact whose level does not count says so', () => {
      const policy = file('levels.yaml', 'levels: [verified]\n');
      expect(pinsight(['explain', '-p', policy, DEMO, '--flow', '5']).stdout).toMatch(
        /^ +reported: does not count under this policy, any, from \S+$/m,
      );
      expect(pinsight(['explain', DEMO, '--flow', '5']).stdout).not.toContain('does not count');
    });

    test('the wrong protocol is another flow', () => {
      expect(pinsight(['explain', DEMO, '--flow', '10.8.0.2:54060-203.0.113.40:443/udp']).status).toBe(2);
    });
  });
});
