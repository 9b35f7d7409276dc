import { destinationRules, peerAuthentications } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { mtlsModeMismatch } from '../../causes/mtls-mode-mismatch.ts';
import { type Pod, pods } from '../../facts/pods.ts';
import { objectAt, stringAt, stringsAt } from '../../formats/json.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type AnyFix, type Change, defineFix } from '../../model/fix.ts';
import { rootNamespace } from '../../facts/root-namespace.ts';
import { matchesLabels } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { createdBeside, updated } from '../change.ts';
import { workloadLabels } from '../workload-labels.ts';
import { rulesFor } from '../rule-for.ts';
import { targetPod } from '../target-pod.ts';
import { incidentFailures } from '../incident-failures.ts';
import { verifyCommand } from '../verify-command.ts';

/** Lets both ends of a hop speak alike: the callers mutual TLS again, or, until they can, the server both. */
export const mutualTlsMode: AnyFix = defineFix({
  meta: {
    id: 'mutual-tls-mode',
    title: 'Mode of mutual TLS',
    description: 'Sets ISTIO_MUTUAL in the DestinationRule that turns it off, or PERMISSIVE for the one workload whose callers speak plaintext.',
    references: [
      { title: 'Istio PeerAuthentication', url: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/', version: 'Istio 1.31' },
      {
        title: 'Istio DestinationRule: ClientTLSSettings',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings',
        version: 'Istio 1.31',
      },
    ],
  },
  causes: [mtlsModeMismatch],
  needs: { pods, peerAuthentications, rootNamespace },
  wants: { destinationRules, traffic },
  texts: {
    mutualAgain: 'Let DestinationRule {rule} ask for mutual TLS again (ISTIO_MUTUAL): it turns TLS off ({mode}), and {server} takes nothing else.',
    agree: 'Callers with a sidecar and the server then speak alike.',
    noSidecar: 'Callers without a sidecar cannot speak mutual TLS; this does not help them.',
    permissive: 'Until all callers speak mutual TLS, let {server} take plaintext as well (PERMISSIVE, for this workload alone).',
    accepts: 'Plaintext callers are served again.',
    weaker: 'Anybody who reaches the pod is then served without encryption or identity: agree on it with the owner of the policy, and take it back.',
    withIdentity: 'AuthorizationPolicies that ask for an identity still refuse plaintext callers.',
  },
  *propose({ pods, peerAuthentications, destinationRules = [], traffic, rootNamespace: root }, named) {
    const pod = targetPod(pods, named);
    if (pod === undefined || pod.sidecar === 'none') return;
    const server = pod.workload.name;
    const [first] = incidentFailures(traffic, named);
    const rule = (first === undefined ? [] : (rulesFor(first, destinationRules, root) ?? [])).find((one) => turnsOff(one) !== undefined);
    const change = rule === undefined ? undefined : updated(rule, { spec: { trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } } } });
    if (rule !== undefined && change !== undefined)
      yield {
        title: { say: 'mutualAgain', data: { rule: rule.ref.name, mode: turnsOff(rule) ?? '', server } },
        effect: { say: 'agree', data: {} },
        limits: [{ say: 'noSidecar', data: {} }],
        purpose: 'repair',
        risk: 'traffic-change',
        changes: [change],
        because: [{ kind: 'field', at: { ...rule.at, path: 'spec.trafficPolicy.tls.mode' }, value: turnsOff(rule) ?? '' }],
        verifyWith: [verifyCommand(named.incident.target)],
      };
    const strict = strictFor(pod, peerAuthentications, root);
    const relaxed = strict === undefined ? undefined : permissive(pod, strict, pods, peerAuthentications);
    if (strict === undefined || relaxed === undefined) return;
    yield {
      title: { say: 'permissive', data: { server } },
      effect: { say: 'accepts', data: {} },
      limits: [
        { say: 'weaker', data: {} },
        { say: 'withIdentity', data: {} },
      ],
      purpose: 'mitigate',
      risk: 'traffic-change',
      changes: [relaxed],
      because: [strictness(strict)],
      verifyWith: [verifyCommand(named.incident.target)],
    };
  },
});

function turnsOff(rule: KubernetesObject): string | undefined {
  const mode = stringAt(rule.object, 'spec', 'trafficPolicy', 'tls', 'mode');
  return mode === 'DISABLE' ? mode : undefined;
}

/** The policy that makes the pod take mutual TLS only: its own, else its namespace's, else the mesh's. */
function strictFor(pod: Pod, policies: readonly KubernetesObject[], root: string): KubernetesObject | undefined {
  const layers = [
    policies.filter((policy) => policy.ref.namespace === pod.namespace && isOwn(policy, pod)),
    policies.filter((policy) => policy.ref.namespace === pod.namespace && selectorOf(policy) === undefined),
    policies.filter((policy) => policy.ref.namespace === root && selectorOf(policy) === undefined),
  ];
  const [acting] = layers.flat();
  return acting !== undefined && stringAt(acting.object, 'spec', 'mtls', 'mode') === 'STRICT' ? acting : undefined;
}

const selectorOf = (policy: KubernetesObject): unknown => objectAt(policy.object, 'spec', 'selector');

function isOwn(policy: KubernetesObject, pod: Pod): boolean {
  return selectorOf(policy) !== undefined && matchesLabels(stringsAt(policy.object, 'spec', 'selector', 'matchLabels'), pod.labels);
}

/** The workload's own policy is relaxed; a wider one is left alone, and the workload gets one of its own, which goes before it. */
function permissive(pod: Pod, strict: KubernetesObject, pods: readonly Pod[], policies: readonly KubernetesObject[]): Change | undefined {
  // a port's own mode goes before the workload's
  if (isOwn(strict, pod) && objectAt(strict.object, 'spec', 'portLevelMtls') !== undefined) return undefined;
  if (isOwn(strict, pod)) return updated(strict, { spec: { mtls: { mode: 'PERMISSIVE' } } });
  const labels = workloadLabels(pod, pods);
  if (labels === undefined) return undefined;
  return createdBeside(policies, {
    apiVersion: stringAt(strict.object, 'apiVersion') ?? 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    metadata: { name: `${pod.workload.name}-permissive`, namespace: pod.namespace },
    spec: { selector: { matchLabels: labels }, mtls: { mode: 'PERMISSIVE' } },
  });
}

function strictness(policy: KubernetesObject): Evidence {
  return { kind: 'field', at: { ...policy.at, path: 'spec.mtls.mode' }, value: 'STRICT' };
}
