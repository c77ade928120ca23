/** `pinsight squid-helper` as Squid runs it: a process of its own that ends when Squid closes its input, and not before. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { built, describeBuilt, MAIN } from '../support/program.js';

const QUESTION = '10.8.0.2 51234 203.0.113.7 443 www.example.org 1700000000.000\n';

describeBuilt(`pinsight squid-helper${built ? '' : ' (skipped: npm run build has not been run)'}`, () => {
  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    '%s does not end it, the end of its input does',
    async (signal) => {
      const helper = spawn(process.execPath, [MAIN, 'squid-helper', '--socket', '/nonexistent/verdict.sock'], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      const ended = once(helper, 'exit');
      const answers = createInterface({ input: helper.stdout })[Symbol.asyncIterator]();
      const ask = async (channel: number): Promise<string> => {
        helper.stdin.write(`${channel} ${QUESTION}`);
        return String((await answers.next()).value);
      };
      expect(await ask(1)).toMatch(/^1 ERR .*pinsight_reason=no_answer/); // its signals are set
      helper.kill(signal);
      expect(await ask(2)).toMatch(/^2 ERR /);
      helper.stdin.end();
      expect(await ended).toEqual([0, null]);
    },
  );
});
