import { destinationRules as destinationRuleObjects } from '../../artifacts/kubernetes/kinds.ts';
import { accessLogs as accessLogSet } from '../../artifacts/logs/index.ts';
import { rolloutOrdering } from '../../causes/rollout-ordering.ts';
import { clockTime, roughly } from '../../facts/end-texts.ts';
import { indicesOfFamily, someRowsOf, spanOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { services as servicesFact } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { lateClusters } from './late-clusters.ts';
import { lateSubsets } from './late-subsets.ts';

/** Observes requests that were routed to a cluster or subset a moment before it was there. */
export const earlyRoute: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'early-route',
    title: 'Routes ahead of what they lead to',
    description:
      'Compares the end of failures for want of a cluster or a host with the time at which the proxy got that cluster, or the first pod of that subset became ready.',
    references: [
      {
        title: 'Istio traffic management best practices: avoid 503 errors while reconfiguring service routes',
        url: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#avoid-503-errors-while-reconfiguring-service-routes',
        version: 'Istio 1.18 to 1.31',
      },
      { title: 'Argo Rollouts: traffic management with Istio', url: 'https://argo-rollouts.readthedocs.io/en/stable/features/traffic-management/istio/' },
    ],
  },
  needs: { traffic },
  wants: { proxyViews, accessLogs: accessLogSet, pods: podsFact, services: servicesFact, destinationRules: destinationRuleObjects },
  messages: {
    // the want ends in the second in which the cluster comes, and the same requests go through it from then on
    clusterCameLater: {
      severity: 'critical',
      text: '{proxy} has no cluster for {failed} requests for {target} during {length}; it gets {cluster} at {time}, as they end, and {ok} requests go well through it since.',
      bearsOn: [{ cause: rolloutOrdering, as: 'proves' }],
    },
    subsetFilledLater: {
      severity: 'critical',
      text: '{failed} requests for subset {subset} of {target} find no host during {length}; its first pod, {pod}, is new and becomes ready at {time}, as they end.',
      bearsOn: [{ cause: rolloutOrdering, as: 'supports' }],
    },
    subsetFilledLaterBesideOther: {
      severity: 'critical',
      text: '{failed} requests for subset {subset} of {target} find no host during {length}, while {ok} for its other subsets go well; its first pod, {pod}, is new and becomes ready at {time}, as they end.',
      bearsOn: [{ cause: rolloutOrdering, as: 'proves' }],
    },
    wantGoesOn: {
      severity: 'info',
      text: 'Requests for {target} lack a route, cluster or host again and again for {length}, which is longer than a step of a roll-out.',
      bearsOn: [{ cause: rolloutOrdering, as: 'opposes' }],
    },
  },
  *analyze({ traffic, proxyViews: views, accessLogs = [], pods = [], services = [], destinationRules = [] }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      let isShort = false;
      for (const { proxy, cluster, time, ok, okAt, evidence, explains } of lateClusters(incident, { views, accessLogs, pods })) {
        isShort = true;
        const { from, to } = spanOf(incident, explains);
        yield report('clusterCameLater', {
          ...common,
          subject: { kind: 'Pod', name: proxy },
          data: { proxy, failed: explains.length, target, length: roughly(to - from), cluster, time: clockTime(time), ok },
          evidence: evidenceOf(evidence, { kind: 'field', at: okAt, value: ok }, ...someRowsOf(incident, explains, 2)),
          explains,
        });
      }
      for (const { subset, pod, time, ok, okAt, evidence, explains } of lateSubsets(incident, { accessLogs, services, destinationRules })) {
        isShort = true;
        const { from, to } = spanOf(incident, explains);
        const data = { failed: explains.length, subset, target, length: roughly(to - from), pod, time: clockTime(time) };
        const about = { ...common, subject: { ...common.subject, container: subset }, explains };
        const rows = someRowsOf(incident, explains, 2);
        if (okAt === undefined) yield report('subsetFilledLater', { ...about, data, evidence: evidenceOf(evidence[0], evidence[1], ...rows) });
        else
          yield report('subsetFilledLaterBesideOther', {
            ...about,
            data: { ...data, ok },
            evidence: evidenceOf(evidence[0], evidence[1], { kind: 'field', at: okAt, value: ok }, ...rows),
          });
      }
      const want = indicesOfFamily(incident, 'no-cluster', 'no-route', 'no-host');
      if (isShort || want.length < 3) continue;
      const { from, to } = spanOf(incident, want);
      if (to - from > stepMs) {
        yield report('wantGoesOn', { ...common, data: { target, length: roughly(to - from) }, evidence: someRowsOf(incident, want) });
      }
    }
  },
});

/** Longer than the pauses that roll-out controllers make between two steps without a person. */
const stepMs = 1_800_000;
