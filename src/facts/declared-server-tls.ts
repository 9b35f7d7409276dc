import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { objectAt, stringAt, stringsAt } from '../formats/json.ts';
import type { ServerTls } from './tls-ends.ts';
import { matchesLabels } from './services.ts';

/**
 * What a workload's proxy accepts as PeerAuthentications ask for it: the workload's own, by port first, then the namespace's, then the
 * mesh's (root namespace); none = PERMISSIVE (PeerAuthentication reference, Istio 1.31). Undefined when none were collected.
 */
export function declaredServerTls(
  policies: readonly KubernetesObject[] | undefined,
  root: string,
  of: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>>; readonly port?: number },
): ServerTls | undefined {
  if (policies === undefined || of.namespace === undefined) return undefined;
  const selects = (policy: KubernetesObject): boolean => objectAt(policy.object, 'spec', 'selector') !== undefined;
  const own = policies.filter((policy) => selects(policy) && policy.ref.namespace === of.namespace);
  // without the pod's labels nobody can say which of these hold
  if (own.length > 0 && of.labels === undefined) return undefined;
  const layers = [
    own.filter((policy) => matchesLabels(stringsAt(policy.object, 'spec', 'selector', 'matchLabels'), of.labels ?? {})),
    policies.filter((policy) => !selects(policy) && policy.ref.namespace === of.namespace),
    policies.filter((policy) => !selects(policy) && policy.ref.namespace === root),
  ];
  for (const policy of layers.flat()) {
    const ported = of.port === undefined ? undefined : stringAt(policy.object, 'spec', 'portLevelMtls', String(of.port), 'mode');
    const mode = ported !== undefined && ported !== 'UNSET' ? ported : stringAt(policy.object, 'spec', 'mtls', 'mode');
    const accepts = mode === undefined ? undefined : modes[mode];
    if (mode === undefined || accepts === undefined) continue;
    const path = `${policy.at.path === undefined ? '' : `${policy.at.path}.`}spec.${mode === ported ? `portLevelMtls.${of.port ?? ''}.mode` : 'mtls.mode'}`;
    return { accepts, basis: 'objects', from: [{ kind: 'field', at: { ...policy.at, path }, value: mode }] };
  }
  const [any] = policies;
  return {
    accepts: 'both',
    basis: 'objects',
    from: [
      {
        kind: 'absence',
        at: { artifact: 'peer-authentications', file: any?.at.file ?? 'peer-authentications' },
        lookedFor: `PeerAuthentication for ${of.namespace}`,
      },
    ],
  };
}

const modes: { readonly [text: string]: ServerTls['accepts'] | undefined } = { STRICT: 'mtls', PERMISSIVE: 'both', DISABLE: 'plaintext' };
