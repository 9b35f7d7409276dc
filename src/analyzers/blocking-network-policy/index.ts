import { accessLogs } from '../../artifacts/logs/index.ts';
import { firewall } from '../../artifacts/host/index.ts';
import { namespaces, networkPolicies } from '../../artifacts/kubernetes/kinds.ts';
import { networkPolicyBlocked } from '../../causes/network-policy-blocked.ts';
import { connectFailureOf } from '../../facts/connect-failure.ts';
import { indicesWhere, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, podsOf, targetRef } from '../../facts/incident-target.ts';
import { portOf } from '../../facts/parties.ts';
import { pods } from '../../facts/pods.ts';
import { failingShare } from '../../facts/served-share.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { droppingRules } from './dropping-rules.ts';
import { judgePolicies } from './judge-policies.ts';

/** Connections that do not come about because a policy lets nobody through. */
export const blockingNetworkPolicy: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'blocking-network-policy',
    title: 'Network policy that lets nobody through',
    description:
      'Evaluates NetworkPolicies for both ends of connections that could not be made, on the port that was dialled, and looks for packet filter rules that drop.',
    references: [
      { title: 'Kubernetes: network policies', url: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/', version: 'Kubernetes 1.34' },
    ],
  },
  needs: { traffic },
  wants: { networkPolicies, namespaces, pods, services, firewall, accessLogs },
  messages: {
    policyDenies: {
      severity: 'critical',
      text: 'NetworkPolicy {policy} ({direction}) selects {pod} and has no rule for {peer} on port {port}; {failures} connections could not be made.',
      bearsOn: [{ cause: networkPolicyBlocked, as: 'proves' }],
    },
    policyDeniesRefused: {
      severity: 'warning',
      text: 'NetworkPolicy {policy} ({direction}) selects {pod} and has no rule for {peer} on port {port}; {failures} connections were refused.',
      bearsOn: [{ cause: networkPolicyBlocked, as: 'hints' }],
    },
    firewallDrops: {
      severity: 'critical',
      text: 'A packet filter rule drops what goes to port {port} ({rule}); {failures} connections to it could not be made.',
      bearsOn: [{ cause: networkPolicyBlocked, as: 'proves' }],
    },
    policiesAllow: {
      severity: 'info',
      text: 'The NetworkPolicies that select {pod} or {peer} allow port {port}, or none does.',
      bearsOn: [{ cause: networkPolicyBlocked, as: 'excludes' }],
    },
    servedMeanwhile: {
      severity: 'info',
      text: '{share} % of the requests of the same proxies were served in the time of the failures.',
      bearsOn: [{ cause: networkPolicyBlocked, as: 'opposes' }],
    },
    connectionsCameAbout: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} is a connection between pods that could not be made.',
      bearsOn: [{ cause: networkPolicyBlocked, as: 'excludes' }],
    },
  },
  *analyze({ traffic, networkPolicies, namespaces, pods, services, firewall, accessLogs }, report) {
    for (const incident of traffic.incidents) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      // the sidecar's own hop to its application stays inside the pod, where no policy holds
      const unmade = indicesWhere(
        incident,
        (failure) => failure.direction !== 'inbound' && ['timeout', 'unreachable', 'unknown', 'refused'].includes(connectFailureOf(failure) ?? ''),
      );
      if (unmade.length === 0) {
        if (isSeenWhole(incident))
          yield report('connectionsCameAbout', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const share = failingShare(incident, unmade, accessLogs ?? []);
      if (share !== undefined && share < 0.5) {
        yield report('servedMeanwhile', { ...common, data: { share: Math.round((1 - share) * 100) }, evidence: someRowsOf(incident, unmade) });
        continue;
      }
      const servers = podsOf(incident, pods ?? [], services ?? []);
      const judged = judgePolicies(incident, unmade, { policies: networkPolicies ?? [], namespaces, pods: pods ?? [], servers });
      for (const { denied, explains, port, peer, pod, policy } of judged.denials) {
        const isRefused = explains.every((index) => incident.failures[index] !== undefined && connectFailureOf(incident.failures[index]) === 'refused');
        const data = { policy: `${policy.ref.namespace ?? ''}/${policy.ref.name}`, direction: denied, pod, peer, port, failures: explains.length };
        const evidence = evidenceOf(
          { kind: 'field', at: { ...policy.at, path: `spec.${denied.toLowerCase()}` }, value: data.policy },
          ...rowsOf(incident, explains),
        );
        const details = { ...common, subject: policy.ref, explains, data, evidence };
        yield isRefused ? report('policyDeniesRefused', details) : report('policyDenies', details);
      }
      const dialled = [...new Set(unmade.flatMap((index) => portOf(incident.failures[index]?.upstreamHost ?? '') ?? []))];
      const [drop] = droppingRules(firewall ?? [], dialled);
      if (drop !== undefined)
        yield report('firewallDrops', {
          ...common,
          explains: unmade,
          data: { port: drop.port, rule: drop.rule.slice(0, 160), failures: unmade.length },
          evidence: evidenceOf(drop.evidence, ...rowsOf(incident, unmade)),
        });
      if (networkPolicies === undefined || judged.denials.length > 0 || drop !== undefined || judged.open === undefined) continue;
      const { pod, peer, port, by } = judged.open;
      const place =
        by === undefined
          ? {
              kind: 'absence' as const,
              at: { artifact: 'network-policies', file: networkPolicies[0]?.at.file ?? pod.object.at.file },
              lookedFor: `podSelector that takes ${pod.name} or ${peer}`,
            }
          : { kind: 'field' as const, at: by.at, value: by.ref.name };
      yield report('policiesAllow', { ...common, data: { pod: pod.name, peer, port }, evidence: evidenceOf(place, ...rowsOf(incident, unmade, 1)) });
    }
  },
});
