/** A question for a Prometheus or VictoriaMetrics, and the file below `series/` that its answer goes to. */
export interface SeriesQuery {
  readonly file: string;
  readonly query: string;
  /** Over the time that is asked about, or at its end alone. */
  readonly kind: 'range' | 'instant';
}

/** Whose series are asked for. */
export interface SeriesScope {
  readonly namespaces: readonly string[];
  /** Workloads of the path: their pods of before are not in the cluster any more, and their series still are. */
  readonly workloads: readonly string[];
}

/** Labels by which requests are told apart (Istio 1.5 to 1.32, reference/config/metrics), of the some twenty that there are. */
const requestLabels = [
  'namespace',
  'pod',
  'reporter',
  'source_workload',
  'source_workload_namespace',
  'destination_workload',
  'destination_workload_namespace',
  'destination_service',
  'response_code',
  'response_flags',
];
const ofContainer = ['namespace', 'pod', 'container'];

/** vmalert, vmagent, vminsert and vmselect (v1.93 to v1.150.0, app/<component>, lib/writeconcurrencylimiter, app/vminsert/netstorage). */
const victoriaMetrics = [
  'vmalert_remotewrite_(errors_total|dropped_rows_total|total)',
  'vmalert_(recording|alerting)_rules_errors_total',
  'vmalert_(execution_errors|execution|iteration_missed)_total',
  'vmagent_remotewrite_(requests|retries_count|packets_dropped|errors)_total',
  'vm_persistentqueue_bytes_dropped_total',
  'vm_concurrent_insert_(capacity|limit_reached_total|limit_timeout_total)',
  'vm_rpc_vmstorage_is_(reachable|read_only)',
  'vm_rpc_(dial|handshake|connection)_errors_total',
  'vm_tcplistener_read_timeouts_total',
  'vm_app_(version|start_timestamp)',
  'process_start_time_seconds',
];

/** The series that decide, with names of kube-state-metrics (v2.0 to v2.17), cAdvisor (Kubernetes 1.22 to 1.35) and istiod (Istio 1.5 to 1.32). */
export function seriesQueries({ namespaces, workloads }: SeriesScope): readonly SeriesQuery[] {
  const pods = `namespace=~"${either(namespaces)}",pod=~"(${either(workloads)})(-.+)?"`;
  const containers = `${pods},container!=""`;
  const sum = (labels: readonly string[], selector: string): string => `sum by (__name__,${labels.join(',')}) (${selector})`;
  const names = (...all: readonly string[]): string => `__name__=~"${all.join('|')}"`;
  return [
    { file: 'requests-failed', kind: 'range', query: sum(requestLabels, `istio_requests_total{${pods},response_code=~"0|5.."}`) },
    // how many there were in all, and since when they were counted
    { file: 'requests', kind: 'range', query: sum(requestLabels.slice(0, 7), `istio_requests_total{${pods}}`) },
    {
      file: 'container-ends',
      kind: 'range',
      query: sum(
        [...ofContainer, 'reason'],
        `{${names('kube_pod_container_status_restarts_total', 'kube_pod_container_status_last_terminated_(reason|exitcode)')},${containers}}`,
      ),
    },
    { file: 'cpu-throttling', kind: 'range', query: sum(ofContainer, `{${names('container_cpu_cfs_(throttled_)?periods_total')},${containers}}`) },
    { file: 'memory', kind: 'range', query: sum(ofContainer, `container_memory_working_set_bytes{${containers}}`) },
    { file: 'memory-limits', kind: 'instant', query: sum([...ofContainer, 'resource'], `kube_pod_container_resource_limits{${containers},resource="memory"}`) },
    { file: 'victoria-metrics', kind: 'range', query: `{${names(...victoriaMetrics)},${pods}}` },
    { file: 'istiod-pushes', kind: 'range', query: sum(['type'], `{${names('pilot_xds_pushes', 'pilot_total_xds_rejects')}}`) },
    { file: 'istiod-push-times', kind: 'range', query: `sum by (__name__) ({${names('pilot_proxy_convergence_time_(sum|count)')}})` },
  ];
}

/** Names of Kubernetes as an expression; a dot among them stands for itself. */
function either(names: readonly string[]): string {
  return [...new Set(names)].map((name) => name.replaceAll('.', '\\\\.')).join('|');
}
