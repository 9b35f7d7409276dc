import type { FoundNames } from './found-names.ts';

/** Folders of pages and logs of pods, by namespace and pod, as this and other tools write them. */
const OF_PODS: ReadonlySet<string> = new Set(['logs', 'envoy', 'metrics', 'host', 'namespaces', 'pods', 'probe']);

/** Finds names in the path of a file: what lies below folders of pods, what looks like a pod, and the name that somebody gave to an archive. */
export function namesInPath(path: string, found: FoundNames): void {
  const [archive, inner] = path.includes('!/') ? [path.slice(0, path.indexOf('!/')), path.slice(path.indexOf('!/') + 2)] : ['', path];
  for (const part of archive.split('/')) found.add(part);
  const parts = inner.split('/').map((part) => part.replace(/(?:\.(?:gz|zst|log|txt|json|ya?ml|previous|prom|\d+))+$/, ''));
  const from = parts.findIndex((part) => OF_PODS.has(part));
  for (const [index, part] of parts.entries()) {
    if ((from !== -1 && index > from) || POD.test(part)) found.add(part);
  }
}

const POD = /^[a-z][a-z0-9-]*-[0-9a-z]{5,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/;
