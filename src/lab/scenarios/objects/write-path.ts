import type { KubeObject } from '../../cluster/kube-api.ts';
import { service, type WorkloadOptions, workload } from './workload.ts';

type Changes = Partial<Omit<WorkloadOptions, 'name'>>;

const version = 'v1.150.0';

/** `victoria-metrics` in vminsert's role: it has vminsert's HTTP server (lib/httpserver), and keeps what it is written itself. `flags` come after the lab's own. */
export function vminsert(flags: readonly string[] = [], changes: Changes = {}): readonly KubeObject[] {
  const own = ['-httpListenAddr=:8480', '-storageDataPath=$(POD_ROOT)/vminsert-data', '-retentionPeriod=1d'];
  return [
    workload({
      name: 'vminsert',
      image: `victoriametrics/victoria-metrics:${version}`,
      command: ['victoria-metrics'],
      args: [...own, ...flags],
      port: 8480,
      readyPath: '/health',
      ...changes,
    }),
    service('vminsert', 8480),
  ];
}

/** `victoria-metrics` in vmselect's role, without a sidecar: it answers vmalert's queries. */
export function vmselect(): readonly KubeObject[] {
  const flags = ['-httpListenAddr=:8481', '-storageDataPath=$(POD_ROOT)/vmselect-data', '-retentionPeriod=1d'];
  return [
    workload({
      name: 'vmselect',
      image: `victoriametrics/victoria-metrics:${version}`,
      command: ['victoria-metrics'],
      args: flags,
      port: 8481,
      readyPath: '/health',
      sidecar: false,
    }),
    service('vmselect', 8481),
  ];
}

export interface VmalertOptions {
  /** Evaluation interval, for example `5s`. */
  readonly interval: string;
  readonly flags?: readonly string[];
  /** Default `http://vminsert.NAMESPACE.svc:8480`. */
  readonly writeTo?: string;
  readonly changes?: Changes;
}

/** vmalert with one recording rule: it asks vmselect and writes the result to vminsert at each interval. */
export function vmalert(namespace: string, { interval, flags = [], writeTo, changes = {} }: VmalertOptions): readonly KubeObject[] {
  const groups = { groups: [{ name: 'availability', interval, rules: [{ record: 'service:up', expr: 'vector(1)' }] }] };
  const own = [
    '-httpListenAddr=:8880',
    '-rule=$(POD_ROOT)/etc/vmalert/rules.yaml',
    `-datasource.url=http://vmselect.${namespace}.svc:8481`,
    `-remoteWrite.url=${writeTo ?? `http://vminsert.${namespace}.svc:8480`}`,
    '-notifier.blackhole',
  ];
  const mounts = { volumeMounts: [{ name: 'rules', mountPath: '/etc/vmalert' }] };
  const { pod, more, ...rest } = changes;
  return [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'vmalert-rules' }, data: { 'rules.yaml': JSON.stringify(groups) } },
    workload({
      name: 'vmalert',
      image: `victoriametrics/vmalert:${version}`,
      command: ['vmalert'],
      args: [...own, ...flags],
      port: 8880,
      readyPath: '/health',
      more: { ...mounts, ...more },
      pod: { volumes: [{ name: 'rules', configMap: { name: 'vmalert-rules' } }], ...pod },
      ...rest,
    }),
    service('vmalert', 8880),
  ];
}
