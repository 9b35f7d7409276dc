import { authorizationPolicies } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { authorizationDenied } from '../../causes/authorization-denied.ts';
import { nameOf, placeOf } from '../../facts/field-of.ts';
import { type Pod, pods } from '../../facts/pods.ts';
import { traffic } from '../../facts/traffic.ts';
import { listAt, objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import type { Failure } from '../../model/failure.ts';
import { type AnyFix, defineFix, type Manifest } from '../../model/fix.ts';
import type { Json } from '../../model/json.ts';
import { updated } from '../change.ts';
import { incidentFailures } from '../incident-failures.ts';
import { verifyCommand } from '../verify-command.ts';

/** Lets the callers that were refused into the one list of principals of an AuthorizationPolicy. */
export const allowedPrincipal: AnyFix = defineFix({
  meta: {
    id: 'allowed-principal',
    title: 'Principals of an AuthorizationPolicy',
    description: 'Adds the identity of a refused caller to the only list of principals of the ALLOW policy that refused it.',
    references: [
      {
        title: 'Istio AuthorizationPolicy: Source',
        url: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source',
        version: 'Istio 1.22 to 1.31',
      },
    ],
  },
  causes: [authorizationDenied],
  needs: { traffic, pods, authorizationPolicies },
  texts: {
    allow: 'Let {callers} through AuthorizationPolicy {policy}, which does not name it among its principals.',
    served: 'Its requests are served as soon as the proxies have the policy, within seconds.',
    grant: 'This grants access: whether the caller is to have it is for the owner of the policy to say, not for a diagnosis.',
    account: 'Every pod with that service account gets in.',
  },
  *propose({ traffic, pods, authorizationPolicies }, named) {
    const told = named.findings.map(({ data }) => data['policy']).find((policy) => typeof policy === 'string');
    const policy = authorizationPolicies.find((each) => nameOf(each) === told);
    const principals = policy === undefined ? undefined : onlyPrincipals(policy);
    const refused = incidentFailures(traffic, named).filter(({ details }) => details?.startsWith('rbac_access_denied') === true);
    const [first] = refused;
    if (policy === undefined || principals === undefined || first === undefined) return;
    const domain = /^[^*/]+(?=\/ns\/)/.exec(principals[0] ?? '')?.[0];
    const callers = [...new Set(refused.flatMap((failure) => callerOf(failure, pods)))].map((account) => `${domain ?? ''}/${account}`);
    const news = callers.filter((caller) => !principals.includes(caller));
    if (domain === undefined || news.length === 0) return;
    const change = updated(policy, { spec: { rules: [{ from: [{ source: { principals: [...principals, ...news] } }] }] } });
    if (change === undefined) return;
    yield {
      title: { say: 'allow', data: { callers: news.join(', '), policy: nameOf(policy) } },
      effect: { say: 'served', data: {} },
      limits: [
        { say: 'grant', data: {} },
        { say: 'account', data: {} },
      ],
      purpose: 'repair',
      risk: 'traffic-change',
      changes: [change],
      because: [{ kind: 'field', at: placeOf(policy, 'spec', 'rules', 0, 'from', 0, 'source', 'principals'), value: principals }, first.evidence[0]],
      verifyWith: [verifyCommand(named.incident.target)],
    };
  },
});

/** The principals of a policy that allows by them alone: one rule with one source and nothing else, so that a caller in the list is let in for sure. */
function onlyPrincipals(policy: KubernetesObject): readonly string[] | undefined {
  const spec = objectAt(policy.object, 'spec');
  const [rule, ...rules] = objectsAt(spec, 'rules');
  const [from, ...others] = objectsAt(rule, 'from');
  const source = objectAt(from, 'source') as Manifest | undefined; // parsed from JSON or YAML
  const isPlain =
    (stringAt(spec, 'action') ?? 'ALLOW') === 'ALLOW' &&
    [rules, others].every((more) => more.length === 0) &&
    Object.keys(rule ?? {}).join() === 'from' &&
    Object.keys(source ?? {}).join() === 'principals';
  const principals = listAt(source, 'principals') as readonly Json[]; // as above
  return isPlain && principals.every((each) => typeof each === 'string') ? principals : undefined;
}

/** `ns/NAMESPACE/sa/ACCOUNT` of the pod a request came from; none where it has no sidecar, and so no identity. */
function callerOf({ downstreamRemote }: Failure, pods: readonly Pod[]): readonly string[] {
  const address = downstreamRemote?.replace(/:\d+$/, '');
  const pod = address === undefined ? undefined : pods.find(({ ips }) => ips.includes(address));
  if (pod === undefined || pod.sidecar === 'none' || pod.object.partial === true) return [];
  return [`ns/${pod.namespace}/sa/${stringAt(pod.object.object, 'spec', 'serviceAccountName') ?? 'default'}`];
}
