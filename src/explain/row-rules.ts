import { type Bilingual, both } from '../knowledge/bilingual.ts';
import type { CauseId } from '../knowledge/causes.ts';
import { decidingFlags, type Signals } from './signals.ts';

/** How one field of a row bears on the causes its flag leaves open. */
export interface RowRule {
  readonly id: string;
  /** What the field tells; `{duration}`, `{port}`, `{cluster}`, `{subset}` may stand in it. */
  readonly says: Bilingual;
  readonly excludes?: readonly CauseId[];
  readonly first?: readonly CauseId[];
  readonly last?: readonly CauseId[];
  /** True when `first` may bring in causes that the flag alone would not name. */
  readonly adds?: boolean;
}

/** A plain keep-alive race is lost within a round trip; 250 ms is above ten of them. Source: measured, Envoy 1.36.4 to 1.40.0. */
const raceLimitMs = 250;
/** Beyond this an upload can itself take longer than the race limit. */
const largeBody = 1_048_576;

/** The rules that hold for this row, in the order they are applied. */
export function appliedRules(signals: Signals): readonly RowRule[] {
  return rules.filter(({ holds }) => holds(signals)).map(({ rule }) => rule);
}

const closed = (signals: Signals): boolean => decidingFlags(signals).includes('UC');
const failedToConnect = (signals: Signals): boolean => decidingFlags(signals).includes('UF');
const duration = (signals: Signals): number | undefined => signals.row?.durationMs;
const once = (signals: Signals): boolean => !signals.flags.includes('URX') && (signals.row?.attempts ?? 1) <= 1;
const inbound = ({ cluster }: Signals): boolean => cluster?.direction === 'inbound' || cluster?.direction === 'inbound-passthrough';
const long = (signals: Signals): boolean => (duration(signals) ?? 0) > raceLimitMs;
const slowUpload = (signals: Signals): boolean => (signals.row?.bytesReceived ?? 0) > largeBody;
const drainWindow = (signals: Signals): boolean => !inbound(signals) && (duration(signals) ?? 0) <= 1_100;
const round = (signals: Signals): boolean => {
  const ms = duration(signals) ?? 0;
  return ms >= 1_000 && ms % 1_000 <= Math.max(20, ms * 0.002);
};

