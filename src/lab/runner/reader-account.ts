import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { asObject, stringAt } from '../../formats/json.ts';
import { readRole } from '../../sources/cluster/read-role.ts';
import type { KubeApi, KubeObject } from '../cluster/kube-api.ts';

/** A namespace that no scenario has. */
const account = { namespace: 'on-call', name: 'why503-read' };
/** Longer than any run. */
const tokenSeconds = 24 * 3600;

/** Makes a service account with exactly the role that `why503 generate rbac` prints, and writes a kubeconfig for it. */
export async function readerAccount(api: KubeApi, adminKubeconfig: string, file: string): Promise<void> {
  await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: account.namespace } });
  // The role's objects have a kind and a name, as anything that is applied.
  for (const object of readRole(account.name, false, account)) await api.apply(object as KubeObject);
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: tokenSeconds } };
  const token = stringAt(await api.create(`/api/v1/namespaces/${account.namespace}/serviceaccounts/${account.name}/token`, request), 'status', 'token');
  const admin = asObject(load(readFileSync(adminKubeconfig, 'utf8')));
  writeFileSync(file, JSON.stringify({ ...admin, users: [{ name: 'admin', user: { token } }] }), { mode: 0o600 });
}
