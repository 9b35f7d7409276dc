import type { Finding } from '../../model/analyzer.ts';
import type { Diagnosis, Gap, RankedCause } from '../../model/diagnosis.ts';
import { vmalertSidecar, vminsert } from './parties.ts';
import { writePath } from './path.ts';

const pods: Gap = {
  artifact: 'pods',
  reason: 'no Pod objects in the evidence: restarts and flags are not known',
  collectWith: ['kubectl get pods -A -o yaml'],
};
const serverLog: Gap = {
  artifact: 'access-logs',
  reason: 'no access log of vminsert-sidecar: the failing hop cannot be told',
  collectWith: [
    'kubectl -n {namespace} logs {pod} -c istio-proxy',
    'istioctl install --set meshConfig.accessLogFile=/dev/stdout (access logs are off by default)',
  ],
};

const uc: Finding = {
  id: 'termination-flag/connectionEnded:incident-1:vmalert-sidecar->vminsert-sidecar:Deployment:monitoring:vminsert',
  analyzer: 'termination-flag',
  message: 'termination-flag/connectionEnded',
  severity: 'warning',
  text: 'vmalert-sidecar lost 41 established connections to vminsert before any response headers.',
  data: { proxy: 'vmalert-sidecar', count: 41, server: 'vminsert' },
  subject: vminsert,
  evidence: [
    {
      kind: 'metric',
      at: { artifact: 'proxy-stats', file: 'stats.txt', object: { kind: 'Pod', namespace: 'monitoring', name: 'vmalert-7b968f5665-rkn76' }, line: 1204 },
      series: 'cluster.outbound|8480||vminsert.monitoring.svc.cluster.local.upstream_cx_destroy_remote_with_active_rq',
      value: 41,
    },
  ],
  hop: 'vmalert-sidecar->vminsert-sidecar',
  incident: 'incident-1',
  bearsOn: [
    { cause: 'keepalive-idle-mismatch', as: 'hints' },
    { cause: 'oom-killed', as: 'hints' },
  ],
};

const causes: readonly RankedCause[] = [
  {
    id: 'oom-killed',
    title: 'A container of the path was killed for memory',
    verdict: 'possible',
    scoreDb: -2,
    confidence: 0.38,
    explains: 1,
    for: [uc.id],
    against: [],
    votes: [{ analyzer: uc.analyzer, finding: uc.id, as: 'hints', db: 3 }],
    wouldDecide: [pods],
  },
  {
    id: 'keepalive-idle-mismatch',
    title: 'The receiving side closes idle connections no later than the sending side reuses them',
    verdict: 'possible',
    scoreDb: -3,
    confidence: 0.34,
    explains: 1,
    hop: 'vmalert-sidecar->vminsert-sidecar',
    closedBy: 'server',
    for: [uc.id],
    against: [],
    votes: [{ analyzer: uc.analyzer, finding: uc.id, as: 'hints', db: 3 }],
    wouldDecide: [pods, serverLog],
  },
  {
    id: 'shutdown-race',
    title: 'A pod terminates while traffic still arrives',
    verdict: 'undecided',
    scoreDb: 0,
    confidence: 0.1,
    explains: 0,
    for: [],
    against: [],
    votes: [],
    wouldDecide: [pods],
  },
];

/** Two causes fit, what would separate them was not collected, and one analyzer crashed. */
export const undecided: Diagnosis = {
  schemaVersion: 1,
  tool: { name: 'why503', version: '0.1.0' },
  question: {},
  snapshot: {
    id: 's-77aa0c31',
    takenAt: '2026-11-22T17:40:00.000Z',
    origin: 'dump',
    coverage: {
      files: 3,
      bytes: 90_112,
      read: [{ artifact: 'proxy-stats', title: 'Envoy statistics', files: ['stats.txt'], items: 1 }],
      skipped: [
        { file: 'a.bin', reason: { id: 'coverage/binary', text: 'binary file', data: {} } },
        { file: 'b.bin', reason: { id: 'coverage/binary', text: 'binary file', data: {} } },
      ],
      missing: [
        { artifact: 'pods', title: 'Pods', collectWith: ['kubectl get pods -A -o yaml'] },
        { artifact: 'events', title: 'Events', collectWith: ['kubectl get events -A -o yaml'] },
        { artifact: 'nodes', title: 'Nodes', collectWith: ['kubectl get nodes -o yaml'] },
      ],
      notes: [],
    },
  },
  verdict: 'undecided',
  reason: {
    id: 'engine/severalFit',
    text: '2 causes fit the 41 failures equally well; the state of the pods would separate them.',
    data: { causes: 2, failures: 41 },
  },
  requests: { seen: 0, failed: 41, savedByRetry: 0, clientAborted: 0 },
  path: writePath.slice(1, 2),
  incidents: [
    {
      id: 'incident-1',
      target: 'vminsert.monitoring',
      hop: 'vmalert-sidecar->vminsert-sidecar',
      writtenBy: vmalertSidecar,
      flags: ['UC'],
      details: ['upstream_reset_before_response_started{connection_termination}'],
      predicted: false,
      failures: 41,
      pattern: 'bursts',
      windows: [
        { from: '2026-11-22T17:31:00.000Z', to: '2026-11-22T17:31:04.000Z', failures: 30 },
        { from: '2026-11-22T17:36:10.000Z', to: '2026-11-22T17:36:12.000Z', failures: 11 },
      ],
      clients: ['vmalert.monitoring'],
      examples: [],
      causes,
      unexplained: 0,
    },
  ],
  causes,
  risks: [],
  findings: [uc],
  fixes: [],
  outcomes: [
    { analyzer: 'termination-flag', status: 'ran', findings: [uc.id] },
    { analyzer: 'container-restarts', status: 'skipped', missing: [pods] },
    { analyzer: 'oom-kills', status: 'skipped', missing: [pods] },
    {
      analyzer: 'node-pressure',
      status: 'skipped',
      missing: [{ artifact: 'nodes', reason: 'no Node objects in the evidence', collectWith: ['kubectl get nodes -o yaml'] }],
    },
    { analyzer: 'push-times', status: 'crashed', error: "TypeError: Cannot read properties of undefined (reading 'length')" },
  ],
};
