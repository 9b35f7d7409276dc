import type { Finding } from '../../model/analyzer.ts';
import type { Diagnosis, RankedCause } from '../../model/diagnosis.ts';
import type { Evidence } from '../../model/evidence.ts';
import { vminsert, vminsertPod, vminsertSidecar } from './parties.ts';
import { idleFlag, inboundClusterDefault, writePath } from './path.ts';

const hop = 'vminsert-sidecar->vminsert';

const failingRow: Evidence = {
  kind: 'log',
  at: {
    artifact: 'access-logs',
    file: 'logs/monitoring/vminsert-78797c6fb-wwrsx/istio-proxy.log',
    object: { ...vminsertPod, container: 'istio-proxy' },
    line: 71,
  },
  text: '[2026-11-22T17:28:18.362Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 53 - "-" "vmalert" "6c56e689-235e-495d-b791-934798d52f90" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:42460 10.244.2.9:8480 10.244.1.10:54752 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default',
  time: '2026-11-22T17:28:18.362Z',
};

const order: Finding = {
  id: 'idle-timeout-order/serverClosesFirst:vminsert-sidecar->vminsert:Deployment:monitoring:vminsert',
  analyzer: 'idle-timeout-order',
  message: 'idle-timeout-order/serverClosesFirst',
  severity: 'critical',
  text: 'vminsert closes idle connections after 5 s; vminsert-sidecar reuses them for up to 1 h.',
  data: { server: 'vminsert', serverIdle: '5 s', client: 'vminsert-sidecar', clientIdle: '1 h' },
  subject: vminsert,
  evidence: [idleFlag, inboundClusterDefault],
  hop,
  bearsOn: [{ cause: 'keepalive-idle-mismatch', as: 'supports' }],
};

const gaps: Finding = {
  id: 'idle-gap-match/gapsMatchLimit:incident-1:vminsert-sidecar->vminsert:Deployment:monitoring:vminsert',
  analyzer: 'idle-gap-match',
  message: 'idle-gap-match/gapsMatchLimit',
  severity: 'critical',
  text: '5 of 5 failing requests came 4.96 s to 5 s after the previous request on their connection; the limit is 5 s.',
  data: { matching: 5, failures: 5, min: '4.96 s', max: '5 s', limit: '5 s' },
  subject: vminsert,
  evidence: [failingRow],
  hop,
  incident: 'incident-1',
  explains: [0, 1, 2, 3, 4],
  bearsOn: [{ cause: 'keepalive-idle-mismatch', as: 'proves' }],
};

const noRestart: Finding = {
  id: 'container-restarts/noRestart:Pod:monitoring:vminsert-78797c6fb-wwrsx',
  analyzer: 'container-restarts',
  message: 'container-restarts/noRestart',
  severity: 'info',
  text: 'No container of vminsert-78797c6fb-wwrsx restarted.',
  data: { pod: 'vminsert-78797c6fb-wwrsx' },
  subject: vminsertPod,
  evidence: [
    {
      kind: 'field',
      at: { artifact: 'pods', file: 'cluster/pods.yaml', object: vminsertPod, path: 'status.containerStatuses[0].restartCount', line: 702 },
      value: 0,
    },
  ],
  bearsOn: [
    { cause: 'oom-killed', as: 'excludes' },
    { cause: 'app-crashed', as: 'opposes' },
  ],
};

const causes: readonly RankedCause[] = [
  {
    id: 'keepalive-idle-mismatch',
    title: 'The receiving side closes idle connections no later than the sending side reuses them',
    verdict: 'likely',
    scoreDb: 11,
    confidence: 0.93,
    explains: 1,
    hop,
    closedBy: 'server',
    for: [gaps.id, order.id],
    against: [],
    votes: [
      { analyzer: 'idle-gap-match', finding: gaps.id, as: 'proves', db: 30 },
      { analyzer: 'idle-timeout-order', finding: order.id, as: 'supports', db: 10 },
    ],
    wouldDecide: [],
  },
  {
    id: 'app-crashed',
    title: 'A process or worker of the application dies on or between requests',
    verdict: 'unlikely',
    scoreDb: -13,
    confidence: 0.05,
    explains: 0,
    for: [],
    against: [noRestart.id],
    votes: [{ analyzer: 'container-restarts', finding: noRestart.id, as: 'opposes', db: -10 }],
    wouldDecide: [],
  },
  {
    id: 'oom-killed',
    title: 'A container of the path was killed for memory',
    verdict: 'excluded',
    scoreDb: -33,
    confidence: 0.001,
    explains: 0,
    for: [],
    against: [noRestart.id],
    votes: [{ analyzer: 'container-restarts', finding: noRestart.id, as: 'excludes', db: -30 }],
    wouldDecide: [],
  },
];

