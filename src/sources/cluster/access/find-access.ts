import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { CORE_SCHEMA, load } from 'js-yaml';
import { asObject } from '../../../formats/json.ts';
import type { JsonObject } from '../../../model/json.ts';
import { UserError } from '../../user-error.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { accessFromConfig } from './access-from-config.ts';
import { inClusterAccess } from './in-cluster-access.ts';
import { type Kubeconfig, mergeKubeconfigs } from './merge-kubeconfigs.ts';

export interface AccessRequest {
  /** The file given; else `KUBECONFIG`, else `~/.kube/config`, else the pod's service account. */
  readonly kubeconfig?: string;
  /** The context; else the current one. */
  readonly context?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Finds the cluster that is meant, in the order of kubectl (1.34). Throws a `UserError` that says what is missing. */
export function findAccess({ kubeconfig, context, env }: AccessRequest): ClusterAccess {
  const files = filesOf(kubeconfig, env);
  if (files.length > 0) return accessFromConfig(mergeKubeconfigs(files.map(readKubeconfig)), context, env);
  const own = context === undefined ? inClusterAccess(env) : undefined;
  if (own !== undefined) return own;
  throw new UserError(
    'cluster-no-config',
    'No cluster is known: there is no kubeconfig, and this is no pod.',
    'Give --kubeconfig FILE or set KUBECONFIG; to diagnose what was collected, give its path: why503 diagnose ./evidence.',
  );
}

/** A file that was asked for must be there; those of `KUBECONFIG` that are not are passed over, as kubectl does. */
function filesOf(kubeconfig: string | undefined, env: AccessRequest['env']): readonly string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  if (listed.length > 0) return listed.filter((file) => existsSync(file));
  const usual = join(env['HOME'] ?? homedir(), '.kube', 'config');
  return existsSync(usual) ? [usual] : [];
}

function readKubeconfig(file: string): Kubeconfig {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause);
  }
  return { folder: dirname(resolve(file)), config: parsed(file, text) };
}

function parsed(file: string, text: string): JsonObject {
  let value: unknown;
  try {
    value = load(text, { schema: CORE_SCHEMA });
  } catch (cause) {
    // The parser's message quotes the text, which holds keys.
    throw unreadable(file, 'it is no YAML', cause);
  }
  const config = asObject(value);
  if (config === undefined) throw unreadable(file, 'it holds no kubeconfig');
  return config;
}

function unreadable(file: string, reason: string, cause?: unknown): UserError {
  return new UserError('cluster-config-unreadable', `${file} cannot be used as a kubeconfig: ${reason}`, 'Give another file by --kubeconfig.', cause);
}
