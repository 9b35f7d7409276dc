import type { IdleRow } from '../observed.ts';
import { planProbe, type ProbeOptions } from '../plan.ts';
import { type DoneReport, probeReport } from '../probe-report.ts';
import type { Observed } from '../run-probe.ts';
import { readTarget } from '../target.ts';

/** Reports of every kind, made from what was seen on real servers; for the tests of what is printed. */
function sample(target: string, observed: Partial<Observed>, options: Partial<ProbeOptions> = {}): DoneReport {
  const plan = planProbe(readTarget(target, {}, 'en'), { connections: 4, maxWait: 150_000, allowLoadBalancer: false, ...options });
  const address = plan.target.host === '127.0.0.1' ? { address: '127.0.0.1', further: 0 } : { address: '10.0.0.7', further: 1 };
  return probeReport(plan, address, { connections: [], signs: [], tookMs: 5800.4, worstLagMs: 12.3, ...observed });
}

function row(connection: number, change: Partial<IdleRow>): IdleRow {
  return { connection, openedMs: connection * 237, connectMs: 0.4, status: 200, httpVersion: '1.1', answerMs: 1.2, bodyBytes: 3, ...change };
}

const closed = (connection: number, idleMs: number, change: Partial<IdleRow> = {}): IdleRow =>
  row(connection, { idleMs, close: 'fin', afterFin: 'reset', lagMs: 1.5, ...change });

export const samples: Readonly<Record<string, DoneReport>> = {
  apache: sample('127.0.0.1:8080', {
    connections: [1, 2, 3, 4].map((number) => closed(number, 4995 + number, { server: 'Apache/2.4.71 (Debian)', afterFin: 'silent' })),
    requests: { answered: 101, end: 'announced', tookMs: 1400 },
  }),
  'node, which promises less': sample('127.0.0.1:8080', { connections: [closed(1, 5985.2, { hint: { timeoutMs: 5000, max: 100 } })] }, { connections: 1 }),
  'promise that is not kept': sample('127.0.0.1:8080', { connections: [closed(1, 1985.2, { hint: { timeoutMs: 5000 } })] }, { connections: 1 }),
  envoy: sample(
    '127.0.0.1:8080',
    {
      connections: [
        ...[1, 2, 3].map((number) => closed(number, 3997 + number, { server: 'envoy' })),
        row(4, { server: 'envoy', lateRequest: { afterMs: 3290.1, result: 'unanswered', tookMs: 711.2 } }),
      ],
      signs: [{ header: 'server', value: 'envoy' }],
      age: { answered: 9, ageMs: 6011.5, end: 'unannounced', failure: 'closed', unansweredMs: 640 },
    },
    { allowLoadBalancer: true, age: 20_000 },
  ),
  'coarse server that writes 408 and resets some': sample('orders.shop:8080', {
    connections: [closed(1, 2110), closed(2, 2621.4, { close: 'rst', bytesFirst: 408, bytesMs: 2601 }), row(3, { survivedMs: 150_000 })],
  }),
  'bytes behind an answer': sample('127.0.0.1:8080', { connections: [closed(1, 5001, { bytesFirst: 0, bytesMs: 0.2 })] }, { connections: 1 }),
  'server that closes each': sample('127.0.0.1:8080', { connections: [closed(1, 0.4, { announced: 'version', httpVersion: '1.0' })] }, { connections: 1 }),
  'server that closes each unannounced': sample('127.0.0.1:8080', { connections: [closed(1, 0.4)] }, { connections: 1 }),
  longer: sample('127.0.0.1:8080', { connections: [row(1, { survivedMs: 150_000.2, server: 'nginx' })] }, { connections: 1 }),
  'longer than Envoy': sample('127.0.0.1:8080', { connections: [row(1, { survivedMs: 3_900_000 })] }, { connections: 1, maxWait: 3_900_000 }),
  interrupted: sample('127.0.0.1:8080', { connections: [row(1, { survivedMs: 3000 })], stopped: { reason: 'interrupted' } }),
  'interrupted at once': sample('127.0.0.1:8080', { connections: [], stopped: { reason: 'interrupted' } }),
  refused: sample('127.0.0.1:8080', { connections: [{ connection: 1, failure: 'refused' }], stopped: { reason: 'failure', failure: 'refused' } }),
  'error answer beside others': sample('127.0.0.1:8080', {
    connections: [row(1, { status: 503, survivedMs: 0.1 }), { connection: 2, failure: 'given-up' }],
    stopped: { reason: 'status', status: 503 },
  }),
  'failing TLS': sample('https://127.0.0.1:8443', { stopped: { reason: 'failure', failure: 'tls', detail: 'self-signed \u001b[31mcertificate' } }),
  'load balancer': sample('orders.shop:80', {
    connections: [row(1, { survivedMs: 0.1, server: 'awselb/2.0' })],
    signs: [{ header: 'server', value: 'awselb/2.0' }],
    stopped: { reason: 'intermediary', sign: { header: 'server', value: 'awselb/2.0' } },
  }),
  'error answer': sample('127.0.0.1:8080', { connections: [row(1, { status: 503, survivedMs: 0.1 })], stopped: { reason: 'status', status: 503 } }),
};