/** A keep-alive race between vminsert's sidecar and vminsert, as recorded from a real mesh. */
export const diagnosed: Diagnosis = {
  schemaVersion: 1,
  tool: { name: 'why503', version: '0.1.0' },
  question: {},
  snapshot: {
    id: 's-4f1c9a2e',
    takenAt: '2026-11-22T17:29:14.102Z',
    origin: 'bundle',
    coverage: {
      files: 46,
      bytes: 2_011_000,
      read: [
        { artifact: 'pods', title: 'Pods', files: ['cluster/pods.yaml'], items: 4 },
        {
          artifact: 'access-logs',
          title: 'Envoy access logs',
          files: ['logs/monitoring/vmalert-7b968f5665-rkn76/istio-proxy.log', 'logs/monitoring/vminsert-78797c6fb-wwrsx/istio-proxy.log'],
          items: 2,
        },
        {
          artifact: 'proxy-config',
          title: 'Envoy configuration dumps',
          files: ['envoy/monitoring/vmalert-7b968f5665-rkn76/config_dump.json', 'envoy/monitoring/vminsert-78797c6fb-wwrsx/config_dump.json'],
          items: 2,
        },
      ],
      skipped: [{ file: 'core.1', reason: { id: 'coverage/binary', text: 'binary file', data: {} } }],
      missing: [{ artifact: 'sockets', title: 'Sockets (ss, netstat)', collectWith: ['ss -tnp'] }],
      notes: [],
    },
  },
  verdict: 'diagnosed',
  reason: {
    id: 'engine/explained',
    text: 'keepalive-idle-mismatch explains all 5 failures, and no other cause is possible.',
    data: { cause: 'keepalive-idle-mismatch', failures: 5 },
  },
  requests: { seen: 476, failed: 5, savedByRetry: 0, clientAborted: 0 },
  path: writePath,
  incidents: [
    {
      id: 'incident-1',
      target: 'vminsert.monitoring',
      hop,
      writtenBy: vminsertSidecar,
      flags: ['UC'],
      details: ['upstream_reset_before_response_started{connection_termination}'],
      predicted: false,
      failures: 5,
      requests: 22,
      pattern: 'sporadic',
      windows: [{ from: '2026-11-22T17:28:18.362Z', to: '2026-11-22T17:29:08.362Z', failures: 5 }],
      durationMs: { median: 46, max: 53 },
      idleGapMs: { min: 4960, median: 4981, max: 5000, known: 5 },
      clients: ['vmalert.monitoring'],
      examples: [failingRow],
      causes,
      unexplained: 0,
    },
  ],
  causes,
  risks: [],
  findings: [order, gaps, noRestart],
  fixes: [
    {
      id: 'raise-server-idle',
      kind: 'advice',
      cause: 'keepalive-idle-mismatch',
      title: {
        id: 'remedy/raise-server-idle',
        text: 'Let vminsert wait longer than its sidecar: start it with -http.idleConnTimeout=65m.',
        data: { server: 'vminsert' },
      },
      closes: [order.id],
      purpose: 'repair',
      risk: 'pod-restart',
      verifyWith: [
        "kubectl -n monitoring get deployment vminsert -o jsonpath='{.spec.template.spec.containers[0].args}'",
        'kubectl -n monitoring logs deploy/vminsert -c istio-proxy --since=10m | grep -c " 503 UC "',
      ],
      undoWith: ['kubectl -n monitoring rollout undo deployment vminsert'],
    },
    {
      id: 'retry-on-client',
      kind: 'advice',
      cause: 'keepalive-idle-mismatch',
      title: {
        id: 'remedy/retry-on-client',
        text: 'Retry 503 on the client side with a VirtualService: retryOn "503".\nOnly for requests that may be sent twice.',
        data: {},
      },
      closes: [],
      purpose: 'mitigate',
      risk: 'traffic-change',
      verifyWith: ['istioctl -n monitoring proxy-config route vmalert-7b968f5665-rkn76 -o json'],
      undoWith: [],
    },
  ],
  outcomes: [
    { analyzer: 'idle-timeout-order', status: 'ran', findings: [order.id] },
    { analyzer: 'idle-gap-match', status: 'ran', findings: [gaps.id] },
    { analyzer: 'container-restarts', status: 'ran', findings: [noRestart.id] },
    {
      analyzer: 'socket-queues',
      status: 'skipped',
      missing: [
        { artifact: 'sockets', reason: 'no socket table in the evidence', collectWith: ['kubectl -n {namespace} exec {pod} -c istio-proxy -- ss -tnp'] },
      ],
    },
  ],
};
