import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules, sidecars } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { clusterDomain } from '../../facts/cluster-domain.ts';
import { type ExposedHop, exposedHops } from '../../facts/exposed-hops.ts';
import { istioVersion } from '../../facts/istio-version.ts';
import { type Pod, pods } from '../../facts/pods.ts';
import { resetInferences } from '../../facts/reset-inference.ts';
import { ruleHost } from '../../facts/rule-host.ts';
import { lookUp } from '../../facts/rule-lookup.ts';
import { objectAt, objectsAt } from '../../formats/json.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { inboundIdleControls } from '../../knowledge/versions/index.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, type Change, defineFix, type Manifest } from '../../model/fix.ts';
import { createdBeside, updated } from '../change.ts';
import { ownSidecar } from '../own-sidecars.ts';
import { raceHopOf } from '../race-hop.ts';
import { verifyCommand } from '../verify-command.ts';

/** Lets proxies give up idle connections to a Service in time, by the DestinationRule that istiod finds for them. */
export const idleLimitByDestinationRule: AnyFix = defineFix({
  meta: {
    id: 'idle-limit-by-destination-rule',
    title: 'Idle limit by DestinationRule',
    description: 'Sets trafficPolicy.connectionPool.http.idleTimeout in the rule that acts for the Service, or in a new one.',
    references: [
      {
        title: 'Istio DestinationRule: ConnectionPoolSettings.HTTPSettings',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings',
        version: 'Istio 1.18 to 1.31',
      },
      { title: 'istio/istio pilot/pkg/model/push_context.go, destinationRule', version: 'Istio 1.18 to 1.31' },
    ],
  },
  causes: [keepaliveIdleMismatch],
  needs: { exposedHops, destinationRules, clusterDomain, rootNamespace },
  wants: { istioVersion, sidecars, pods, resetInferences },
  texts: {
    giveUpFirst: 'Let every proxy that connects to {service} give up idle connections after {client}; the receiving side closes them after {limit}.',
    oneRequest:
      'Let every proxy that connects to {service} use a connection for one request: the receiving side closes idle ones after {limit}, too soon for a margin.',
    neverMet:
      'The sending proxy is always the first to give up, with {margin} to spare; a request then meets a closing connection only when the proxy stands still for longer than that.',
    neverReused: 'No connection is reused, so none can be closed while it is; each request costs a connection and, under mutual TLS, a handshake.',
    alsoCallers: 'The limit holds for the callers’ connections to {service} as well, not only at the broken hop.',
    subsetsKeepTheirs: 'Subsets with a connectionPool of their own keep it ({subsets}): a subset’s pool replaces the rule’s.',
    hides: 'Rule {rule} is in the namespace of the callers: for them it hides one in the namespace of the Service.',
  },
  *propose({ exposedHops, destinationRules, clusterDomain, istioVersion, sidecars = [], pods = [], resetInferences = [], rootNamespace: root }, named) {
    const race = raceHopOf(exposedHops, named, resetInferences);
    const services = race?.hop.services ?? [];
    // of several Services before one application, the one whose requests failed; a rule for another would not be met
    const service = services.find((one) => one === named.incident.target) ?? (services.length === 1 ? services[0] : undefined);
    const [name, namespace] = service?.split('.') ?? [];
    if (race === undefined || service === undefined || name === undefined || namespace === undefined) return;
    if (race.hop.isOwn && isOverruled(race.hop, sidecars, pods, root, istioVersion?.value)) return;
    const { http } = race;
    const caller = race.hop.isOwn ? namespace : (race.hop.callers.find((one) => one.namespace !== undefined)?.namespace ?? namespace);
    const found = lookUp(destinationRules, service, namespace, caller, root);
    // a rule for many hosts would change them all
    if (found === undefined ? false : found.isUnsure || found.rules.some((one) => ruleHost(one)?.kind !== 'service')) return;
    // of several rules for a host istiod keeps the first trafficPolicy
    const rule = found?.rules.find((one) => objectAt(one.object, 'spec', 'trafficPolicy') !== undefined) ?? found?.rules[0];
    const change =
      rule === undefined ? newRule(name, namespace, clusterDomain, http, destinationRules) : updated(rule, { spec: { trafficPolicy: policy(rule, http) } });
    if (change === undefined) return;
    const limit = formatDuration(race.hop.server.value);
    const subsets = rule === undefined ? [] : subsetsWithPools(rule);
    yield {
      title:
        race.clientMs === undefined
          ? { say: 'oneRequest', data: { service, limit } }
          : { say: 'giveUpFirst', data: { service, client: formatDuration(race.clientMs), limit } },
      effect:
        race.clientMs === undefined
          ? { say: 'neverReused', data: {} }
          : { say: 'neverMet', data: { margin: formatDuration(race.hop.server.value - race.clientMs) } },
      purpose: 'repair',
      risk: 'config-reload',
      rank: race.hop.isOwn ? 2 : 1,
      changes: [change],
      because: [...race.hop.server.from, ...race.hop.pool.from],
      limits: [
        ...(race.hop.isOwn ? [{ say: 'alsoCallers' as const, data: { service } }] : []),
        ...(subsets.length === 0 ? [] : [{ say: 'subsetsKeepTheirs' as const, data: { subsets: subsets.join(', ') } }]),
        ...(rule !== undefined && rule.ref.namespace !== namespace ? [{ say: 'hides' as const, data: { rule: rule.ref.name } }] : []),
      ],
      verifyWith: race.hop.isOwn
        ? [
            fillCommand('istioctl proxy-config clusters {pod} -n {namespace} --direction inbound -o json | grep -i idleTimeout', names(race.hop, pods)),
            verifyCommand(named.incident.target),
          ]
        : [
            fillCommand(
              'istioctl proxy-config clusters deploy/{caller} -n {callerNamespace} --fqdn {name}.{namespace}.svc.{domain} -o json | grep -i idleTimeout',
              {
                caller: race.hop.callers[0]?.name ?? 'CALLER',
                callerNamespace: caller,
                name,
                namespace,
                domain: clusterDomain,
              },
            ),
          ],
    };
  },
});

