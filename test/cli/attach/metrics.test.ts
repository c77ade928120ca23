/** The Prometheus text: every count under its name, read anew each time; and the little server that hands it out. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { countLatency } from '../../../src/cli/attach/latency.js';
import { Metrics } from '../../../src/cli/attach/metrics.js';
import { serveMetrics } from '../../../src/cli/attach/metrics-server.js';
import { emptyStats } from '../../../src/cli/attach/stats.js';

const facts = {
  version: '1.2.3',
  catalogVersion: '2026-11-01',
  source: 'tun0',
  outputLost: 6,
  threadsRestarted: 1,
  flowsLost: 20,
  reloads: { done: 2, refused: 1 },
};

function filled() {
  const stats = emptyStats();
  const { summary } = stats;
  Object.assign(summary, { packets: 100, octets: 5000, in_flows: 90, flows: 8, records: 5 });
  summary.unattributed['not_ip'] = 10;
  summary.hellos.quic = 3;
  summary.actions.bypass = 2;
  summary.reasons.pinned_app = 2;
  summary.limits['flows'] = 4;
  Object.assign(stats.source, { received: 130, dropped: 17, frozen: 2 });
  stats.flows = 3;
  countLatency(stats.latency, 400);
  countLatency(stats.latency, 4000);
  return stats;
}

test('counts appear under their names, and again the same: nothing is counted twice', async () => {
  const stats = filled();
  const metrics = new Metrics(() => ({ stats, facts }));
  await metrics.text();
  const lines = (await metrics.text()).split('\n');
  for (const line of [
    'pinsight_packets_total 100',
    'pinsight_octets_total 5000',
    'pinsight_packets_in_flows_total 90',
    'pinsight_packets_unattributed_total{reason="not_ip"} 10',
    'pinsight_packets_dropped_total{stage="kernel"} 17',
    'pinsight_ring_freezes_total 2',
    'pinsight_hellos_total{carrier="quic"} 3',
    'pinsight_verdicts_total{action="bypass"} 2',
    'pinsight_verdict_reasons_total{reason="pinned_app"} 2',
    'pinsight_limits_total{name="flows"} 4',
    'pinsight_records_lost_total{stage="output"} 6',
    'pinsight_threads_restarted_total 1',
    'pinsight_flows_lost_total 20',
    'pinsight_reloads_total{result="refused"} 1',
    'pinsight_open_flows 3',
    'pinsight_info{version="1.2.3",catalog="2026-11-01",source="tun0"} 1',
    'pinsight_hello_to_verdict_seconds_bucket{le="0.0005"} 1',
    'pinsight_hello_to_verdict_seconds_bucket{le="0.005"} 2',
    'pinsight_hello_to_verdict_seconds_bucket{le="+Inf"} 2',
    'pinsight_hello_to_verdict_seconds_count 2',
    '# TYPE pinsight_hello_to_verdict_seconds histogram',
  ]) {
    expect(lines).toContain(line);
  }
  stats.summary.packets = 101;
  expect(await metrics.text()).toContain('pinsight_packets_total 101\n');
});

test('the dashboard asks for metrics that there are', async () => {
  const path = fileURLToPath(new URL('../../../packaging/grafana/pinsight.json', import.meta.url));
  const names = new Set(readFileSync(path, 'utf8').match(/\b(pinsight|process)_[a-z_]+/g));
  const text = await new Metrics(() => ({ stats: filled(), facts })).text();
  expect(names.size).toBeGreaterThan(10);
  for (const name of names) expect(text).toMatch(new RegExp(`^${name}[ {]`, 'm'));
});

describe('the server', () => {
  const metrics = new Metrics(() => ({ stats: filled(), facts }));

  async function withServer<T>(use: (base: string, port: number) => Promise<T>): Promise<T> {
    const server = await serveMetrics({ host: '127.0.0.1', port: 0 }, metrics);
    const { port } = server.address() as AddressInfo;
    try {
      return await use(`http://127.0.0.1:${port}`, port);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('has /metrics and /healthz, by GET only, and nothing else', async () => {
    await withServer(async (base) => {
      const text = await fetch(`${base}/metrics`);
      expect([text.status, text.headers.get('content-type')]).toEqual([200, metrics.contentType]);
      expect(await text.text()).toContain('pinsight_packets_total 100');
      expect(await (await fetch(`${base}/healthz?x=1`)).text()).toBe('ok\n');
      expect((await fetch(`${base}/`)).status).toBe(404);
      expect((await fetch(`${base}/metrics/../etc/passwd`)).status).toBe(404);
      expect((await fetch(`${base}/metrics`, { method: 'POST', body: 'x' })).status).toBe(405);
      expect(await (await fetch(`${base}/metrics`, { method: 'HEAD' })).text()).toBe('');
    });
  });

  test('survives what is no HTTP', async () => {
    await withServer(async (base, port) => {
      await new Promise<void>((resolve) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(Buffer.alloc(65_536, 0xff)));
        socket.on('close', () => resolve());
        socket.on('error', () => {});
        socket.resume();
      });
      expect((await fetch(`${base}/healthz`)).status).toBe(200);
    });
  });

  test('a port that is taken is wrong use, with its name', async () => {
    await withServer(async (_, port) => {
      await expect(serveMetrics({ host: '127.0.0.1', port }, metrics)).rejects.toThrow(
        `--metrics 127.0.0.1:${port}: is taken by another program; name another port`,
      );
    });
  });
});
