/** HAProxy and the agent under load, the short form of bench/integrations.ts: no verdict is wrong. Times are printed there, not judged here. */
import { addedLatency } from '../support/e2e/added-latency.js';
import { startAgent } from '../support/e2e/haproxy.js';
import { Lab } from '../support/e2e/lab.js';
import { load } from '../support/e2e/load.js';
import { describeE2e } from '../support/e2e/programs.js';

const RATE = 500;
const SECONDS = 5;
const HANDSHAKES = 50;
/** Of a busy machine: HAProxy may give up on an answer, and inspects then. */
const MAX_UNANSWERED = 0.02;

describeE2e('HAProxy under load', ['haproxy', 'nft', 'curl', 'openssl', 'cc'], () => {
  let lab: Lab;

  beforeAll(async () => {
    lab = await Lab.make();
    await startAgent(lab);
  });
  afterAll(async () => {
    await lab?.close();
  });

  test('each connection ends up where its hello belongs', async () => {
    const { sent, right, wrong, unanswered, missing, failed } = await load(lab, RATE, SECONDS);
    expect({ sent, wrong, missing, failed }).toEqual({ sent: RATE * SECONDS, wrong: 0, missing: 0, failed: 0 });
    expect(right + unanswered).toBe(sent);
    expect(unanswered).toBeLessThanOrEqual(MAX_UNANSWERED * sent);
  });

  test('handshakes through both doors, by turns', async () => {
    const { asking, plain } = await addedLatency(lab, HANDSHAKES);
    expect([asking.connections, plain.connections]).toEqual([HANDSHAKES, HANDSHAKES]);
  });
});
