import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { middleboxIdleDrop } from '../../causes/middlebox-idle-drop.ts';
import { clusterDomain } from '../../facts/cluster-domain.ts';
import { clusterHost } from '../../facts/failures.ts';
import { fieldOf } from '../../facts/field-of.ts';
import { nameOfHost } from '../../facts/parties.ts';
import { quietLosses } from '../../facts/quiet-losses.ts';
import { ruleHost } from '../../facts/rule-host.ts';
import { lookUp } from '../../facts/rule-lookup.ts';
import { objectAt, objectsAt } from '../../formats/json.ts';
import { formatDuration } from '../../formats/time/index.ts';
import type { Failure } from '../../model/failure.ts';
import { type AnyFix, type Change, defineFix, type Manifest } from '../../model/fix.ts';
import { createdBeside, updated } from '../change.ts';
import { verifyCommand } from '../verify-command.ts';

/** Below what any box in the table of keep-alive defaults forgets after. */
const mostSeconds = 60;

/** Keeps connections in the memory of whatever stands between, by packets of TCP itself. */
export const tcpKeepalive: AnyFix = defineFix({
  meta: {
    id: 'tcp-keepalive',
    title: 'TCP keep-alive of callers’ connections',
    description: 'Sets trafficPolicy.connectionPool.tcp.tcpKeepalive where connections are forgotten on the way when they are quiet.',
    references: [
      {
        title: 'Istio DestinationRule: ConnectionPoolSettings.TCPSettings.TcpKeepalive',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-TCPSettings-TcpKeepalive',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  causes: [middleboxIdleDrop],
  needs: { quietLosses, destinationRules, clusterDomain, rootNamespace },
  texts: {
    keepAwake:
      'Let proxies that connect to {service} send a keep-alive packet on connections that are quiet for {time}; requests were lost after {low} or more of quiet.',
    remembered: 'What stands between sees every connection at least that often, and does not forget it.',
    below:
      'At what limit the box forgets is not in the evidence, only that it is at most {low}: if it is below {time}, losses go on, and the time has to be lower.',
    ownHop: 'It keeps connections of the mesh’s proxies awake, not those of callers without one.',
  },
  *propose({ quietLosses, destinationRules, clusterDomain, rootNamespace: root }, named) {
    const loss = quietLosses.find(({ incident, hop }) => incident.id === named.incident.id && (named.ranked.hop ?? hop) === hop);
    const first = loss?.incident.failures[loss.lost[0] ?? -1];
    if (loss === undefined || first === undefined) return;
    const { name, namespace } = nameOfHost(clusterHost(first.cluster) ?? first.authority ?? '');
    const seconds = Math.floor(Math.min(mostSeconds, loss.low / 2_000));
    if (name === '' || namespace === undefined || seconds < 1) return;
    const tcp = { tcpKeepalive: { time: `${seconds}s` } };
    const rules = rulesOf(first, name, namespace, destinationRules, root);
    if (rules === undefined) return;
    // of several rules for a host istiod keeps the first trafficPolicy
    const rule = rules.find((each) => objectAt(each.object, 'spec', 'trafficPolicy') !== undefined) ?? rules[0];
    const hasPorts = rule !== undefined && objectsAt(rule.object, 'spec', 'trafficPolicy', 'portLevelSettings').length > 0;
    const current = rule === undefined ? undefined : fieldOf(rule, 'spec', 'trafficPolicy', 'connectionPool', 'tcp', 'tcpKeepalive');
    // settings of a port replace those of the host, and keep-alive that is set and does not help is not helped by more of it
    if (hasPorts || current !== undefined) return;
    const change =
      rule === undefined
        ? newRule(name, namespace, clusterDomain, tcp, destinationRules)
        : updated(rule, { spec: { trafficPolicy: { connectionPool: { tcp } } } });
    if (change === undefined) return;
    const [time, low] = [formatDuration(seconds * 1_000), formatDuration(loss.low)];
    yield {
      title: { say: 'keepAwake', data: { service: `${name}.${namespace}`, time, low } },
      effect: { say: 'remembered', data: {} },
      limits: [
        { say: 'below', data: { low, time } },
        { say: 'ownHop', data: {} },
      ],
      purpose: 'repair',
      risk: 'config-reload',
      changes: [change],
      because: [first.evidence[0]],
      verifyWith: [verifyCommand(named.incident.target)],
    };
  },
});

/** The rules for the Service alone; undefined where one for many hosts acts, which a new rule would hide. */
function rulesOf(failure: Failure, name: string, namespace: string, rules: readonly KubernetesObject[], root: string): readonly KubernetesObject[] | undefined {
  const found = lookUp(rules, `${name}.${namespace}`, namespace, failure.pod?.split('/')[0] ?? namespace, root);
  if (found === undefined) return [];
  return found.isUnsure || found.rules.some((rule) => ruleHost(rule)?.kind !== 'service') ? undefined : found.rules;
}

function newRule(name: string, namespace: string, domain: string, tcp: Manifest, rules: readonly KubernetesObject[]): Change | undefined {
  return createdBeside(rules, {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: `${name}-tcp-keepalive`, namespace },
    spec: { host: `${name}.${namespace}.svc.${domain}`, trafficPolicy: { connectionPool: { tcp } } },
  });
}
