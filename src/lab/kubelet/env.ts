import type { JsonObject } from '../../model/json.ts';
import type { Amounts, Container, EnvVar, FieldRef, KeyRef, Pod, ResourceFieldRef } from './pod.ts';
import { quantity } from './quantity.ts';

/** What is known of a pod only on its node. */
export interface PodPlace {
  readonly podIp: string;
  readonly hostIp: string;
  /** What a container without a limit may use. */
  readonly allocatable: { readonly cpu: number; readonly memory: number };
}

/** Reads the data of a ConfigMap (text) or Secret (decoded); absent where there is no such object. */
export type ReadData = (kind: 'configmap' | 'secret', name: string) => Promise<Readonly<Record<string, string>> | undefined>;

/** A container cannot be made as its pod wants it. The message is the kubelet's. */
export class ConfigError extends Error {}

/** The environment of a container, with `$(NAME)` in values expanded by what stands before. */
export async function containerEnv(pod: Pod, container: Container, place: PodPlace, read: ReadData): Promise<Readonly<Record<string, string>>> {
  const env: Record<string, string> = {};
  for (const { prefix = '', configMapRef, secretRef } of container.envFrom ?? []) {
    const ref = configMapRef ?? secretRef;
    if (ref === undefined) continue;
    const kind = configMapRef === undefined ? 'secret' : 'configmap';
    const data = await read(kind, ref.name);
    if (data === undefined && ref.optional !== true) throw new ConfigError(`${kind} "${ref.name}" not found`);
    for (const [name, value] of Object.entries(data ?? {})) env[prefix + name] = value;
  }
  for (const variable of container.env ?? []) {
    const value = await resolve(variable, env, { pod, container, place, read });
    if (value !== undefined) env[variable.name] = value;
  }
  return env;
}

interface Surroundings {
  readonly pod: Pod;
  readonly container: Container;
  readonly place: PodPlace;
  readonly read: ReadData;
}

async function resolve({ value, valueFrom }: EnvVar, env: Readonly<Record<string, string>>, around: Surroundings): Promise<string | undefined> {
  if (valueFrom === undefined) return expand(value ?? '', env);
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef } = valueFrom;
  if (fieldRef !== undefined) return fieldValue(around.pod, fieldRef, around.place);
  if (resourceFieldRef !== undefined) return resourceValue(around.pod, resourceFieldRef, around.place, around.container);
  if (configMapKeyRef !== undefined) return keyValue('configmap', configMapKeyRef, around.read);
  return secretKeyRef === undefined ? '' : keyValue('secret', secretKeyRef, around.read);
}

async function keyValue(kind: 'configmap' | 'secret', { name, key, optional }: KeyRef, read: ReadData): Promise<string | undefined> {
  const data = await read(kind, name);
  const value = data?.[key];
  if (value !== undefined || optional === true) return value;
  if (data === undefined) throw new ConfigError(`${kind} "${name}" not found`);
  throw new ConfigError(`couldn't find key ${key} in ${kind === 'secret' ? 'Secret' : 'ConfigMap'} ${name}`);
}

/** The downward API's fields of a pod. Labels and annotations as a whole are one `name="value"` a line. */
export function fieldValue({ metadata, spec }: Pod, { fieldPath }: FieldRef, { podIp, hostIp }: PodPlace): string {
  const [, map = '', key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(fieldPath) ?? [];
  if (map === 'labels') return metadata.labels?.[key] ?? '';
  if (map === 'annotations') return metadata.annotations?.[key] ?? '';
  switch (fieldPath) {
    case 'metadata.name':
      return metadata.name;
    case 'metadata.namespace':
      return metadata.namespace;
    case 'metadata.uid':
      return metadata.uid;
    case 'metadata.labels':
      return pairs(metadata.labels);
    case 'metadata.annotations':
      return pairs(metadata.annotations);
    case 'spec.nodeName':
      return spec.nodeName ?? '';
    case 'spec.serviceAccountName':
      return spec.serviceAccountName ?? 'default';
    case 'status.podIP':
    case 'status.podIPs':
      return podIp;
    case 'status.hostIP':
    case 'status.hostIPs':
      return hostIp;
    default:
      throw new ConfigError(`unsupported fieldPath: ${fieldPath}`);
  }
}

function pairs(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join('\n');
}

/** A container's limit or request in units of the divisor, rounded up; without one, what the node has. */
export function resourceValue(pod: Pod, ref: ResourceFieldRef, { allocatable }: PodPlace, own?: Container): string {
  const all = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const container = ref.containerName === undefined ? own : all.find(({ name }) => name === ref.containerName);
  const [list = '', resource = ''] = ref.resource.split('.');
  if ((list !== 'limits' && list !== 'requests') || (resource !== 'cpu' && resource !== 'memory'))
    throw new ConfigError(`unsupported container resource : ${ref.resource}`);
  const amounts: Amounts | undefined = container?.resources?.[list];
  const amount = quantity(amounts?.[resource]) ?? (list === 'limits' ? allocatable[resource] : 0);
  // `0` is what the API server writes for a divisor that was left out.
  return `${Math.ceil(amount / (quantity(ref.divisor) || 1))}`;
}

/** Kubernetes' expansion: `$(NAME)` becomes the value, `$$` a dollar, an unknown name stays as it is written. */
export function expand(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([A-Za-z0-9_.-]+)\))/g, (whole, inner: string, name: string | undefined) => (inner === '$' ? '$' : (env[name ?? ''] ?? whole)));
}

/** The data of a ConfigMap or Secret object as text. */
export function dataOf(object: JsonObject): Readonly<Record<string, string>> {
  const entries = (name: string): [string, string][] => {
    const map = object[name];
    return typeof map === 'object' && map !== null ? Object.entries(map).map(([key, value]) => [key, String(value)]) : [];
  };
  const isSecret = object['kind'] === 'Secret';
  const decode = (value: string): string => Buffer.from(value, 'base64').toString();
  return Object.fromEntries([
    ...entries('data').map(([key, value]): [string, string] => [key, isSecret ? decode(value) : value]),
    ...entries('binaryData').map(([key, value]): [string, string] => [key, decode(value)]),
  ]);
}
