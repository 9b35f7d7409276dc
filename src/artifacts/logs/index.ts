import { type Artifact, defineArtifact } from '../../model/source.ts';
import type { ContainerLog, ProxyAccessLog } from './types.ts';

/** Access logs are digested line by line by `log-collector.ts`, never held; no document is ever parsed into them. */
export const accessLogs: Artifact<readonly ProxyAccessLog[]> = defineArtifact({
  id: 'access-logs',
  title: 'Envoy access logs',
  collectWith: [
    'kubectl -n {namespace} logs {pod} -c istio-proxy',
    'istioctl install --set meshConfig.accessLogFile=/dev/stdout (access logs are off by default)',
  ],
  recognises: () => false,
  parse: () => [],
});

/** Logs of applications, sidecars' agents and istiod, reduced to the lines that say something. */
export const containerLogs: Artifact<readonly ContainerLog[]> = defineArtifact({
  id: 'container-logs',
  title: 'Container logs',
  collectWith: ['kubectl -n {namespace} logs {pod} --all-containers', 'kubectl -n {namespace} logs {pod} --all-containers --previous'],
  recognises: () => false,
  parse: () => [],
});
