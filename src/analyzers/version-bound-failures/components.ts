import type { ProxyAccessLog } from '../../artifacts/logs/types.ts';
import { ipOf } from '../../facts/parties.ts';
import { appContainers, type Pod } from '../../facts/pods.ts';
import { proxyKey } from '../../facts/proxy-views.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';

/** A program of the path that could have a defect, and the image that each pod runs of it. */
export interface Component {
  readonly name: string;
  readonly images: ReadonlyMap<string, string>;
}

/** The applications and the proxies of the pods of one side, by pod key. Pods with several application containers count as one program. */
export function componentsOf(pods: readonly Pod[]): readonly Component[] {
  const images = (of: (pod: Pod) => string | undefined): ReadonlyMap<string, string> =>
    new Map(
      pods.flatMap((pod) => {
        const image = of(pod);
        return image === undefined || image === '' ? [] : [[pod.key, image] as const];
      }),
    );
  return [
    {
      name: 'application',
      images: images((pod) =>
        appContainers(pod)
          .flatMap(({ image }) => image ?? [])
          .toSorted()
          .join(' '),
      ),
    },
    { name: 'proxy', images: images((pod) => pod.containers.find(({ isProxy }) => isProxy)?.image) },
  ];
}

/** The place of a pod's images in the evidence. */
export function imageEvidence(pod: Pod, image: string): Evidence {
  return { kind: 'field', at: { ...pod.object.at, path: 'spec.containers' }, value: image };
}

/** Requests that each pod answered well since the incident began: by its own proxy's rows, else by the address that callers' rows name. */
export function servedByPod(incident: ObservedIncident, pods: readonly Pod[], logs: readonly ProxyAccessLog[]): ReadonlyMap<string, number> {
  const served = new Map<string, number>();
  for (const pod of pods) {
    let inbound = 0;
    let outbound = 0;
    for (const log of logs) {
      const isOwn = proxyKey(log.proxy.namespace, log.proxy.pod ?? '') === pod.key;
      for (const { direction, outcome, upstreamHost, count, last } of log.groups) {
        if (outcome !== 'ok' || last < incident.from) continue;
        if (isOwn && direction === 'inbound') inbound += count;
        else if (!isOwn && upstreamHost !== undefined && pod.ips.includes(ipOf(upstreamHost) ?? '')) outbound += count;
      }
    }
    // both sides may have logged the same requests
    served.set(pod.key, Math.max(inbound, outbound));
  }
  return served;
}