const rules: readonly { readonly holds: (signals: Signals) => boolean; readonly rule: RowRule }[] = [
  {
    holds: (s) => closed(s) && s.protocolErrorsApart === true,
    rule: {
      id: 'protocol-errors-apart',
      excludes: ['malformed-response'],
      says: both(
        'This Envoy writes UPE, not UC, for an answer that breaks HTTP or breaks off.',
        '對於違反 HTTP 或中斷的回應，此 Envoy 寫的是 UPE，而不是 UC。',
      ),
    },
  },
  {
    holds: (s) => closed(s) && long(s) && once(s) && !slowUpload(s) && !drainWindow(s),
    rule: {
      id: 'too-long-for-race',
      excludes: ['keepalive-idle-mismatch', 'unannounced-close'],
      first: ['app-crashed', 'oom-killed', 'app-closed-mid-request', 'request-timeout'],
      says: both(
        '{duration} ms are too long for the plain keep-alive race (over 250 ms): the server had the request in hand.',
        '{duration} 毫秒對單純的 keep-alive 競爭而言太長（超過 250 毫秒）：伺服器當時已在處理請求。',
      ),
    },
  },
  {
    holds: (s) => closed(s) && long(s) && (!once(s) || slowUpload(s) || drainWindow(s)),
    rule: {
      id: 'long-for-race',
      last: ['keepalive-idle-mismatch', 'unannounced-close'],
      says: both(
        '{duration} ms are long for the keep-alive race; only retries, a large upload or a draining proxy as server explain that.',
        '{duration} 毫秒對 keep-alive 競爭而言偏長；只有重試、大量上傳或正在排空的伺服器端代理才能解釋。',
      ),
    },
  },
  {
    holds: (s) => closed(s) && duration(s) !== undefined && !long(s),
    rule: {
      id: 'short',
      last: ['request-timeout', 'cpu-saturated'],
      says: both('{duration} ms are too short for a time limit.', '{duration} 毫秒對時間限制而言太短。'),
    },
  },
  {
    holds: (s) => (closed(s) || decidingFlags(s).includes('DC')) && round(s),
    rule: {
      id: 'round-duration',
      first: ['request-timeout'],
      adds: true,
      says: both('{duration} ms sit right behind a round number: a time limit is likely.', '{duration} 毫秒緊接在整數之後：很可能是時間限制。'),
    },
  },
  {
    holds: (s) => inbound(s) && closed(s),
    rule: {
      id: 'application-hop',
      excludes: [
        'mtls-mode-mismatch',
        'certificate-expired',
        'ca-trust-mismatch',
        'middlebox-idle-drop',
        'listener-drain',
        'authorization-denied',
        'stale-endpoints',
        'conntrack-exhausted',
        'certificate-unavailable',
        'tls-origination-mismatch',
      ],
      says: both(
        "{cluster} is the hop from the server's sidecar to its application, inside one pod and in plaintext: mutual TLS, certificates and devices between nodes have no part in it.",
        '{cluster} 是伺服器端 sidecar 到其應用程式的一跳，位於同一個 Pod 內且為明文：與雙向 TLS、憑證及節點間的設備無關。',
      ),
    },
  },
  {
    holds: (s) => inbound(s) && failedToConnect(s),
    rule: {
      id: 'application-refuses',
      excludes: [
        'stale-endpoints',
        'pinned-stale-address',
        'network-policy-blocked',
        'mtls-mode-mismatch',
        'certificate-expired',
        'ca-trust-mismatch',
        'certificate-unavailable',
        'clock-skew',
        'dns-failure',
        'middlebox-idle-drop',
        'evicted',
      ],
      says: both(
        "{cluster} is the hop from the server's sidecar to its application, inside one pod: the application is not reachable on that port.",
        '{cluster} 是伺服器端 sidecar 到其應用程式的一跳，位於同一個 Pod 內：應用程式在該連接埠上無法連線。',
      ),
    },
  },
  {
    holds: (s) => s.cluster?.direction === 'passthrough' && closed(s),
    rule: {
      id: 'passthrough',
      first: ['mtls-mode-mismatch'],
      last: ['keepalive-idle-mismatch'],
      says: both(
        'PassthroughCluster sends without mutual TLS, to an address the mesh does not know: a STRICT server cuts every such request.',
        'PassthroughCluster 不使用雙向 TLS，送往網格不認識的位址：STRICT 的伺服器會切斷每個此類請求。',
      ),
    },
  },
  {
    holds: (s) => s.cluster?.subset !== undefined && ['UH', 'NC'].some((flag) => decidingFlags(s).includes(flag)),
    rule: {
      id: 'subset',
      first: ['rollout-ordering'],
      says: both('The cluster is the subset `{subset}`: its label must match pods that are ready.', '該叢集為子集 `{subset}`：其標籤必須對應就緒的 Pod。'),
    },
  },
  {
    holds: (s) => decidingFlags(s).includes('UH') && s.withoutRequest && s.cluster === undefined,
    rule: {
      id: 'tcp-no-host',
      first: ['sidecar-scope'],
      adds: true,
      says: both(
        "A connection without a request and without a host: Istio's black hole for hidden destinations looks like this.",
        '沒有請求也沒有主機的連線：Istio 對隱藏目的地的黑洞就是如此。',
      ),
    },
  },
  {
    holds: (s) => s.status === 0 && s.withoutRequest && closed(s),
    rule: {
      id: 'tcp-closed',
      last: ['keepalive-idle-mismatch'],
      says: both('This row speaks of a TCP connection, not of a request.', '此列記錄的是 TCP 連線，而非請求。'),
    },
  },
];
