import { asObject, objectsAt, stringAt } from '../../../formats/json.ts';
import type { JsonObject } from '../../../model/json.ts';

/** One kubeconfig and the folder that its relative paths start from. */
export interface Kubeconfig {
  readonly folder: string;
  readonly config: JsonObject;
}

/** A named entry of a kubeconfig: a cluster, a user or a context. */
export interface ConfigEntry {
  readonly folder: string;
  readonly value: JsonObject;
}

export interface MergedConfig {
  readonly current?: string;
  readonly clusters: ReadonlyMap<string, ConfigEntry>;
  readonly users: ReadonlyMap<string, ConfigEntry>;
  readonly contexts: ReadonlyMap<string, ConfigEntry>;
}

/** Several files as one: the first that names something wins (kubectl 1.34, client-go/tools/clientcmd/loader.go). */
export function mergeKubeconfigs(files: readonly Kubeconfig[]): MergedConfig {
  const current = files.map(({ config }) => stringAt(config, 'current-context')).find((name) => name !== undefined && name !== '');
  return {
    ...(current === undefined ? {} : { current }),
    clusters: entriesOf(files, 'clusters', 'cluster'),
    users: entriesOf(files, 'users', 'user'),
    contexts: entriesOf(files, 'contexts', 'context'),
  };
}

function entriesOf(files: readonly Kubeconfig[], list: string, key: string): ReadonlyMap<string, ConfigEntry> {
  const entries = new Map<string, ConfigEntry>();
  for (const { folder, config } of files) {
    for (const item of objectsAt(config, list)) {
      const name = stringAt(item, 'name');
      const value = asObject(item[key]);
      if (name !== undefined && value !== undefined && !entries.has(name)) entries.set(name, { folder, value });
    }
  }
  return entries;
}
