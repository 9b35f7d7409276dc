import type { JsonObject } from '../../model/json.ts';
import { definedResources } from './definitions.ts';
import { type CollectedResource, collectedResources, furtherResources, groupOf, repairedResources } from './resources.ts';

/** What collecting needs to be allowed, as rules of a ClusterRole: made of the plan itself, so that the two cannot part. Secrets are not among them. */
export function readRules(): readonly JsonObject[] {
  const plain = [...collectedResources, ...furtherResources].filter(({ kind }) => kind !== 'CustomResourceDefinition');
  return [
    ...rulesFor(plain, ['get', 'list']),
    {
      apiGroups: ['apiextensions.k8s.io'],
      resources: ['customresourcedefinitions'],
      resourceNames: definedResources.map(({ definition }) => definition).toSorted(),
      verbs: ['get'],
    },
    { apiGroups: [''], resources: ['pods/log'], verbs: ['get'] },
    // Over a WebSocket it is a GET, which since Kubernetes 1.35 needs `create` as well.
    { apiGroups: [''], resources: ['pods/portforward'], verbs: ['create', 'get'] },
  ];
}

/** What `fix` needs beside reading: its dry runs are writes to an API server's eyes (Kubernetes 1.34), and `--undo` deletes what `--apply` made. */
export function repairRules(): readonly JsonObject[] {
  return rulesFor(repairedResources, ['create', 'delete', 'patch']);
}

/** One rule for each API group. */
function rulesFor(all: readonly CollectedResource[], verbs: readonly string[]): readonly JsonObject[] {
  return [...Map.groupBy(all, ({ api }) => groupOf(api))].map(([group, resources]) => ({
    apiGroups: [group],
    resources: [...new Set(resources.map(({ resource }) => resource))].toSorted(),
    verbs,
  }));
}

/** A ClusterRole with these rules, and its binding to a service account where one is named. */
export function readRole(name: string, isRepairing: boolean, account?: { readonly namespace: string; readonly name: string }): readonly JsonObject[] {
  const role = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
    rules: [...readRules(), ...(isRepairing ? repairRules() : [])],
  };
  if (account === undefined) return [role];
  return [
    role,
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: account },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
      subjects: [{ kind: 'ServiceAccount', ...account }],
    },
  ];
}
