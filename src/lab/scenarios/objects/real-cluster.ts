import { listAt, objectsAt } from '../../../formats/json.ts';
import type { KubeObject } from '../../cluster/kube-api.ts';
import { service, workload } from './workload.ts';

/** Tenant 0 of the cluster version: its paths begin with this, those of the single program do not (VictoriaMetrics 1.150). */
const tenant = '/insert/0/prometheus';
/** Flags of the stand-in that vminsert does not have: it stores nothing. */
const ofStorage = /^-(?:storageDataPath|retentionPeriod)=/;

/**
 * The same objects with the user's own vminsert in place of the stand-in, and a vmstorage behind it: programs, flags and URLs change, names and ports do not.
 */
export function withRealCluster(objects: readonly KubeObject[], namespace: string): readonly KubeObject[] {
  const changed = objects.map((object) => withContainers(object, (container) => realContainer(container, namespace)));
  return objects.some(isStandIn) ? [...vmstorage(), ...changed] : changed;
}

function vmstorage(): readonly KubeObject[] {
  const args = ['-httpListenAddr=:8482', '-vminsertAddr=:8400', '-vmselectAddr=:8401', '-storageDataPath=$(POD_ROOT)/vmstorage-data', '-retentionPeriod=1d'];
  return [
    workload({ name: 'vmstorage', image: 'victoriametrics/vmstorage', command: ['vmstorage'], args, port: 8482, readyPath: '/health', sidecar: false }),
    service('vmstorage', 8400, { headless: true }),
  ];
}

function isStandIn(object: KubeObject): boolean {
  return object.metadata.name === 'vminsert' && containersOf(object).some(({ command }) => Array.isArray(command) && command.includes('victoria-metrics'));
}

type Container = Readonly<Record<string, unknown>>;

function containersOf(object: KubeObject): readonly Container[] {
  return objectsAt(object, 'spec', 'template', 'spec', 'containers');
}

function withContainers(object: KubeObject, change: (container: Container) => Container): KubeObject {
  const containers = containersOf(object);
  if (containers.length === 0) return object;
  // Deployments and StatefulSets of the lab's own builders: this is where their containers are.
  const { template, ...spec } = object['spec'] as { readonly template: { readonly spec: Container } };
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...template.spec, containers: containers.map(change) } } } };
}

function realContainer(container: Container, namespace: string): Container {
  const args = listAt(container, 'args').map(String);
  if (container['name'] !== 'vminsert') return { ...container, args: args.map(withTenant) };
  return {
    ...container,
    image: 'victoriametrics/vminsert',
    command: ['vminsert'],
    args: [...args.filter((arg) => !ofStorage.test(arg)), `-storageNode=vmstorage.${namespace}.svc:8400`],
  };
}

/** `http://vminsert…:8480` and what follows, with the tenant between. */
function withTenant(arg: string): string {
  return arg.replace(/(https?:\/\/vminsert[^/\s]*:8480)(?!\/insert\/)/, `$1${tenant}`);
}
