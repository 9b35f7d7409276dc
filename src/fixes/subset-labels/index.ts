import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { serviceSelectorMismatch } from '../../causes/service-selector-mismatch.ts';
import { clusterDomain } from '../../facts/cluster-domain.ts';
import { nameOf, placeOf } from '../../facts/field-of.ts';
import type { Pod } from '../../facts/pods.ts';
import { matchesLabels, services } from '../../facts/services.ts';
import { hostCovers } from '../../facts/virtual-service-match.ts';
import { objectsAt, stringAt, stringsAt } from '../../formats/json.ts';
import { type AnyFix, defineFix, type Manifest } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { servicesOfTarget } from '../target-services.ts';
import { verifyCommand } from '../verify-command.ts';

type Labels = Readonly<Record<string, string>>;

/** Lets a subset that no pod belongs to select the pods that no other subset has. */
export const subsetLabels: AnyFix = defineFix({
  meta: {
    id: 'subset-labels',
    title: 'Labels of a subset',
    description: 'Sets the labels of a DestinationRule’s subset that selects no pod to those of the pods that no other subset selects.',
    references: [
      {
        title: 'Istio DestinationRule: Subset',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  causes: [serviceSelectorMismatch],
  needs: { services, destinationRules, clusterDomain },
  texts: {
    select: 'Let subset {subset} of DestinationRule {rule} select {labels}, which the {pods} pods have that no subset selects; it asks for {now}.',
    found: 'Requests for the subset find hosts with the next push.',
    otherWay: 'If pods with {now} are still to come, wait for them, or send no requests to the subset until then.',
  },
  *propose({ services, destinationRules, clusterDomain }, named) {
    const told = named.findings.map(({ data }) => data['subset']).find((subset) => typeof subset === 'string');
    for (const service of told === undefined ? [] : servicesOfTarget(named, services)) {
      const rules = destinationRules.filter(({ object, ref }) =>
        hostCovers(stringAt(object, 'spec', 'host') ?? '', `${service.key}.svc.${clusterDomain}`, ref.namespace, service.namespace),
      );
      const rule = rules.find(({ object }) => objectsAt(object, 'spec', 'subsets').some((subset) => subset['name'] === told));
      const meant = rule === undefined ? undefined : meantBy(rule, String(told), service.selected ?? []);
      if (rule === undefined || meant === undefined || rules.length > 1) continue;
      const subsets = objectsAt(rule.object, 'spec', 'subsets') as readonly Manifest[]; // parsed from JSON or YAML
      const index = subsets.findIndex((subset) => subset['name'] === told);
      const change = updated(rule, { spec: { subsets: subsets.map((subset, at) => (at === index ? { ...subset, labels: { ...meant.labels } } : subset)) } });
      if (change === undefined) continue;
      yield {
        title: {
          say: 'select',
          data: { subset: String(told), rule: nameOf(rule), labels: words(meant.labels), pods: meant.pods.length, now: words(meant.now) },
        },
        effect: { say: 'found', data: {} },
        limits: [{ say: 'otherWay', data: { now: words(meant.now) } }],
        purpose: 'repair',
        risk: 'traffic-change',
        changes: [change],
        isPart: true,
        because: [{ kind: 'field', at: placeOf(rule, 'spec', 'subsets', index, 'labels'), value: { ...meant.now } }],
        verifyWith: [verifyCommand(named.incident.target)],
      };
    }
  },
});

/** The values that the pods left over have for the subset's own labels; undefined unless they all have the same. */
function meantBy(
  rule: KubernetesObject,
  name: string,
  pods: readonly Pod[],
): { readonly labels: Labels; readonly now: Labels; readonly pods: readonly Pod[] } | undefined {
  const subsets = objectsAt(rule.object, 'spec', 'subsets').map((subset) => ({ name: subset['name'], labels: stringsAt(subset, 'labels') }));
  const now = subsets.find((subset) => subset.name === name)?.labels ?? {};
  const left = pods.filter((pod) => !subsets.some(({ labels }) => matchesLabels(labels, pod.labels)));
  const values = left.map((pod) => Object.fromEntries(Object.keys(now).map((key) => [key, pod.labels[key] ?? ''])));
  const [first] = values;
  const isOne = values.every((each) => JSON.stringify(each) === JSON.stringify(first));
  return first === undefined || !isOne || Object.values(first).includes('') || Object.keys(now).length === 0 ? undefined : { labels: first, now, pods: left };
}

function words(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}
