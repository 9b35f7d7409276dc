import { readRole } from '../../sources/cluster/read-role.ts';
import type { KubeApi, KubeObject } from '../cluster/kube-api.ts';
import { accountKubeconfig } from './account-kubeconfig.ts';

/** A namespace that no scenario has. */
const account = { namespace: 'on-call', name: 'why503-read' };

/** Makes a service account with exactly the role that `why503 generate rbac` prints, and writes a kubeconfig for it. */
export async function readerAccount(api: KubeApi, adminKubeconfig: string, file: string): Promise<void> {
  await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: account.namespace } });
  // The role's objects have a kind and a name, as anything that is applied.
  for (const object of readRole(account.name, false, account)) await api.apply(object as KubeObject);
  await accountKubeconfig(api, account, adminKubeconfig, file);
}
