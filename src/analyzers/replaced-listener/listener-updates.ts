import type { ContainerLog, ProxyAccessLog } from '../../artifacts/logs/types.ts';
import type { Pod } from '../../facts/pods.ts';
import type { ProxyView } from '../../facts/proxy-views.ts';
import { parseDuration, parseInstant } from '../../formats/time/index.ts';
import { stringAt } from '../../formats/json.ts';
import { istioDefaultMs } from '../../knowledge/versions/index.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type EpochMs, instant, type Milliseconds } from '../../model/time.ts';

/** The last change of a listener by which a proxy receives requests. Envoy keeps the time of the last one alone. */
export interface ListenerUpdate {
  /** `namespace/name` of the proxy's pod. */
  readonly pod: string;
  readonly listener: string;
  readonly time: EpochMs;
  readonly drainMs: Milliseconds;
  readonly evidence: Evidence;
  /** The proxy was at work well before: what it got at its own start replaced nothing. */
  readonly isReplacement: boolean;
}

/** Istio's proxyConfig.drainDuration, as `--drain-time-s`. */
const istioDrainMs: Milliseconds = istioDefaultMs('drainTime');
/** Within this time of its start a proxy still gets its first configuration. */
const startMs: Milliseconds = 60_000;

interface Given {
  readonly views: ReadonlyMap<string, ProxyView>;
  readonly logs: readonly ContainerLog[];
  readonly accessLogs: readonly ProxyAccessLog[];
  readonly pods: readonly Pod[];
}

/** The listeners of one proxy that take requests from outside its pod, with their last change. Empty without a dump that has times. */
export function listenerUpdates(key: string, given: Given): readonly ListenerUpdate[] {
  const listeners = given.views.get(key)?.config?.listeners ?? [];
  const drainMs = drainOf(key, given.logs) ?? istioDrainMs;
  const since = aliveSince(key, given);
  return listeners
    .filter(({ direction, port }) => direction !== 'outbound' && !ownPorts.has(port ?? 0))
    .flatMap(({ name, lastUpdated, at }): readonly ListenerUpdate[] =>
      lastUpdated === undefined
        ? []
        : [
            {
              pod: key,
              listener: name,
              time: lastUpdated,
              drainMs,
              evidence: { kind: 'field', at, value: instant(lastUpdated) },
              isReplacement: since !== undefined && since < lastUpdated - startMs,
            },
          ],
    );
}

/** Ports at which a sidecar serves metrics, health and its own outbound capture (Istio 1.18 to 1.31): no request of an application ends there. */
const ownPorts: ReadonlySet<number> = new Set([15_001, 15_020, 15_021, 15_090]);

/** A moment at which the proxy is known to have been running: its container's start, else its log's first row. */
function aliveSince(key: string, { pods, accessLogs }: Given): EpochMs | undefined {
  const status = pods.find((pod) => pod.key === key)?.containers.find(({ isProxy }) => isProxy)?.status;
  const started = stringAt(status, 'state', 'running', 'startedAt');
  const run = started === undefined ? undefined : parseInstant(started);
  const rows = accessLogs.filter(({ proxy, rows: count }) => count > 0 && `${proxy.namespace ?? ''}/${proxy.pod ?? ''}` === key).map(({ first }) => first);
  return run ?? (rows.length === 0 ? undefined : Math.min(...rows));
}

function drainOf(key: string, logs: readonly ContainerLog[]): Milliseconds | undefined {
  for (const { identity, signals } of logs) {
    if (`${identity.namespace ?? ''}/${identity.pod ?? ''}` !== key) continue;
    for (const { id, data } of signals) {
      if (id !== 'agent-setting') continue;
      if (data['name'] === 'drain-time-s') return Number(data['value']) * 1_000;
      if (data['name'] === 'drainDuration') return parseDuration(data['value'] ?? '');
    }
  }
  return undefined;
}
