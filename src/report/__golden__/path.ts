import type { Hop } from '../../model/diagnosis.ts';
import type { Evidence, Reference } from '../../model/evidence.ts';
import { vmalertApp, vmalertPod, vmalertSidecar, vminsertApp, vminsertPod, vminsertSidecar } from './parties.ts';

const envoyIdle: Reference = {
  title: 'Envoy HttpProtocolOptions.idle_timeout',
  version: 'Envoy 1.38',
  url: 'https://www.envoyproxy.io/docs/envoy/v1.38.0/api-v3/config/core/v3/protocol.proto',
};

export const inboundClusterDefault: Evidence = {
  kind: 'default',
  at: {
    artifact: 'proxy-config',
    file: 'envoy/monitoring/vminsert-78797c6fb-wwrsx/config_dump.json',
    object: vminsertPod,
    path: 'configs[1].dynamic_active_clusters[12].cluster',
    line: 1904,
  },
  value: '3600s',
  documentedBy: envoyIdle,
};

export const idleFlag: Evidence = {
  kind: 'field',
  at: { artifact: 'pods', file: 'cluster/pods.yaml', object: { ...vminsertPod, container: 'vminsert' }, path: 'spec.containers[0].args[3]', line: 484 },
  value: '-http.idleConnTimeout=5s',
};

const vmalertClient: Evidence = {
  kind: 'default',
  at: { artifact: 'pods', file: 'cluster/pods.yaml', object: vmalertPod, path: 'spec.containers[0].args', line: 212 },
  value: '50s',
  documentedBy: { title: 'VictoriaMetrics -remoteWrite.idleConnTimeout', version: 'vmalert 1.150.0' },
};

const outbound: Evidence = {
  kind: 'field',
  at: {
    artifact: 'proxy-config',
    file: 'envoy/monitoring/vmalert-7b968f5665-rkn76/config_dump.json',
    object: vmalertPod,
    path: 'configs[1].dynamic_active_clusters[8].cluster.typed_extension_protocol_options',
    line: 842,
  },
  value: '300s',
};

const listener: Evidence = {
  kind: 'default',
  at: { artifact: 'proxy-config', file: 'envoy/monitoring/vmalert-7b968f5665-rkn76/config_dump.json', object: vmalertPod },
  value: '3600s',
  documentedBy: envoyIdle,
};

/** vmalert → sidecar → sidecar → vminsert, as recorded. */
export const writePath: readonly Hop[] = [
  {
    id: 'vmalert->vmalert-sidecar',
    client: vmalertApp,
    server: vmalertSidecar,
    protocol: { value: 'http1', from: [outbound] },
    security: { value: 'plaintext', from: [outbound] },
    idleTimeout: { client: { value: 50_000, from: [vmalertClient] }, server: { value: 3_600_000, from: [listener] } },
  },
  {
    id: 'vmalert-sidecar->vminsert-sidecar',
    client: vmalertSidecar,
    server: vminsertSidecar,
    protocol: { value: 'http1', from: [outbound] },
    security: { value: 'mtls', from: [outbound] },
    idleTimeout: { client: { value: 300_000, from: [outbound] }, server: { value: 3_600_000, from: [listener] } },
  },
  {
    id: 'vminsert-sidecar->vminsert',
    client: vminsertSidecar,
    server: vminsertApp,
    protocol: { value: 'http1', from: [inboundClusterDefault] },
    security: { value: 'plaintext', from: [inboundClusterDefault] },
    idleTimeout: { client: { value: 3_600_000, from: [inboundClusterDefault] }, server: { value: 5000, from: [idleFlag] } },
  },
];
