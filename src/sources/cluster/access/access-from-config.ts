import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { booleanAt, stringAt } from '../../../formats/json.ts';
import { UserError } from '../../user-error.ts';
import type { ClusterAccess, ClusterTls, Credentials } from './cluster-access.ts';
import { type ExecEnvironment, execCredentials } from './exec-credentials.ts';
import { impersonation } from './impersonation.ts';
import type { ConfigEntry, MergedConfig } from './merge-kubeconfigs.ts';

/** The cluster and user of one context. Throws a `UserError` when the context, its cluster or its user does not say enough. */
export function accessFromConfig(merged: MergedConfig, wanted: string | undefined, env: ExecEnvironment): ClusterAccess {
  const name = wanted ?? merged.current;
  const context = name === undefined ? undefined : merged.contexts.get(name);
  if (name === undefined || context === undefined) {
    const known = [...merged.contexts.keys()].slice(0, 20).join(', ');
    throw new UserError(
      'cluster-unknown-context',
      name === undefined ? 'The kubeconfig names no current context.' : `The kubeconfig has no context ${name}.`,
      known === '' ? 'Give another kubeconfig by --kubeconfig.' : `Choose one by --context: ${known}`,
    );
  }
  const cluster = merged.clusters.get(stringAt(context.value, 'cluster') ?? '');
  const user = merged.users.get(stringAt(context.value, 'user') ?? '');
  const server = stringAt(cluster?.value, 'server');
  if (cluster === undefined || server === undefined || !URL.canParse(server)) throw incomplete(name, 'it names no cluster with a server');
  const namespace = stringAt(context.value, 'namespace');
  const proxy = stringAt(cluster.value, 'proxy-url');
  return {
    context: name,
    ...(namespace === undefined || namespace === '' ? {} : { namespace }),
    server: server.replace(/\/+$/, ''),
    tls: tlsOf(cluster),
    ...(proxy === undefined || proxy === '' ? {} : { proxy }),
    credentials: user === undefined ? async () => ({ headers: {} }) : credentialsOf(name, user, cluster, env),
  };
}

function tlsOf(cluster: ConfigEntry): ClusterTls {
  const ca = materialOf(cluster, 'certificate-authority');
  const servername = stringAt(cluster.value, 'tls-server-name');
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(servername === undefined || servername === '' ? {} : { servername }),
    ...(booleanAt(cluster.value, 'insecure-skip-tls-verify') === true ? { rejectUnauthorized: false } : {}),
  };
}

function credentialsOf(context: string, user: ConfigEntry, cluster: ConfigEntry, env: ExecEnvironment): ClusterAccess['credentials'] {
  const { value } = user;
  const headers = impersonation(value);
  const cert = materialOf(user, 'client-certificate');
  const key = materialOf(user, 'client-key');
  const own: Credentials = { headers, ...(cert === undefined || key === undefined ? {} : { cert, key }) };
  const tokenFile = stringAt(value, 'tokenFile');
  if (tokenFile !== undefined && tokenFile !== '') {
    return async () => ({ ...own, headers: { ...headers, ...bearer(readText(resolve(user.folder, tokenFile)).trim()) } });
  }
  // `auth-provider` was taken out of kubectl but for OpenID Connect, whose last token is used as it is.
  const token = stringAt(value, 'token') ?? stringAt(value, 'auth-provider', 'config', 'id-token');
  if (token !== undefined && token !== '') return async () => ({ ...own, headers: { ...headers, ...bearer(token) } });
  const username = stringAt(value, 'username');
  if (username !== undefined && username !== '') {
    const pair = Buffer.from(`${username}:${stringAt(value, 'password') ?? ''}`).toString('base64');
    return async () => ({ ...own, headers: { ...headers, authorization: `Basic ${pair}` } });
  }
  if (value['exec'] !== undefined) {
    const asked = execCredentials(user, cluster, env);
    return async () => {
      const { token: given, ...pair } = await asked();
      return { ...own, ...pair, headers: { ...headers, ...(given === undefined ? {} : bearer(given)) } };
    };
  }
  if (value['auth-provider'] !== undefined) throw incomplete(context, 'its user has an auth-provider without a token, which kubectl has given up as well');
  return async () => own;
}

function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

/** A certificate or key: in the file itself as base64, or in a file of its own. */
function materialOf({ folder, value }: ConfigEntry, key: string): string | undefined {
  const data = stringAt(value, `${key}-data`);
  if (data !== undefined && data !== '') return Buffer.from(data, 'base64').toString('utf8');
  const file = stringAt(value, key);
  return file === undefined || file === '' ? undefined : readText(resolve(folder, file));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError('cluster-config-unreadable', `A file that the kubeconfig names cannot be read: ${reason}`, 'Mend the path in the kubeconfig.', cause);
  }
}

function incomplete(context: string, reason: string): UserError {
  return new UserError('cluster-config-incomplete', `The context ${context} cannot be used: ${reason}.`, 'Mend the kubeconfig, or choose another --context.');
}
