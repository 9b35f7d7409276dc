import { numberAt, stringAt } from '../../formats/json.ts';
import { type KubeApi, KubeError } from '../cluster/kube-api.ts';
import { dataOf, type ReadData } from './env.ts';
import type { Pod, TokenSource } from './pod.ts';

/** Reads ConfigMaps and Secrets of a pod's namespace. */
export function dataReader(api: KubeApi, namespace: string): ReadData {
  return async (kind, name) => {
    try {
      const object = await api.get(`/api/v1/namespaces/${namespace}/${kind === 'secret' ? 'secrets' : 'configmaps'}/${name}`);
      return dataOf({ ...object, kind: kind === 'secret' ? 'Secret' : 'ConfigMap' });
    } catch (error) {
      if (error instanceof KubeError && error.status === 404) return undefined;
      throw error;
    }
  };
}

/** Tokens of the pod's service account by the TokenRequest API, kept until four fifths of their life are over, as a kubelet does. */
export function tokenSource(api: KubeApi, pod: Pod): (source: TokenSource) => Promise<string> {
  const kept = new Map<string, { readonly token: string; readonly renewAt: number }>();
  const { name, namespace, uid } = pod.metadata;
  const account = pod.spec.serviceAccountName || 'default';
  return async ({ audience, expirationSeconds = 3600 }) => {
    const key = `${audience ?? ''} ${expirationSeconds}`;
    const known = kept.get(key);
    const now = Date.now();
    if (known !== undefined && now < known.renewAt) return known.token;
    const answer = await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts/${account}/token`, {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { ...(audience === undefined ? {} : { audiences: [audience] }), expirationSeconds, boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name, uid } },
    });
    const token = stringAt(answer, 'status', 'token') ?? '';
    const life = (numberAt(answer, 'spec', 'expirationSeconds') ?? expirationSeconds) * 1000;
    kept.set(key, { token, renewAt: now + life * 0.8 });
    return token;
  };
}
