import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { exposedHops } from '../../facts/exposed-hops.ts';
import { pods } from '../../facts/pods.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { clientLimits } from './client-limits.ts';

const seeWith = [
  "kubectl -n {namespace} get pod {pod} -o jsonpath='{.spec.containers[*].args}'",
  'istioctl proxy-config clusters {proxy} -n {proxyNamespace} -o json | grep -E \'"name": "(in|out)bound|idleTimeout\'',
] as const;

/** Idle limits of calling programs that hold for the connection to their own sidecar and for no other. */
export const clientLimitAtOwnSidecar: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'client-limit-at-own-sidecar',
    title: 'Idle limit of a client that ends at its own sidecar',
    description:
      'Reads how long VictoriaMetrics clients keep idle connections and compares that with the hop where requests are lost: behind a sidecar a client only governs the connection to that sidecar.',
    references: [
      {
        title: 'VictoriaMetrics app/vmalert/remotewrite/init.go: remoteWrite.idleConnTimeout',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/app/vmalert/remotewrite/init.go',
        version: 'VictoriaMetrics 1.102 to 1.150',
      },
      {
        title: 'VictoriaMetrics issue 5661 and pull request 6382: 50 s instead of 90 s',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/issues/5661',
        version: 'VictoriaMetrics 1.102.0',
      },
    ],
  },
  needs: { pods, exposedHops },
  messages: {
    flagEndsAtSidecar: {
      severity: 'warning',
      text: '{client} gives up idle connections after {limit} ({flag}), but they end at its own sidecar; on {hop} connections are kept for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    defaultEndsAtSidecar: {
      severity: 'info',
      text: '{client} {version} gives up idle connections after {limit} by default ({flag}), but they end at its own sidecar; on {hop} connections are kept for {kept}.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
  },
  *analyze({ pods, exposedHops: hops }, report) {
    for (const { hop, incident, services, workload, isOwn, callers, pool } of hops) {
      const told = new Set<string>();
      for (const pod of pods.filter(({ sidecar }) => sidecar !== 'none').toSorted((a, b) => a.key.localeCompare(b.key))) {
        const isCaller = callers.some(({ name, namespace }) => name === pod.workload.name && (namespace === undefined || namespace === pod.namespace));
        const client = `${pod.workload.name}.${pod.namespace}`;
        if (told.has(client)) continue;
        // nobody set a default, so it is worth a word only where somebody may count on it
        const [limit] = clientLimits(pod, services, isCaller).filter(({ version }) => version === undefined || (incident !== undefined && isCaller));
        if (limit !== undefined) {
          told.add(client);
          const common = {
            subject: pod.workload,
            hop,
            ...(incident === undefined ? {} : { incident }),
            evidence: limit.evidence,
            withoutEffect: {
              meantFor: keepaliveIdleMismatch,
              instead: pool.from,
              names: {
                namespace: pod.namespace,
                pod: pod.name,
                proxy: isOwn ? `deploy/${workload.name}` : pod.name,
                proxyNamespace: isOwn ? (workload.namespace ?? 'NAMESPACE') : pod.namespace,
              },
            },
          };
          const data = { client, limit: formatDuration(limit.value), flag: limit.flag, hop, kept: formatDuration(pool.value) };
          if (limit.version === undefined) yield report('flagEndsAtSidecar', { ...common, data });
          else yield report('defaultEndsAtSidecar', { ...common, data: { ...data, version: limit.version } });
        }
      }
    }
  },
});
