import { destinationRules, envoyFilters, peerAuthentications, sidecars, virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import { exposedHops } from '../../facts/exposed-hops.ts';
import { nameOf } from '../../facts/field-of.ts';
import { istioVersion } from '../../facts/istio-version.ts';
import { fieldsReference, knownVersions } from '../../knowledge/istio-fields.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import { foreignIn } from './foreign-in.ts';
import { hopMeant, meantBy } from './meant-by.ts';

const seeWith = ['kubectl -n {namespace} get {resource} {name} -o yaml', 'kubectl explain {resource}.spec'] as const;

/** Fields of Istio objects that do not exist: refused or dropped, so that what they ask for never happens. */
export const unknownField: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unknown-field',
    title: 'Field that Istio does not have',
    description: `Compares DestinationRules, EnvoyFilters, PeerAuthentications, Sidecars and VirtualServices, and what was last applied of them, with the definitions of Istio ${knownVersions.from} to ${knownVersions.to}.`,
    references: [
      fieldsReference,
      {
        title: 'Kubernetes: pruning of fields that a definition does not specify',
        url: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning',
        version: 'apiextensions.k8s.io/v1',
      },
    ],
  },
  needs: { exposedHops },
  wants: { destinationRules, envoyFilters, peerAuthentications, sidecars, virtualServices, istioVersion },
  messages: {
    inNoVersion: {
      severity: 'warning',
      text: '{kind} {object} has fields that no Istio from {from} to {to} knows: {fields}. They are refused, or dropped without a word.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    droppedWhenApplied: {
      severity: 'warning',
      text: '{kind} {object} was applied with fields that no Istio from {from} to {to} knows: {fields}. The object in the cluster goes without them.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    inLaterVersions: {
      severity: 'warning',
      text: '{kind} {object} has fields that came with a later Istio than {version}, which runs: {fields}.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    notInNewestKnown: {
      severity: 'info',
      text: '{kind} {object} has fields that Istio {to} does not know, the newest whose definitions are known here: {fields}. Istio {version} runs, whose definitions are not known here.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    maybeInLaterVersions: {
      severity: 'info',
      text: '{kind} {object} has fields that only newer versions of Istio know: {fields}. The evidence does not settle which version runs.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
  },
  *analyze({ exposedHops: hops, istioVersion: version, ...objects }, report) {
    const all = [objects.destinationRules, objects.envoyFilters, objects.peerAuthentications, objects.sidecars, objects.virtualServices].flatMap(
      (list) => list ?? [],
    );
    for (const entry of all) {
      for (const { message, fields, at } of foreignIn(entry, version?.value)) {
        const [first, ...rest] = fields;
        if (first === undefined) continue;
        const meantFor = meantBy(entry.ref.kind, fields);
        const hop = hopMeant(entry, meantFor, hops);
        const evidence = (field: string): Evidence => ({ kind: 'field', at: at(field), value: field });
        const known = `${entry.ref.kind}, Istio ${knownVersions.from} to ${knownVersions.to}`;
        const absent: Evidence = { kind: 'absence', at: entry.at, lookedFor: `${first.path} (${known})` };
        const details = {
          subject: entry.ref,
          ...(hop?.incident === undefined ? {} : { incident: hop.incident }),
          evidence: [evidence(first.path), ...rest.slice(0, 4).map(({ path }) => evidence(path))] as const,
          withoutEffect: {
            meantFor,
            instead: hop === undefined ? ([absent] as const) : ([absent, ...hop.pool.from] as const),
            names: { namespace: entry.ref.namespace ?? 'NAMESPACE', name: entry.ref.name, resource: entry.ref.kind.toLowerCase() },
          },
        };
        const data = {
          kind: entry.ref.kind,
          object: nameOf(entry),
          fields: fields
            .slice(0, 5)
            .map(({ path, since }) => (since === undefined ? path : `${path} (${since})`))
            .join(', '),
        };
        switch (message) {
          case 'inNoVersion':
          case 'droppedWhenApplied':
            yield report(message, { ...details, data: { ...data, ...knownVersions } });
            break;
          case 'notInNewestKnown':
            yield report(message, { ...details, data: { ...data, to: knownVersions.to, version: version?.value ?? '' } });
            break;
          case 'inLaterVersions':
            yield report(message, { ...details, data: { ...data, version: version?.value ?? '' } });
            break;
          case 'maybeInLaterVersions':
            yield report(message, { ...details, data });
        }
      }
    }
  },
});
