import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import { outlierEjection } from '../../causes/outlier-ejection.ts';
import { indicesOfFamily, indicesWhere, rowsOf, someRowsOf, spanOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, podsOf, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { readyCondition } from '../../facts/pod-state.ts';
import { pods } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { afterErrors, canEjectAll, ejectedIn, ejectionCounters, outlierRules, refusingClusters } from './ejections.ts';

/** Hosts that outlier detection took out, while requests found no healthy one. */
export const ejectedHosts: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'ejected-hosts',
    title: 'Hosts ejected by outlier detection',
    description: 'Looks for hosts with failed_outlier_check, ejection counters and outlierDetection settings where requests found no healthy upstream.',
    references: [
      {
        title: 'Envoy outlier detection',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'Istio DestinationRule: OutlierDetection',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  needs: { traffic },
  wants: { proxyViews, destinationRules, pods, services },
  messages: {
    ejectedNow: {
      severity: 'critical',
      text: 'Proxy {pod} holds {hosts} hosts of {cluster} as ejected (failed_outlier_check), and {failures} requests found no healthy host.',
      bearsOn: [{ cause: outlierEjection, as: 'proves' }],
    },
    ejectionsCounted: {
      severity: 'critical',
      text: 'Proxy {pod} counted {value} ejections for {cluster}, and {failures} requests found no healthy host.',
      bearsOn: [{ cause: outlierEjection, as: 'supports' }],
    },
    errorsBeforeNoHost: {
      severity: 'critical',
      text: 'DestinationRule {rule} ejects hosts after {limit} errors; {errors} errors came before the {failures} requests that found no healthy host, and pod {ready} stayed ready.',
      bearsOn: [{ cause: outlierEjection, as: 'proves' }],
    },
    ejectionConfigured: {
      severity: 'warning',
      text: 'DestinationRule {rule} ejects hosts of {target}, for which {failures} requests found no healthy host.',
      bearsOn: [{ cause: outlierEjection, as: 'hints' }],
    },
    noOutlierDetection: {
      severity: 'info',
      text: 'Cluster {cluster} of {pod}, which found no host, has no outlier detection.',
      bearsOn: [{ cause: outlierEjection, as: 'excludes' }],
    },
    noRuleEjects: {
      severity: 'info',
      text: 'No DestinationRule for {target} sets outlierDetection.',
      bearsOn: [{ cause: outlierEjection, as: 'opposes' }],
    },
    hostsWereThere: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} lacked a host (no UH).',
      bearsOn: [{ cause: outlierEjection, as: 'excludes' }],
    },
  },
  *analyze({ traffic, proxyViews, destinationRules, pods, services }, report) {
    for (const incident of traffic.incidents) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const lacking = indicesOfFamily(incident, 'no-host');
      if (lacking.length === 0) {
        if (isSeenWhole(incident))
          yield report('hostsWereThere', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const rows = rowsOf(incident, lacking, 2);
      let isConfigured: boolean | undefined;
      for (const { pod, cluster, view } of refusingClusters(incident, lacking, proxyViews)) {
        const explains = indicesWhere(incident, (failure) => failure.family === 'no-host' && failure.pod === pod && failure.cluster === cluster);
        const settings = view.config?.clusters.find((candidate) => candidate.name === cluster);
        if (settings !== undefined && settings.outlierDetection === undefined) {
          isConfigured ??= false;
          yield report('noOutlierDetection', {
            ...common,
            data: { cluster, pod },
            evidence: [{ kind: 'absence', at: settings.at, lookedFor: 'outlier_detection' }],
          });
          continue;
        }
        if (settings !== undefined) isConfigured = true;
        const [host, ...hosts] = ejectedIn(view, cluster);
        if (host !== undefined)
          yield report('ejectedNow', {
            ...common,
            explains,
            data: { pod, hosts: hosts.length + 1, cluster, failures: explains.length },
            evidence: evidenceOf(host, ...hosts.slice(0, 2), ...rows),
          });
        const counter = ejectionCounters(view, cluster);
        if (counter !== undefined)
          yield report('ejectionsCounted', {
            ...common,
            explains,
            data: { pod, cluster, value: counter.value, failures: explains.length },
            evidence: evidenceOf(counter.evidence, ...rows),
          });
      }
      if (isConfigured === false || destinationRules === undefined) continue;
      const rules = outlierRules(incident, lacking, destinationRules);
      const [rule] = rules;
      if (rule === undefined) {
        const [service] = servicesOf(incident, services ?? []);
        if (isConfigured === undefined && service !== undefined)
          yield report('noRuleEjects', {
            ...common,
            data: { target: incident.target },
            evidence: [
              {
                kind: 'absence',
                at: { artifact: 'destination-rules', file: destinationRules[0]?.at.file ?? service.object.at.file },
                lookedFor: `spec.trafficPolicy.outlierDetection for ${service.key}`,
              },
            ],
          });
        continue;
      }
      const firstLack = spanOf(incident, lacking).from;
      const own = podsOf(incident, pods ?? [], services ?? []);
      const steady = own.find((pod) => pod.isReady === true && pod.readySince !== undefined && pod.readySince < firstLack - 15_000);
      const ready = steady === undefined ? undefined : readyCondition(steady);
      const errors = afterErrors(incident, lacking, rule);
      const data = { rule: `${rule.entry.ref.namespace ?? ''}/${rule.entry.ref.name}`, failures: lacking.length };
      if (ready !== undefined && steady !== undefined && errors.length >= rule.limit && canEjectAll(rule, own.length)) {
        yield report('errorsBeforeNoHost', {
          ...common,
          explains: lacking,
          data: { ...data, limit: rule.limit, errors: errors.length, ready: steady.name },
          evidence: evidenceOf(rule.evidence, ready.evidence, ...rowsOf(incident, errors, 1), ...rows),
        });
      } else
        yield report('ejectionConfigured', {
          ...common,
          explains: lacking,
          data: { ...data, target: incident.target },
          evidence: evidenceOf(rule.evidence, ...rows),
        });
    }
  },
});
