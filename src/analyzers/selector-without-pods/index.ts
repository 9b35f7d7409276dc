import { controllers, destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import { serviceSelectorMismatch } from '../../causes/service-selector-mismatch.ts';
import { indicesWhere, rowsOf, someRowsOf, spanOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, servicePortOf, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { pods } from '../../facts/pods.ts';
import { presumedUsers } from '../../facts/presumed-users.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { usedServices } from '../../facts/used-services.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { isNonEmpty } from '../../model/evidence.ts';
import type { Failure } from '../../model/failure.ts';
import { emptySubsets } from './empty-subsets.ts';
import { judgeSelector } from './judge-selector.ts';

/** Services whose selector finds no pod, or whose named target port no selected pod declares. */
export const selectorWithoutPods: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'selector-without-pods',
    title: 'Selector without pods',
    description: "Compares a Service's selector and named target ports with the labels and ports of the pods that are there.",
    references: [
      {
        title: 'Kubernetes: Service selectors',
        url: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
        version: 'Kubernetes 1.34',
      },
      { title: 'Kubernetes: pkg/controller/util/endpoint and staging/src/k8s.io/endpointslice (FindPort)', version: 'Kubernetes 1.34' },
    ],
  },
  needs: { services },
  wants: { pods, controllers, destinationRules, traffic, usedServices, presumedUsers },
  messages: {
    selectsNobody: {
      severity: 'critical',
      text: 'Service {service} selects {selector}, which no pod has; pod {pod} runs with {labels}. {failures} requests found no host.',
      // an empty selection beside running pods of the same name, and rows that say "no host"
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'proves' }],
    },
    wouldSelectNobody: {
      severity: 'critical',
      text: 'Service {service} is called but selects {selector}, which no pod has; pod {pod} runs with {labels}.',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'proves' }],
    },
    // the same without a caller: nothing in the evidence tells of requests at all
    selectsNobodyUnseen: {
      severity: 'critical',
      text: 'Service {service} selects {selector}, which no pod has; pod {pod} runs with {labels}. Whoever calls it finds no host.',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'proves' }],
    },
    mightSelectNobody: {
      severity: 'warning',
      text: 'Service {service} selects {selector}, which no pod has; nothing in the evidence calls it.',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'hints' }],
      risk: true,
    },
    portNameUndeclared: {
      severity: 'critical',
      text: 'Service {service} sends port {port} to the container port named {name}, which none of the {pods} selected pods declares. {failures} requests found no host.',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'proves' }],
    },
    subsetSelectsNobody: {
      severity: 'critical',
      text: 'Subset {subset} of {service} takes {labels}, which none of its {pods} pods has; {failures} requests for the subset found no host.',
      // a roll-out that moves pods between subsets looks the same for a moment
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'supports' }],
    },
    noPodsAtAll: {
      severity: 'warning',
      text: 'Service {service} selects {selector}; no pod has that, nor anything like it.',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'hints' }],
    },
    scaledToNothing: {
      severity: 'info',
      text: 'Service {service} selects the pods of {controller}, of which none is there.',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'excludes' }],
    },
    selectorMatches: {
      severity: 'info',
      text: 'Service {service} selects {pods} pods, {pod} among them.',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'excludes' }],
    },
    hostsWereFound: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} lacked a host (no UH).',
      bearsOn: [{ cause: serviceSelectorMismatch, as: 'excludes' }],
    },
  },
  *analyze({ services, pods, controllers, destinationRules, traffic, usedServices, presumedUsers }, report) {
    for (const incident of traffic?.incidents ?? []) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const lacking = indicesWhere(incident, (failure) => failure.family === 'no-host');
      if (lacking.length === 0) {
        if (isSeenWhole(incident))
          yield report('hostsWereFound', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const { to: last } = spanOf(incident, lacking);
      const rows = rowsOf(incident, lacking, 2);
      const ports = new Set(lacking.flatMap((index) => portsOf(incident.failures[index])));
      for (const service of servicesOf(incident, services)) {
        const empty = emptySubsets(service, incident, lacking, destinationRules ?? []);
        for (const { subset, labels, explains, evidence } of empty) {
          yield report('subsetSelectsNobody', {
            ...common,
            subject: service.object.ref,
            explains,
            data: { subset, service: service.key, labels, pods: service.selected?.length ?? 0, failures: explains.length },
            evidence: evidenceOf(evidence[0], evidence[1], ...rowsOf(incident, explains, 2)),
          });
        }
        if (empty.length > 0) continue;
        const judged = judgeSelector(service, ports, pods, controllers ?? [], services);
        const about = { ...common, subject: service.object.ref };
        const evidence = judged === undefined ? [] : judged.evidence;
        if (judged === undefined || !isNonEmpty(evidence)) continue;
        const data = { service: service.key, selector: judged.selector };
        if (judged.kind === 'others')
          yield report('selectsNobody', {
            ...about,
            explains: lacking,
            data: { ...data, pod: judged.pod, labels: judged.labels, failures: lacking.length },
            evidence: [...evidence, ...rows],
          });
        else if (judged.kind === 'port')
          yield report('portNameUndeclared', {
            ...about,
            explains: lacking,
            data: { service: service.key, port: judged.port, name: judged.name, pods: judged.pods, failures: lacking.length },
            evidence: [...evidence, ...rows],
          });
        else if (judged.kind === 'nothing') yield report('noPodsAtAll', { ...about, explains: lacking, data, evidence });
        else if (judged.kind === 'scaled')
          yield report('scaledToNothing', { ...about, data: { service: service.key, controller: judged.controller }, evidence });
        // pods that came after the failures say nothing of the selection before them
        else if (judged.oldest <= last)
          yield report('selectorMatches', { ...about, data: { service: service.key, pods: judged.pods, pod: judged.pod }, evidence });
      }
    }
    const told = new Set((traffic?.incidents ?? []).flatMap((incident) => servicesOf(incident, services).map((service) => service.key)));
    for (const service of services) {
      const mention = usedServices?.get(service.key);
      const presumed = presumedUsers?.get(service.key);
      if ((mention === undefined && presumed === undefined) || told.has(service.key)) continue;
      const judged = judgeSelector(service, new Set(), pods, controllers ?? [], services);
      const [first, ...rest] = judged?.evidence ?? [];
      if (judged === undefined || first === undefined) continue;
      const about = { subject: service.object.ref, evidence: evidenceOf(first, ...rest, ...(mention ?? [])) };
      const data = { service: service.key, selector: judged.selector };
      if (judged.kind === 'others' && mention !== undefined)
        yield report('wouldSelectNobody', { ...about, predicts: service.key, data: { ...data, pod: judged.pod, labels: judged.labels } });
      // without its controller nobody knows whether it is meant to stand empty
      else if (judged.kind === 'others' && presumed === 'called' && controllers !== undefined)
        yield report('selectsNobodyUnseen', { ...about, predicts: service.key, data: { ...data, pod: judged.pod, labels: judged.labels } });
      else if (mention === undefined && (judged.kind === 'others' || judged.kind === 'nothing')) yield report('mightSelectNobody', { ...about, data });
    }
  },
});

function portsOf(failure: Failure | undefined): readonly number[] {
  const port = failure === undefined ? undefined : servicePortOf(failure);
  return port === undefined ? [] : [port];
}
