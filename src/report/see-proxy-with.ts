import type { Evidence } from '../model/evidence.ts';
import { inNamespace, podOf } from './see-pod.ts';
import { shellWord } from './shell.ts';

/** The command that shows what a proxy says of itself: its configuration, endpoints, figures or certificates. */
export function seeProxyWith(evidence: Evidence): string | undefined {
  const { at } = evidence;
  const pod = podOf(at.object);
  if (pod === undefined) return undefined;
  const admin = `kubectl${inNamespace(pod)} exec ${pod.name} -c istio-proxy -- pilot-agent request GET`;
  switch (at.artifact) {
    case 'proxy-config': {
      const kind = configKind(at.path ?? '');
      return kind === undefined ? `${admin} config_dump` : `istioctl${inNamespace(pod)} proxy-config ${kind} ${pod.name} -o json`;
    }
    case 'proxy-clusters':
      return `istioctl${inNamespace(pod)} proxy-config endpoint ${pod.name}`;
    case 'proxy-stats':
      return evidence.kind === 'metric' ? `${admin} stats | grep -F ${shellWord(evidence.series)}` : `${admin} stats`;
    case 'proxy-certs':
      return `istioctl${inNamespace(pod)} proxy-config secret ${pod.name}`;
    case 'proxy-listeners':
      return `istioctl${inNamespace(pod)} proxy-config listener ${pod.name}`;
    case 'proxy-server-info':
      return `${admin} server_info`;
    default:
      return undefined;
  }
}

/** Which view of istioctl holds that part of a configuration dump. */
function configKind(path: string): string | undefined {
  const found = /_(clusters?|listeners?|route_configs?|endpoint_configs?|secrets?)\b/.exec(path)?.[1] ?? '';
  if (found.startsWith('cluster')) return 'cluster';
  if (found.startsWith('listener')) return 'listener';
  if (found.startsWith('route')) return 'route';
  if (found.startsWith('endpoint')) return 'endpoint';
  return found.startsWith('secret') ? 'secret' : undefined;
}
