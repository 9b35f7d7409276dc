import type { Finding } from '../../model/analyzer.ts';
import type { Diagnosis } from '../../model/diagnosis.ts';
import { vminsert, vminsertPod } from './parties.ts';
import { writePath } from './path.ts';

const replicas: Finding = {
  id: 'single-replica/onlyOne:Deployment:monitoring:vminsert',
  analyzer: 'single-replica',
  message: 'single-replica/onlyOne',
  severity: 'warning',
  text: 'vminsert has 1 replica; a roll-out or an eviction leaves no endpoint.',
  data: { server: 'vminsert', replicas: 1 },
  subject: vminsert,
  evidence: [
    { kind: 'field', at: { artifact: 'controllers', file: 'cluster/deployments.yaml', object: vminsert, path: 'items[1].spec.replicas', line: 96 }, value: 1 },
  ],
  risk: true,
  bearsOn: [{ cause: 'readiness-failing', as: 'hints' }],
};

const oldKill: Finding = {
  id: 'oom-kills/oldKill:Pod:monitoring:vminsert-78797c6fb-wwrsx',
  analyzer: 'oom-kills',
  message: 'oom-kills/oldKill',
  severity: 'info',
  text: 'vminsert was killed for memory 7 days before the evidence ends; no request failed since.',
  data: { server: 'vminsert', days: 7 },
  subject: vminsertPod,
  evidence: [
    {
      kind: 'field',
      at: { artifact: 'pods', file: 'cluster/pods.yaml', object: vminsertPod, path: 'status.containerStatuses[0].lastState.terminated', line: 690 },
      value: { exitCode: 137, reason: 'OOMKilled' },
    },
  ],
  bearsOn: [{ cause: 'oom-killed', as: 'hints' }],
};

/** Requests seen, none failing; one setting that could. */
export const healthy: Diagnosis = {
  schemaVersion: 1,
  tool: { name: 'why503', version: '0.1.0' },
  question: { to: 'monitoring/vminsert:8480', sinceMs: 3_600_000 },
  snapshot: {
    id: 's-09bb17d0',
    takenAt: '2026-11-22T18:02:40.000Z',
    origin: 'evidence.tar.gz',
    coverage: {
      files: 44,
      bytes: 1_802_113,
      read: [{ artifact: 'access-logs', title: 'Envoy access logs', files: ['evidence.tar.gz!/logs/istio-proxy.log'], items: 2 }],
      skipped: [],
      missing: [],
      notes: [
        { id: 'coverage/cutOff', text: 'logs/istio-proxy.log begins in the middle of a line: older rows are missing.', data: { file: 'logs/istio-proxy.log' } },
      ],
    },
  },
  verdict: 'healthy',
  reason: { id: 'engine/allWell', text: '402 requests were seen, and none failed.', data: { requests: 402 } },
  requests: { seen: 402, failed: 0, savedByRetry: 2, clientAborted: 1 },
  path: writePath.slice(0, 2),
  incidents: [],
  causes: [],
  risks: [{ finding: replicas.id, cause: 'readiness-failing', text: replicas.text }],
  findings: [replicas, oldKill],
  fixes: [],
  outcomes: [
    { analyzer: 'single-replica', status: 'ran', findings: [replicas.id] },
    { analyzer: 'oom-kills', status: 'ran', findings: [oldKill.id] },
  ],
};
