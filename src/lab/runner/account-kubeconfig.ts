import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { asObject, stringAt } from '../../formats/json.ts';
import type { KubeApi } from '../cluster/kube-api.ts';

/** Longer than any run. */
const tokenSeconds = 24 * 3600;

/** Writes a kubeconfig for a service account, with a token of its own and the cluster of the administrator's. */
export async function accountKubeconfig(
  api: KubeApi,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  adminKubeconfig: string,
  file: string,
): Promise<void> {
  const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: tokenSeconds } };
  const token = stringAt(await api.create(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, request), 'status', 'token');
  const admin = asObject(load(readFileSync(adminKubeconfig, 'utf8')));
  writeFileSync(file, JSON.stringify({ ...admin, users: [{ name: 'admin', user: { token } }] }), { mode: 0o600 });
}
