import type { RunningPod } from '../../kubelet/running-pod.ts';
import type { Stage } from '../scenario.ts';

/** Pod annotations that make the proxy ask for certificates of `seconds` (pilot-agent's `SECRET_TTL`, 24 h by default). It renews them at half of their life. */
export function shortCertificates(seconds: number): Readonly<Record<string, string>> {
  return { 'proxy.istio.io/config': JSON.stringify({ proxyMetadata: { SECRET_TTL: `${seconds}s` } }) };
}

const istiodPort = '15012';

/** What reaches istiod from this pod is dropped, as by a firewall on its node: no certificate is renewed any more. */
export async function cutFromIstiod(stage: Stage, pod: RunningPod): Promise<void> {
  await stage.inPod(pod, ['iptables', '-I', 'OUTPUT', '1', '-p', 'tcp', '--dport', istiodPort, '-j', 'DROP']);
}
