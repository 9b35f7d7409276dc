import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterAccess } from './cluster-access.ts';

/** Where a pod finds its service account (Kubernetes 1.0 to 1.34). */
const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The cluster of the pod that this runs in; undefined outside of one. The token is read anew each time: the kubelet renews it. */
export function inClusterAccess(env: Readonly<Record<string, string | undefined>>, folder: string = FOLDER): ClusterAccess | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const tokenFile = join(folder, 'token');
  if (host === undefined || host === '' || !existsSync(tokenFile)) return undefined;
  const read = (name: string): string | undefined => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : undefined);
  const namespace = read('namespace')?.trim();
  const ca = read('ca.crt');
  return {
    context: 'in-cluster',
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    server: `https://${host.includes(':') ? `[${host}]` : host}:${env['KUBERNETES_SERVICE_PORT'] ?? '443'}`,
    tls: ca === undefined ? {} : { ca },
    credentials: async () => ({ headers: { authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}` } }),
  };
}
