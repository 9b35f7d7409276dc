const KINDS: { readonly [resource: string]: string } = {
  pod: 'Pod',
  po: 'Pod',
  service: 'Service',
  svc: 'Service',
  endpoints: 'Endpoints',
  ep: 'Endpoints',
  endpointslice: 'EndpointSlice',
  node: 'Node',
  no: 'Node',
  namespace: 'Namespace',
  deployment: 'Deployment',
  deploy: 'Deployment',
  replicaset: 'ReplicaSet',
  rs: 'ReplicaSet',
  statefulset: 'StatefulSet',
  sts: 'StatefulSet',
  daemonset: 'DaemonSet',
  ds: 'DaemonSet',
  job: 'Job',
  cronjob: 'CronJob',
  horizontalpodautoscaler: 'HorizontalPodAutoscaler',
  hpa: 'HorizontalPodAutoscaler',
  poddisruptionbudget: 'PodDisruptionBudget',
  persistentvolumeclaim: 'PersistentVolumeClaim',
  configmap: 'ConfigMap',
  vmcluster: 'VMCluster',
  vmagent: 'VMAgent',
  vmalert: 'VMAlert',
  vmsingle: 'VMSingle',
};

/** The kind of what kubectl writes before the slash (`deployment.apps/web`). */
export function kindOfResource(resource: string): string {
  const name = (resource.split('.')[0] ?? resource).toLowerCase();
  return KINDS[name] ?? KINDS[name.replace(/s$/, '')] ?? name.charAt(0).toUpperCase() + name.slice(1);
}
