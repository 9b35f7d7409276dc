/** What writes a VictoriaMetrics workload and undoes changes made to what it wrote, and where its settings belong. */
export interface VictoriaMetricsOwner {
  readonly by: 'operator' | 'helm';
  /** `VMCluster`, or the chart. */
  readonly kind: string;
  /** The custom resource, or the release. */
  readonly name: string;
  /** Where command-line flags go: a field of the custom resource, or a value of the chart. */
  readonly field: string;
}

/** Name label of the balancer in front of a VMCluster with `requestsLoadBalancer` (operator v0.74.1, internal/controller/operator/factory/build). */
export const balancerName = 'vmclusterlb-vmauth-balancer';

/** `app.kubernetes.io/name` that the operator (v0.74.1) sets → its custom resource and the field of flags. */
const ofOperator: Readonly<Record<string, readonly [kind: string, field: string]>> = {
  vminsert: ['VMCluster', 'spec.vminsert.extraArgs'],
  vmselect: ['VMCluster', 'spec.vmselect.extraArgs'],
  vmstorage: ['VMCluster', 'spec.vmstorage.extraArgs'],
  [balancerName]: ['VMCluster', 'spec.requestsLoadBalancer.spec.extraArgs'],
  vmalert: ['VMAlert', 'spec.extraArgs'],
  vmagent: ['VMAgent', 'spec.extraArgs'],
  vmauth: ['VMAuth', 'spec.extraArgs'],
  vmsingle: ['VMSingle', 'spec.extraArgs'],
};

/** Charts (helm-charts of 2026-08: cluster 0.49.0, alert 0.47.0, agent 0.46.0, auth 0.40.0, single 0.45.0) → the value of flags. */
const ofChart: Readonly<Record<string, string>> = {
  'victoria-metrics-alert': 'server.extraArgs',
  'victoria-metrics-agent': 'extraArgs',
  'victoria-metrics-auth': 'extraArgs',
  'victoria-metrics-single': 'server.extraArgs',
};

/** By the labels of a pod or Service; undefined when neither the operator nor a chart of VictoriaMetrics wrote it. */
export function victoriaMetricsOwner(labels: Readonly<Record<string, string>>): VictoriaMetricsOwner | undefined {
  const name = labels['app.kubernetes.io/name'] ?? '';
  const instance = labels['app.kubernetes.io/instance'];
  if (instance === undefined) return undefined;
  if (labels['managed-by'] === 'vm-operator') {
    const [kind, field] = (Object.hasOwn(ofOperator, name) ? ofOperator[name] : undefined) ?? [];
    return kind === undefined || field === undefined ? undefined : { by: 'operator', kind, name: instance, field };
  }
  const component = labels['app'] ?? '';
  if (name === 'victoria-metrics-cluster' && /^vm(?:insert|select|storage|auth)$/.test(component))
    return { by: 'helm', kind: name, name: instance, field: `${component}.extraArgs` };
  const field = Object.hasOwn(ofChart, name) ? ofChart[name] : undefined;
  return field === undefined ? undefined : { by: 'helm', kind: name, name: instance, field };
}
