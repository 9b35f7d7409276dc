import { type Artifact, defineArtifact } from '../../model/source.ts';
import type { ProxyLog } from './types.ts';

/** Logs of proxies that are not Envoy, digested line by line by the log collector; no document is ever parsed into them. */
export const proxyLogs: Artifact<readonly ProxyLog[]> = defineArtifact({
  id: 'proxy-logs',
  title: 'Logs of proxies other than Envoy',
  collectWith: [
    'kubectl -n {namespace} logs {pod} --all-containers --timestamps',
    'kubectl -n istio-system logs -l app=ztunnel --tail=-1 --prefix',
    'aws s3 cp --recursive s3://BUCKET/PREFIX/AWSLogs/ alb-logs/',
  ],
  recognises: () => false,
  parse: () => [],
});
