/**
 * HAProxy as front door, asking pinsight by SPOE (docs/integrations/haproxy.md), with the real programs of Debian 12: HAProxy by TPROXY,
 * mitmproxy behind it, curl that pins, Chromium. Issue 6: a pinned client survives, and everything else is inspected.
 */
import { FRONT_PORT, PROCESSING_MS, PROXY_PORT, startAgent, startHaproxy, steer } from '../support/e2e/haproxy.js';
import { CLIENTS_SIDE, type Fetched, Lab, ORDINARY, PATHS, PIN_REFUSED, PINNED, SERVER } from '../support/e2e/lab.js';
import { INSPECTION_CA, SERVER_CA } from '../support/e2e/pki.js';
import { describeE2e, type Program, until } from '../support/e2e/programs.js';

/** Far more than a connection of the lab takes, and far less than a wait for `timeout connect` or `inspect-delay`. */
const NO_WAIT_MS = 1500;

describeE2e('HAProxy', ['haproxy', 'mitmdump', 'nft', 'curl', 'openssl', 'chromium'], () => {
  let lab: Lab;
  let haproxy: Program;
  let proxy: Program;
  let agent: Program | undefined;

  beforeAll(async () => {
    lab = await Lab.make();
    steer(lab);
    proxy = await lab.mitmproxy(PROXY_PORT);
    haproxy = await startHaproxy(lab);
  });
  afterAll(async () => {
    await lab?.close();
  });

  /** HAProxy has found the agent (and sends it what is asked), or has lost it. */
  const agentIs = (state: 'UP' | 'DOWN'): Promise<void> => {
    const lines = (): string[] => haproxy.output.split('\n').filter((line) => line.includes('pinsight/agent is'));
    return until(
      () => lines().at(-1)?.includes(`is ${state}`) === true,
      () => `the agent is not ${state}:\n${haproxy.output}`,
    );
  };
  /** The line that HAProxy logs of the connection that comes to its end last. */
  const logged = async (what: () => Promise<unknown>): Promise<string> => {
    const before = haproxy.output.length;
    await what();
    await until(
      () => haproxy.output.slice(before).includes('action='),
      () => `HAProxy logs nothing:\n${haproxy.output.slice(before)}`,
    );
    return haproxy.output.slice(before);
  };
  const isInspected = (fetched: Fetched): void => {
    expect([fetched.status, fetched.issuer, fetched.stderr]).toEqual([0, INSPECTION_CA, '']);
  };
  const isBypassed = (fetched: Fetched): void => {
    expect([fetched.status, fetched.issuer, fetched.stderr]).toEqual([0, SERVER_CA, '']);
  };

  describe('without pinsight', () => {
    test.each(PATHS)('a pinned client is refused: %s', async (_, address) => {
      const fetched = await lab.curl(PINNED, { address, isPinning: true });
      expect(fetched.status).toBe(PIN_REFUSED);
    });

    test('others are inspected, none the worse', async () => {
      isInspected(await lab.curl(ORDINARY));
      isInspected(await lab.curl(PINNED));
    });
  });

  describe('with pinsight', () => {
    beforeAll(async () => {
      agent = await startAgent(lab);
      await agentIs('UP');
    });

    test.each(PATHS)('a pinned client gets through, as itself: %s', async (_, address, tls, client) => {
      const fetched = await lab.curl(PINNED, { address, isPinning: true });
      isBypassed(fetched);
      expect(fetched.answer).toEqual({ name: PINNED, client, tls });
    });

    test.each(PATHS)('the same client is inspected on another name: %s', async (_, address) => {
      isInspected(await lab.curl(ORDINARY, { address }));
    });

    // Within the record header, before and within the name, near the end: 517 octets are what OpenSSL pads a hello to.
    test.each([1, 4, 60, 250, 510])('a hello in two segments, the first of %i octets', async (first) => {
      isBypassed(await lab.curlSplit(PINNED, first, true));
      isInspected(await lab.curlSplit(ORDINARY, first, false));
    });

    test('a browser on the pinned name is inspected', async () => {
      let page = '';
      const before = proxy.output.length;
      const line = await logged(async () => {
        const ran = await lab.chromium(PINNED);
        page = ran.stdout;
      });
      expect(page).toContain(`"name":"${PINNED}"`);
      expect(line).toMatch(/ inspecting_proxy action=inspect reason=not_pinned .* ja4=t13d/);
      expect(line).not.toContain('action=bypass');
      await until(
        () => proxy.output.slice(before).includes(`GET https://${SERVER.v4}/`),
        () => `mitmproxy has not seen the page:\n${proxy.output}`,
      );
    });

    test('what the variables say', async () => {
      const line = await logged(() => lab.curl(PINNED, { isPinning: true }));
      expect(line).toMatch(
        / original action=bypass reason=pinned_app app=Signal score=\d+ ja4=t13d\S+ failed=- took_ms=\d+ sni=chat\.signal\.org/,
      );
    });

    test('a name at an address of another: without DNS seen nothing speaks against it (ADR 3), and it goes to where it went', async () => {
      const line = await logged(() => lab.curl(PINNED, { address: SERVER.other, isPinning: true }));
      expect(line).toContain(`${SERVER.other}:443 original action=bypass reason=pinned_app`);
    });

    test('what is no TLS is not asked about, and goes to the inspecting proxy', async () => {
      const line = await logged(() => lab.curl(ORDINARY, { more: [`http://${ORDINARY}:443/`] }));
      expect(line).toContain('inspecting_proxy action=- ');
    });

    test('a connection to HAProxy itself is refused: it would lead to HAProxy again', async () => {
      const before = haproxy.output.length;
      const { status } = await lab.curl(PINNED, { more: ['--connect-to', `${PINNED}:443:10.77.1.1:${FRONT_PORT}`] });
      expect(status).not.toBe(0);
      expect(haproxy.output.slice(before)).not.toContain('action=');
    });

    test('an agent that is silent costs the time-out, and the connection is inspected', async () => {
      agent!.signal('SIGSTOP');
      try {
        const fetched = await lab.curl(ORDINARY);
        isInspected(fetched);
        const refused = await lab.curl(PINNED, { isPinning: true });
        expect(refused.status).toBe(PIN_REFUSED);
        expect(haproxy.output).toMatch(/inspecting_proxy action=- .* failed=1 /);
        expect(fetched.ms).toBeLessThan(PROCESSING_MS + NO_WAIT_MS);
      } finally {
        agent!.signal('SIGCONT');
      }
      await agentIs('UP');
      isBypassed(await lab.curl(PINNED, { isPinning: true }));
    });

    test('an agent that is killed: connections go on, and are inspected', async () => {
      await agent!.stop('SIGKILL');
      const at = await lab.curl(ORDINARY);
      isInspected(at);
      await agentIs('DOWN');
      const after = await lab.curl(ORDINARY);
      isInspected(after);
      const refused = await lab.curl(PINNED, { isPinning: true });
      expect(refused.status).toBe(PIN_REFUSED);
      expect(Math.max(at.ms, after.ms)).toBeLessThan(PROCESSING_MS + NO_WAIT_MS);
      agent = await startAgent(lab);
      await agentIs('UP');
      isBypassed(await lab.curl(PINNED, { isPinning: true }));
    });

    test('an agent that ends in good order says so, and another takes its place', async () => {
      await agent!.stop('SIGTERM');
      isInspected(await lab.curl(ORDINARY));
      agent = await startAgent(lab);
      await agentIs('UP');
      isBypassed(await lab.curl(PINNED, { isPinning: true }));
    });
  });

  test('with `redirect` in place of TPROXY, which HAProxy 2.6 can tell the destination of for IPv4: servers see the gateway', async () => {
    await haproxy.stop();
    const nft = (...words: readonly string[]): string => lab.gateway.exec('nft', ...words);
    nft('flush', 'chain', 'inet', 'pinsight_haproxy', 'prerouting');
    nft('add chain inet pinsight_haproxy nat { type nat hook prerouting priority -100; }');
    nft(
      `add rule inet pinsight_haproxy nat iifname ${CLIENTS_SIDE} meta nfproto ipv4 tcp dport 443 redirect to :${FRONT_PORT}`,
    );
    haproxy = await startHaproxy(lab, (config) =>
      config.replaceAll(' transparent', '').replace(/^ +source .*usesrc.*\n/m, ''),
    );
    const fetched = await lab.curl(PINNED, { isPinning: true });
    isBypassed(fetched);
    expect(fetched.answer?.client).toBe('203.0.113.1');
    isInspected(await lab.curl(ORDINARY));
  });
});