/** From Istio 1.21 on a Sidecar's pool replaces the rule's at the hop to the application. */
function isOverruled(hop: ExposedHop, sidecars: readonly KubernetesObject[], pods: readonly Pod[], root: string, istio: string | undefined): boolean {
  if (inboundIdleControls(istio).known?.value.includes('sidecar-inbound-pool') === false) return false;
  const pod = pods.find((one) => one.workload.name === hop.workload.name && one.namespace === hop.workload.namespace);
  const current = pod === undefined ? undefined : ownSidecar(sidecars, pod, root);
  return current !== undefined && objectAt(current.sidecar.object, 'spec', 'inboundConnectionPool') !== undefined;
}

function newRule(name: string, namespace: string, domain: string, http: Manifest, rules: readonly KubernetesObject[]): Change | undefined {
  return createdBeside(rules, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: `${name}-idle-limit`, namespace },
    spec: { host: `${name}.${namespace}.svc.${domain}`, trafficPolicy: { connectionPool: { http } } },
  });
}

/** Ports with a pool of their own replace the host's, so each gets the limit too; the list is replaced as a whole, so it is given as a whole. */
function policy(rule: KubernetesObject, http: Manifest): Manifest {
  const ports = objectsAt(rule.object, 'spec', 'trafficPolicy', 'portLevelSettings') as readonly Manifest[]; // parsed from JSON or YAML
  const pools = ports.map((setting): Manifest => {
    const pool = objectAt(setting, 'connectionPool') as Manifest | undefined; // as above
    return pool === undefined ? setting : { ...setting, connectionPool: { ...pool, http: { ...(objectAt(pool, 'http') as Manifest | undefined), ...http } } }; // as above
  });
  const isChanged = ports.some((setting) => setting['connectionPool'] !== undefined);
  return { connectionPool: { http }, ...(isChanged ? { portLevelSettings: pools } : {}) };
}

function subsetsWithPools(rule: KubernetesObject): readonly string[] {
  return objectsAt(rule.object, 'spec', 'subsets').flatMap((subset) =>
    objectAt(subset, 'trafficPolicy', 'connectionPool') === undefined ? [] : [String(subset['name'])],
  );
}

function names({ workload }: ExposedHop, pods: readonly Pod[]): { readonly pod: string; readonly namespace: string } {
  const pod = pods.find((one) => one.workload.name === workload.name && one.namespace === workload.namespace);
  return { pod: pod?.name ?? `deploy/${workload.name}`, namespace: workload.namespace ?? 'NAMESPACE' };
}
