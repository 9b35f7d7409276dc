import { controllers, virtualServices } from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { question } from '../artifacts/question.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import type { Evidence } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { dotted } from './dotted.ts';
import { nameOfHost } from './parties.ts';
import { appContainers, pods } from './pods.ts';
import { type Service, services } from './services.ts';

/** Services that somebody means to call, by `name.namespace`, each with the place that says so; empty for the question's own. */
export const usedServices: Fact<ReadonlyMap<string, readonly Evidence[]>> = defineFact({
  id: 'used-services',
  needs: { services },
  wants: { pods, controllers, virtualServices, question },
  derive: ({ services, pods, controllers, virtualServices, question }) => {
    const settings = [
      ...(pods ?? []).flatMap((pod) => appContainers(pod).flatMap((container) => settingsOf(pod.object, pod.namespace, container.spec, container.specPath))),
      ...(controllers ?? []).flatMap(settingsOfTemplate),
    ];
    const asked = question?.to === undefined ? undefined : dotted(question.to);
    const used = new Map<string, readonly Evidence[]>();
    for (const service of services) {
      const mention = settings.find((setting) => mentions(setting, service)) ?? virtualServiceFor(service, virtualServices ?? []);
      if (mention !== undefined) used.set(service.key, [mention.evidence]);
      else if (asked === service.key || asked === service.name) used.set(service.key, []);
    }
    return used;
  },
});

interface Setting {
  readonly namespace: string;
  readonly text: string;
  readonly evidence: Evidence;
}

function settingsOfTemplate(entry: KubernetesObject): readonly Setting[] {
  return objectsAt(entry.object, 'spec', 'template', 'spec', 'containers').flatMap((container, index) =>
    container['name'] === 'istio-proxy' ? [] : settingsOf(entry, entry.ref.namespace ?? 'default', container, `spec.template.spec.containers[${index}]`),
  );
}

/** Arguments and variables of a container, as one text each. */
function settingsOf(entry: KubernetesObject, namespace: string, container: Readonly<Record<string, unknown>>, path: string): readonly Setting[] {
  const at = (rest: string): Evidence['at'] => ({ ...entry.at, path: `${path}.${rest}` });
  const words = (['command', 'args'] as const).flatMap((field) => {
    const list = container[field];
    return (Array.isArray(list) ? list : []).flatMap((word: unknown, index): readonly Setting[] =>
      typeof word === 'string' && /[./:]/.test(word)
        ? [{ namespace, text: word.slice(0, 2_000), evidence: { kind: 'field', at: at(`${field}[${index}]`), value: word.slice(0, 300) } }]
        : [],
    );
  });
  const env = objectsAt(container, 'env').flatMap((entry_, index): readonly Setting[] => {
    const value = stringAt(entry_, 'value');
    return value === undefined
      ? []
      : [{ namespace, text: value.slice(0, 2_000), evidence: { kind: 'field', at: at(`env[${index}].value`), value: value.slice(0, 300) } }];
  });
  return [...words, ...env];
}

/** The Service's host as a word: with its namespace anywhere, without it only from the same namespace and in the shape of an address. */
function mentions({ namespace, text }: Setting, service: Service): boolean {
  if (!text.includes(service.name)) return false;
  for (const word of text.split(/[\s,;"'=@]+|\/\//)) {
    const host = word.split(/[/:?]/, 1)[0] ?? '';
    if (host === `${service.name}.${service.namespace}` || host.startsWith(`${service.name}.${service.namespace}.svc`)) return true;
    if (namespace === service.namespace && host === service.name && (word.includes(':') || text.includes(`//${host}`) || word === text)) return true;
  }
  return false;
}

function virtualServiceFor(service: Service, all: readonly KubernetesObject[]): Setting | undefined {
  for (const entry of all) {
    for (const [index, rule] of objectsAt(entry.object, 'spec', 'http').entries()) {
      for (const [position, route] of objectsAt(rule, 'route').entries()) {
        const host = stringAt(route, 'destination', 'host');
        if (host === undefined) continue;
        const { name, namespace } = host.includes('.')
          ? nameOfHost(host.includes('.svc') ? host : `${host}.svc`)
          : { name: host, namespace: entry.ref.namespace };
        if (name === service.name && namespace === service.namespace) {
          return {
            namespace: entry.ref.namespace ?? 'default',
            text: host,
            evidence: { kind: 'field', at: { ...entry.at, path: `spec.http[${index}].route[${position}].destination.host` }, value: host },
          };
        }
      }
    }
  }
  return undefined;
}
