import { authorizationPolicies } from '../../artifacts/kubernetes/kinds.ts';
import { authorizationDenied } from '../../causes/authorization-denied.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { traffic } from '../../facts/traffic.ts';
import { stringAt } from '../../formats/json.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure } from '../../model/failure.ts';

/** ztunnel's words for the same (istio/ztunnel src/proxy.rs, src/state.rs, ztunnel 1.24 to 1.31): connections, of which it knows no request. */
const byTunnel = /policy rejection|allow policies exist, but none allowed|explicitly denied by/;

/** Looks for requests that an AuthorizationPolicy or an external authorizer refuses. */
export const authorizationRefusal: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'authorization-refusal',
    title: 'Requests refused by authorization',
    description:
      'Reads the flags and details by which a proxy says that a policy or an external authorizer refused, and names the policy where it is in the evidence.',
    references: [
      { title: 'Envoy RBAC filter', url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/rbac_filter', version: 'Envoy 1.37' },
      { title: 'Istio AuthorizationPolicy', url: 'https://istio.io/latest/docs/reference/config/security/authorization-policy/', version: 'Istio 1.31' },
    ],
  },
  needs: { traffic },
  wants: { authorizationPolicies },
  messages: {
    policyRefuses: {
      severity: 'critical',
      text: '{server} refuses {failed} requests by AuthorizationPolicy {policy}.',
      bearsOn: [{ cause: authorizationDenied, as: 'proves' }],
    },
    refused: {
      severity: 'critical',
      text: '{server} refuses {failed} requests: {reason}.',
      bearsOn: [{ cause: authorizationDenied, as: 'supports' }],
    },
    authorizerFails: {
      severity: 'critical',
      text: 'The external authorizer of {server} refuses or fails for {failed} requests.',
      bearsOn: [{ cause: authorizationDenied, as: 'supports' }],
    },
    nobodyRefuses: {
      severity: 'info',
      text: 'None of the {total} failing requests carries a refusal by authorization.',
      bearsOn: [{ cause: authorizationDenied, as: 'excludes' }],
    },
  },
  *analyze({ traffic, authorizationPolicies: policies }, report) {
    for (const incident of traffic.incidents) {
      const common = { subject: targetRef(incident), incident: incident.id };
      const byPolicy = indicesWhere(incident, ({ details = '' }) => details.startsWith('rbac_access_denied') || byTunnel.test(details));
      const byAuthorizer = indicesWhere(incident, (failure) => failure.flags.includes('UAEX'));
      const first = byPolicy[0] === undefined ? undefined : incident.failures[byPolicy[0]];
      if (first !== undefined) {
        const named = policyIn(first);
        const policy = (policies ?? []).find(
          (candidate) => named !== undefined && candidate.ref.name === named.name && candidate.ref.namespace === named.namespace,
        );
        const denies =
          policy === undefined && named === undefined
            ? (policies ?? []).filter(
                (candidate) => candidate.ref.namespace === incident.targetNamespace && (stringAt(candidate.object, 'spec', 'action') ?? 'ALLOW') === 'ALLOW',
              )
            : [];
        // of several that could have allowed it, none is the one that refuses
        const culprit = policy ?? (denies.length === 1 ? denies[0] : undefined);
        const rows = someRowsOf(incident, byPolicy, 2);
        const details = { ...common, hop: first.hop, explains: byPolicy };
        if (culprit !== undefined) {
          const cited: Evidence = {
            kind: 'field',
            at: { ...culprit.at, path: `${culprit.at.path === undefined ? '' : `${culprit.at.path}.`}spec` },
            value: stringAt(culprit.object, 'spec', 'action') ?? 'ALLOW',
          };
          yield report('policyRefuses', {
            ...details,
            data: { server: first.writer.name, failed: byPolicy.length, policy: `${culprit.ref.namespace ?? ''}/${culprit.ref.name}` },
            evidence: evidenceOf(cited, ...rows),
          });
        } else
          yield report('refused', { ...details, data: { server: first.writer.name, failed: byPolicy.length, reason: first.details ?? '' }, evidence: rows });
      }
      if (byAuthorizer.length > 0) {
        const server = incident.failures[byAuthorizer[0] ?? 0]?.writer.name ?? incident.targetName;
        yield report('authorizerFails', {
          ...common,
          data: { server, failed: byAuthorizer.length },
          evidence: someRowsOf(incident, byAuthorizer),
          explains: byAuthorizer,
        });
      }
      // a policy on a TCP port closes connections without a word, so resets on a first use are left open
      const isOpen = incident.failures.some((failure) => failure.family === 'reset' && (failure.ordinal ?? 1) === 1 && failure.direction !== 'inbound');
      if (byPolicy.length + byAuthorizer.length === 0 && !isOpen && isSeenWhole(incident) && incident.failures.length > 0) {
        yield report('nobodyRefuses', { ...common, data: { total: incident.total }, evidence: someRowsOf(incident, [0], 1) });
      }
    }
  },
});

/** `rbac_access_denied_matched_policy[ns[default]-policy[deny-all]-rule[0]]` → default, deny-all; `none`: no ALLOW policy matched. */
function policyIn({ details }: Failure): { readonly namespace: string; readonly name: string } | undefined {
  const found = /ns\[([^\]]{1,63})\]-policy\[([^\]]{1,253})\]/.exec(details ?? '');
  return found?.[1] === undefined || found[2] === undefined ? undefined : { namespace: found[1], name: found[2] };
}
