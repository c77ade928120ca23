/** Counters of the verdict service for Prometheus: names are public and never change meaning. Read off when they are asked for. */
import { Counter, Gauge, Registry } from 'prom-client';
import type { AuditFile } from './audit.js';
import type { BypassSets } from './nft/bypass-sets.js';
import type { VerdictSocket } from './socket.js';
import type { SpoeAgent } from './spoe/agent.js';
import type { VerdictService } from './verdict-api.js';

export interface Measured {
  readonly service: VerdictService;
  readonly sockets: readonly VerdictSocket[];
  readonly agent: SpoeAgent | undefined;
  readonly sets: BypassSets | undefined;
  readonly audit: AuditFile | undefined;
}

type Values = readonly (readonly [labels: Record<string, string>, value: number])[];

/** @returns what gives the text */
export function serviceMetrics(measured: Measured): () => Promise<string> {
  const registry = new Registry();
  registerMetrics(registry, measured);
  return () => registry.metrics();
}

function registerMetrics(registry: Registry, { service, sockets, agent, sets, audit }: Measured): void {
  const registers = [registry];
  const counter = (name: string, help: string, labelNames: readonly string[], values: () => Values): void => {
    new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      collect() {
        this.reset();
        for (const [labels, value] of values()) this.inc(labels, value);
      },
    });
  };
  const gauge = (name: string, help: string, value: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  };
  const { counters, flows } = service;
  counter('pinsight_serve_answers_total', 'Verdicts answered.', ['via', 'action', 'reason'], () =>
    [...counters.answers.values()].map(({ via, action, reason, count }) => [{ via, action, reason }, count]),
  );
  counter('pinsight_serve_questions_total', 'Questions, by what they ask.', ['question'], () => [
    [{ question: 'by_hello' }, counters.byHello],
    [{ question: 'by_flow' }, counters.byFlow],
    [{ question: 'report' }, counters.reports],
  ]);
  counter('pinsight_serve_refused_total', 'Questions with something wrong in the hello.', [], () => [
    [{}, counters.refused],
  ]);
  counter('pinsight_serve_reports_taken_total', 'Reports that the memory of pin failures took.', [], () => [
    [{}, counters.learned],
  ]);
  counter(
    'pinsight_serve_socket_events_total',
    'Connections of the verdict socket, by what became of them.',
    ['event'],
    () => {
      const sum = { accepted: 0, refused: 0, bad: 0, unread: 0, timed_out: 0, errors: 0 };
      for (const { counters: of } of sockets) {
        sum.accepted += of.accepted;
        sum.refused += of.refused;
        sum.bad += of.bad;
        sum.unread += of.unread;
        sum.timed_out += of.timedOut;
        sum.errors += of.errors;
      }
      return Object.entries(sum).map(([event, value]) => [{ event }, value]);
    },
  );
  gauge('pinsight_serve_connections', 'Open connections of the verdict socket.', () =>
    sockets.reduce((sum, socket) => sum + socket.connections, 0),
  );
  if (agent !== undefined) {
    const { counters: of } = agent;
    counter('pinsight_serve_spoe_events_total', 'What came of HAProxy and of its connections.', ['event'], () => [
      [{ event: 'accepted' }, of.accepted],
      [{ event: 'refused' }, of.refused],
      [{ event: 'notified' }, of.notified],
      [{ event: 'health_checks' }, of.healthChecks],
      [{ event: 'bad' }, of.bad],
      [{ event: 'unread' }, of.unread],
      [{ event: 'timed_out' }, of.timedOut],
      [{ event: 'errors' }, of.errors],
    ]);
    gauge('pinsight_serve_spoe_connections', 'Open connections of HAProxy.', () => agent.connections);
  }
  if (sets !== undefined) {
    gauge('pinsight_serve_nft_members', 'Members of the nftables sets.', () => sets.size);
    counter('pinsight_serve_nft_elements_total', 'What nft was told, by what became of it.', ['event'], () => {
      const { added, removed, refreshed, failed, lost } = sets.counters;
      return Object.entries({ added, removed, refreshed, failed, lost }).map(([event, value]) => [{ event }, value]);
    });
    counter('pinsight_serve_nft_restarts_total', 'Times the table had to be made again.', [], () => [
      [{}, sets.counters.restarts],
    ]);
  }
  if (flows !== undefined) {
    gauge('pinsight_serve_flow_verdicts', 'Verdicts of the interface that are kept.', () => flows.size);
    gauge('pinsight_serve_waiting', 'Questions that wait for a hello.', () => flows.waiters);
    counter(
      'pinsight_serve_flow_limits_total',
      'Bounds of what the interface has seen, and waits in vain.',
      ['limit'],
      () => Object.entries(flows.counters).map(([limit, value]) => [{ limit }, value]),
    );
  }
  if (audit !== undefined) {
    counter('pinsight_serve_audit_lines_total', 'Lines of the audit log.', ['state'], () => [
      [{ state: 'written' }, audit.counters.lines],
      [{ state: 'lost' }, audit.counters.lost],
    ]);
  }
}
