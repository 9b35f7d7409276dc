import { rootNamespace } from '../../facts/root-namespace.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { destinationRules, sidecars } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { exposedHops } from '../../facts/exposed-hops.ts';
import { istioVersion } from '../../facts/istio-version.ts';
import { type Pod, pods } from '../../facts/pods.ts';
import { resetInferences } from '../../facts/reset-inference.ts';
import { coversService } from '../../facts/rule-host.ts';
import { type Service, services } from '../../facts/services.ts';
import { objectAt, objectsAt } from '../../formats/json.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { inboundIdleControls } from '../../knowledge/versions/index.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, type Change, defineFix, type Manifest } from '../../model/fix.ts';
import { createdBeside, updated } from '../change.ts';
import { workloadLabels } from '../workload-labels.ts';
import { ownSidecar, type OwnSidecar } from '../own-sidecars.ts';
import { raceHopOf } from '../race-hop.ts';
import { verifyCommand } from '../verify-command.ts';

/** Lets the receiving pod's own proxy give up idle connections before its application does, by the one object that reaches that pool. */
export const inboundIdleLimit: AnyFix = defineFix({
  meta: {
    id: 'inbound-idle-limit',
    title: 'Idle limit of the pool towards the application',
    description: 'Sets Sidecar.spec.inboundConnectionPool.http.idleTimeout for the receiving workload, below the limit of its application.',
    references: [
      {
        title: 'Istio Sidecar: inboundConnectionPool',
        url: 'https://istio.io/latest/docs/reference/config/networking/sidecar/',
        version: 'Istio 1.21 to 1.31',
      },
      { title: 'istio/istio pilot/pkg/networking/core/cluster_builder.go, buildInboundCluster', version: 'Istio 1.21 to 1.31' },
    ],
  },
  causes: [keepaliveIdleMismatch],
  needs: { exposedHops, istioVersion, pods, sidecars, rootNamespace },
  wants: { services, destinationRules, resetInferences },
  texts: {
    giveUpFirst: 'Let the proxy of {server} give up idle connections to its application after {client}; the application closes them after {limit}.',
    oneRequest:
      'Let the proxy of {server} use each connection to its application for one request: the application closes idle ones after {limit}, too soon for a margin.',
    neverMet:
      'The proxy is always the first to give up, with {margin} to spare; a request then meets a closing connection only when the proxy stands still for longer than that.',
    neverReused: 'No connection is reused, so none can be closed while it is; each request costs a connection on loopback.',
    ruleReplaced: 'A DestinationRule sets a connectionPool for {service}. At this hop the new pool replaces it as a whole; copy what should stay.',
    copied: 'Sidecar {name} shaped this workload so far and no longer does: its other settings are copied, and later changes to it have to be made here too.',
    wholeNamespace: 'Only this hop is mended. The other workloads of the namespace keep the limit they have.',
  },
  *propose({ exposedHops, istioVersion, pods, sidecars, services = [], destinationRules = [], resetInferences = [], rootNamespace: root }, named) {
    const race = raceHopOf(exposedHops, named, resetInferences);
    if (race === undefined || !race.hop.isOwn || istioVersion === undefined) return;
    if (inboundIdleControls(istioVersion.value).known?.value.includes('sidecar-inbound-pool') !== true) return;
    const { workload, server, pool } = race.hop;
    const pod = pods.find((one) => one.workload.name === workload.name && one.namespace === workload.namespace && one.object.partial !== true);
    if (pod === undefined) return;
    const { http } = race;
    const current = ownSidecar(sidecars, pod, root);
    const change = changeFor(current, pod, { services, pods, sidecars }, http);
    if (change === undefined) return;
    const ruled = race.hop.services.find((service) =>
      destinationRules.some((rule) => coversService(rule, service) && objectAt(rule.object, 'spec', 'trafficPolicy', 'connectionPool') !== undefined),
    );
    const limit = formatDuration(server.value);
    yield {
      title:
        race.clientMs === undefined
          ? { say: 'oneRequest', data: { server: workload.name, limit } }
          : { say: 'giveUpFirst', data: { server: workload.name, client: formatDuration(race.clientMs), limit } },
      effect:
        race.clientMs === undefined ? { say: 'neverReused', data: {} } : { say: 'neverMet', data: { margin: formatDuration(server.value - race.clientMs) } },
      purpose: 'repair',
      risk: 'config-reload',
      rank: 1,
      changes: [change],
      because: [...server.from, ...pool.from, ...istioVersion.from],
      limits: [
        ...(ruled === undefined ? [] : [{ say: 'ruleReplaced' as const, data: { service: ruled } }]),
        ...(current === undefined || current.reach === 'pod' ? [] : [{ say: 'copied' as const, data: { name: current.sidecar.ref.name } }]),
        ...(current?.reach === 'pod' ? [] : [{ say: 'wholeNamespace' as const, data: {} }]),
      ],
      verifyWith: [
        fillCommand("istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -iE 'idleTimeout|maxRequests'", {
          pod: pod.name,
          namespace: pod.namespace,
        }),
        verifyCommand(named.incident.target),
      ],
    };
  },
});

interface Surroundings {
  readonly services: readonly Service[];
  readonly pods: readonly Pod[];
  readonly sidecars: readonly KubernetesObject[];
}

/** The Sidecar that selects the pod is extended; one that merely covers it is copied for this workload; without any a new one says nothing else. */
function changeFor(current: OwnSidecar | undefined, pod: Pod, { services, pods, sidecars }: Surroundings, http: Manifest): Change | undefined {
  const patch = { spec: { inboundConnectionPool: { http } } };
  // a listener's own pool goes before inboundConnectionPool (SidecarScope.InboundConnectionPoolForPort)
  if (objectsAt(current?.sidecar.object, 'spec', 'ingress').some((listener) => listener['connectionPool'] !== undefined)) return undefined;
  if (current?.reach === 'pod') return updated(current.sidecar, patch);
  const labels = selectingLabels(pod, services, pods);
  if (labels === undefined || current?.sidecar.partial === true) return undefined;
  const spec = objectAt(current?.sidecar.object, 'spec') as Manifest | undefined; // parsed from JSON or YAML
  return createdBeside(sidecars, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Sidecar',
    metadata: { name: `${pod.workload.name}-inbound`, namespace: pod.namespace },
    spec: { ...spec, workloadSelector: { labels }, inboundConnectionPool: withLimit(objectAt(spec, 'inboundConnectionPool') as Manifest | undefined, http) }, // as above
  });
}

function withLimit(pool: Manifest | undefined, http: Manifest): Manifest {
  return { ...pool, http: { ...(objectAt(pool, 'http') as Manifest | undefined), ...http } }; // as above
}

/** Labels that pick this workload's pods and no others as far as they are known: a Service's, else the common ones. */
function selectingLabels(pod: Pod, services: readonly Service[], pods: readonly Pod[]): Manifest | undefined {
  // of several Services that select the pod one may select others as well
  const own = services.find(
    ({ namespace, selected = [] }) =>
      namespace === pod.namespace && selected.some(({ name }) => name === pod.name) && selected.every(({ workload }) => workload.name === pod.workload.name),
  );
  return own?.selector ?? workloadLabels(pod, pods);
}
