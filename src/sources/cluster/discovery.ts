import { listAt, objectsAt, stringAt } from '../../formats/json.ts';
import { parsedAnswer } from './parse-answer.ts';
import type { Missing, Requester } from './requester.ts';
import type { CollectedResource } from './resources.ts';

/** The version of the API under which the cluster serves a kind: `/apis/GROUP/VERSION`; undefined when it serves none. */
export type Served = (resource: CollectedResource) => string | undefined;

/** One document for all groups (Kubernetes 1.27 to 1.34; v2 since 1.30). */
const ACCEPT =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';

/**
 * Asks what the cluster serves, so that no kind is asked for that it has not. Where it does not say, every kind is taken for served at its usual version.
 * A first question that gets no answer at all is handed back as `failed`.
 */
export async function discover(ask: Requester): Promise<{ readonly served: Served; readonly failed?: Missing }> {
  const found = await ask.get('/apis', { accept: ACCEPT });
  if (found.kind === 'missing') return { served: usual, failed: found };
  const groups = objectsAt(parsedAnswer(found.text), 'items');
  if (groups.length === 0) return { served: usual };
  const versions = new Map<string, string[]>(); // group/plural -> versions, preferred first
  for (const group of groups) {
    const name = stringAt(group, 'metadata', 'name') ?? '';
    for (const version of objectsAt(group, 'versions')) {
      for (const resource of objectsAt(version, 'resources')) {
        if (!listAt(resource, 'verbs').includes('list')) continue;
        const key = `${name}/${stringAt(resource, 'resource') ?? ''}`;
        versions.set(key, [...(versions.get(key) ?? []), stringAt(version, 'version') ?? '']);
      }
    }
  }
  return {
    served: ({ api, resource }) => {
      const [, , group, version = ''] = api.split('/');
      if (api === '/api/v1' || group === undefined) return api;
      const known = versions.get(`${group}/${resource}`);
      if (known === undefined || known[0] === undefined) return undefined;
      return `/apis/${group}/${known.includes(version) ? version : known[0]}`;
    },
  };
}

const usual: Served = ({ api }) => api;
