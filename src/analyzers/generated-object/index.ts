import { podsOf, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { services as servicesFact } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { stringsAt } from '../../formats/json.ts';
import { balancerName, victoriaMetricsOwner } from '../../knowledge/victoria-metrics-owner.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Observes which custom resource or Helm release writes the target of failing requests, so that a remedy changes the right object. */
export const generatedObject: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'generated-object',
    title: 'Object that an operator or chart writes',
    description: 'Reads off labels whether the VictoriaMetrics operator or one of its charts writes the target’s pods, and where their flags belong.',
    about: 'context',
    references: [
      { title: 'VictoriaMetrics operator: api/operator/v1beta1, internal/controller/operator/factory', version: 'VictoriaMetrics operator v0.74.1' },
      { title: 'VictoriaMetrics helm-charts: victoria-metrics-cluster, -alert, -agent, -auth, -single', version: 'charts of 2026-08 (cluster 0.49.0)' },
    ],
  },
  needs: { traffic, pods: podsFact },
  wants: { services: servicesFact },
  messages: {
    writtenByOperator: {
      severity: 'info',
      text: 'The VictoriaMetrics operator writes {target} from {kind} {name} and undoes changes to its Deployment, StatefulSet and Service: flags belong in {field}.',
      bearsOn: [],
    },
    writtenByChart: {
      severity: 'info',
      text: 'Helm release {name} (chart {kind}) writes {target}, and its next upgrade undoes other changes: flags belong in the value {field}.',
      bearsOn: [],
    },
    balancerInBetween: {
      severity: 'info',
      text: 'Service {service} selects the balancer of VMCluster {name}, a vmauth: what answers behind it is another workload, and a 503 may be passed on from there.',
      bearsOn: [],
    },
  },
  *analyze({ traffic, pods, services = [] }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const [pod] = podsOf(incident, pods, services);
      const owner = pod === undefined ? undefined : victoriaMetricsOwner(pod.labels);
      if (pod === undefined || owner === undefined) continue;
      const { kind, name, field } = owner;
      yield report(owner.by === 'operator' ? 'writtenByOperator' : 'writtenByChart', {
        ...about,
        data: { target: incident.target, kind, name, field },
        evidence: [{ kind: 'field', at: { ...pod.object.at, path: 'metadata.labels' }, value: shown(pod.labels) }],
      });
      const service = servicesOf(incident, services).find(
        (candidate) =>
          stringsAt(candidate.object.object, 'metadata', 'labels')['managed-by'] === 'vm-operator' &&
          candidate.selector['app.kubernetes.io/name'] === balancerName,
      );
      if (service !== undefined)
        yield report('balancerInBetween', {
          ...about,
          data: { service: service.key, name },
          evidence: [{ kind: 'field', at: { ...service.object.at, path: 'spec.selector' }, value: { ...service.selector } }],
        });
    }
  },
});

function shown(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => /^(?:app|managed-by|app\.kubernetes\.io\/(?:name|instance))$/.test(name)));
}
