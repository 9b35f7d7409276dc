import type { Artifact } from '../model/source.ts';
import { envoyArtifacts } from './envoy/index.ts';
import { conntrack, firewall, kernelLog, sockets, usage } from './host/index.ts';
import { istiodArtifacts } from './istiod/index.ts';
import { kubernetesArtifacts } from './kubernetes/kinds.ts';
import { accessLogs, containerLogs } from './logs/index.ts';
import { metricSeries, metricsPages } from './metrics/index.ts';
import { proxyLogs } from './proxy-logs/index.ts';
import { probeReports } from './probe/index.ts';

/** Every kind of evidence that is known. */
export const allArtifacts: readonly Artifact<unknown>[] = [
  ...kubernetesArtifacts,
  accessLogs,
  containerLogs,
  proxyLogs,
  ...envoyArtifacts,
  ...istiodArtifacts,
  metricsPages,
  metricSeries,
  usage,
  kernelLog,
  sockets,
  conntrack,
  firewall,
  probeReports,
];
