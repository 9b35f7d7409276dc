import { chmodSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError, fieldValue, type PodPlace, type ReadData, resourceValue } from './env.ts';
import type { DownwardItems, Items, Pod, TokenSource, Volume } from './pod.ts';

/** What volumes are filled from. */
export interface VolumeSources {
  readonly place: PodPlace;
  readonly read: ReadData;
  /** A service account token for the pod; renewed by its maker. */
  readonly token: (source: TokenSource) => Promise<string>;
  /** Folder of persistent volume claims, shared by the pods that name one. */
  readonly claims: string;
}

/** Files by their path in the volume. */
type Files = Readonly<Record<string, { readonly content: string; readonly mode: number }>>;

/**
 * Makes or refreshes a pod's volumes as folders below `folder`, one each. Files are replaced in one step. Throws `ConfigError` where something that a volume
 * needs is not there.
 */
export async function fillVolumes(pod: Pod, folder: string, sources: VolumeSources): Promise<void> {
  for (const volume of pod.spec.volumes ?? []) {
    const path = join(folder, volume.name);
    const own = linkTarget(pod, volume, sources);
    if (own !== undefined) {
      link(own, path);
      continue;
    }
    mkdirSync(path, { recursive: true });
    // Everyone may write into an emptyDir, as the kubelet makes it.
    chmodSync(path, 0o777);
    replaceFiles(path, await filesOf(pod, volume, sources));
  }
}

function linkTarget(pod: Pod, volume: Volume, { claims }: VolumeSources): string | undefined {
  if (volume.hostPath !== undefined) return volume.hostPath.path;
  if (volume.persistentVolumeClaim === undefined) return undefined;
  const path = join(claims, `${pod.metadata.namespace}_${volume.persistentVolumeClaim.claimName}`);
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o777);
  return path;
}

async function filesOf(pod: Pod, volume: Volume, sources: VolumeSources): Promise<Files> {
  const { configMap, secret, downwardAPI, projected } = volume;
  if (configMap !== undefined) return keyed('configmap', configMap.name, configMap, volume, sources);
  if (secret !== undefined) return keyed('secret', secret.secretName, secret, volume, sources);
  if (downwardAPI !== undefined) return downward(pod, downwardAPI, sources);
  const parts: Files[] = [];
  for (const source of projected?.sources ?? []) {
    if (source.serviceAccountToken !== undefined) {
      parts.push({ [source.serviceAccountToken.path]: { content: await sources.token(source.serviceAccountToken), mode: 0o644 } });
    } else if (source.configMap !== undefined) parts.push(await keyed('configmap', source.configMap.name, source.configMap, volume, sources));
    else if (source.secret !== undefined) parts.push(await keyed('secret', source.secret.name, source.secret, volume, sources));
    else if (source.downwardAPI !== undefined) parts.push(downward(pod, source.downwardAPI, sources));
  }
  return Object.assign({}, ...parts);
}

async function keyed(
  kind: 'configmap' | 'secret',
  name: string,
  { items, optional, defaultMode = 0o644 }: Items,
  volume: Volume,
  sources: VolumeSources,
): Promise<Files> {
  const data = await sources.read(kind, name);
  if (data === undefined) {
    if (optional === true) return {};
    throw new ConfigError(`MountVolume.SetUp failed for volume "${volume.name}" : ${kind} "${name}" not found`);
  }
  const all = items ?? Object.keys(data).map((key) => ({ key, path: key }));
  const files: { [path: string]: { content: string; mode: number } } = {};
  for (const item of all) {
    const content = data[item.key];
    if (content === undefined && optional === true) continue;
    if (content === undefined) throw new ConfigError(`MountVolume.SetUp failed for volume "${volume.name}" : references non-existent ${kind} key: ${item.key}`);
    files[item.path] = { content, mode: ('mode' in item ? item.mode : undefined) ?? defaultMode };
  }
  return files;
}

function downward(pod: Pod, { items = [] }: DownwardItems, { place }: VolumeSources): Files {
  const files = items.map(({ path, fieldRef, resourceFieldRef }) => {
    const content =
      fieldRef !== undefined ? fieldValue(pod, fieldRef, place) : resourceFieldRef === undefined ? '' : resourceValue(pod, resourceFieldRef, place);
    return [path, { content, mode: 0o644 }] as const;
  });
  return Object.fromEntries(files);
}

function replaceFiles(folder: string, files: Files): void {
  for (const [path, { content, mode }] of Object.entries(files)) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(`${target}.new`, content, { mode });
    chmodSync(`${target}.new`, mode);
    renameSync(`${target}.new`, target);
  }
}

/**
 * Makes the tree in which a container finds its volumes: for each mount a symbolic link from `root` + mount path to the volume. A mount below another
 * mount becomes a link inside that volume.
 */
export function linkMounts(
  mounts: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[],
  root: string,
  volumes: string,
): void {
  mkdirSync(root, { recursive: true });
  for (const { name, mountPath, subPath = '' } of mounts.toSorted((a, b) => a.mountPath.length - b.mountPath.length)) {
    const path = join(root, mountPath);
    mkdirSync(dirname(path), { recursive: true });
    link(join(volumes, name, subPath), path);
  }
}

function link(target: string, path: string): void {
  // A folder that is already there holds deeper mounts of an earlier start.
  if (readdirSync(dirname(path)).includes(path.slice(dirname(path).length + 1))) rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path);
}
