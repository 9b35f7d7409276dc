import { serviceSelectorMismatch } from '../../causes/service-selector-mismatch.ts';
import { type Pod, pods } from '../../facts/pods.ts';
import { matchesLabels, type Service, services } from '../../facts/services.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { pickedLabels, usualLabels } from '../workload-labels.ts';
import { updated } from '../change.ts';
import { isPutBack } from '../owned-elsewhere.ts';
import { servicesOfTarget } from '../target-services.ts';

type Labels = Readonly<Record<string, string>>;

/** Lets a Service select the pods that are plainly meant. */
export const serviceSelector: AnyFix = defineFix({
  meta: {
    id: 'service-selector',
    title: 'Selector of a Service',
    description: 'Sets spec.selector of a Service that selects nobody to the labels of the running workload of its name.',
    references: [{ title: 'Kubernetes: Service', url: 'https://kubernetes.io/docs/concepts/services-networking/service/', version: 'Kubernetes 1.34' }],
  },
  causes: [serviceSelectorMismatch],
  needs: { services, pods },
  texts: {
    select: 'Let Service {service} select {labels}, which the pods of {workload} carry ({pods}).',
    atOnce: 'The pods become endpoints within seconds, as far as they are ready.',
    keepLabels: 'If the labels of the pods are what is wrong, change the template of {workload} instead.',
  },
  *propose({ services, pods }, named) {
    for (const service of servicesOfTarget(named, services)) {
      const meant = meantBy(service, pods);
      if (service.selected?.length !== 0 || meant === undefined || isPutBack(service.object)) continue;
      const change = updated(service.object, { spec: { selector: meant.selector } });
      if (change === undefined) continue;
      const { workload } = meant.pod;
      const labels = Object.entries(meant.selector)
        .map(([name, value]) => `${name}=${value}`)
        .join(',');
      yield {
        title: { say: 'select', data: { service: service.key, labels, workload: workload.name, pods: meant.count } },
        effect: { say: 'atOnce', data: {} },
        limits: [{ say: 'keepLabels', data: { workload: workload.name } }],
        purpose: 'repair',
        risk: 'traffic-change',
        changes: [change],
        isPart: true,
        because: [
          { kind: 'field', at: { ...service.object.at, path: 'spec.selector' }, value: { ...service.selector } },
          { kind: 'field', at: { ...meant.pod.object.at, path: 'metadata.labels' }, value: { ...meant.pod.labels } },
        ],
        verifyWith: [
          fillCommand('kubectl -n {namespace} get endpointslices -l kubernetes.io/service-name={service}', {
            namespace: service.namespace,
            service: service.name,
          }),
        ],
      };
    }
  },
});

interface Meant {
  readonly pod: Pod;
  readonly selector: Labels;
  readonly count: number;
}

/** The workload of the Service's name, by those of the selector's labels that its pods have, else by the usual ones; never one that picks others too. */
function meantBy(service: Service, pods: readonly Pod[]): Meant | undefined {
  const here = pods.filter((pod) => pod.namespace === service.namespace && pod.object.partial !== true);
  const pod = here.find((one) => one.workload.name === service.name);
  if (pod === undefined) return undefined;
  const selector = pickedLabels(pod, [...Object.keys(service.selector), ...usualLabels]);
  const selected = here.filter((one) => matchesLabels(selector, one.labels));
  if (Object.keys(selector).length === 0 || selected.some((one) => one.workload.name !== pod.workload.name)) return undefined;
  return { pod, selector, count: selected.length };
}
