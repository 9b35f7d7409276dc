import { listAt, objectAt, objectsAt } from '../../../formats/json.ts';
import type { KubeObject } from '../../cluster/kube-api.ts';
import { service, type WorkloadOptions, workload } from './workload.ts';

type Changes = Partial<Omit<WorkloadOptions, 'name'>>;

/** A Node server (`lab/apps/server.mjs`) and its Service on port 8080. `flags` as its `--help` has them. */
export function server(name: string, flags: readonly string[] = [], changes: Changes = {}): readonly KubeObject[] {
  return [
    workload({
      name,
      image: `apps/${name}:1.0.0`,
      command: ['node', 'server.mjs'],
      args: ['--port', '8080', ...flags],
      port: 8080,
      readyPath: '/ready',
      ...changes,
    }),
    service(name, 8080),
  ];
}

/** A client (`lab/apps/client.mjs`) that makes requests to a URL. `flags` as its `--help` has them. */
export function client(name: string, url: string, flags: readonly string[] = [], changes: Changes = {}): readonly KubeObject[] {
  return [workload({ name, image: `apps/${name}:1.0.0`, command: ['node', 'client.mjs'], args: ['--url', url, '--for', '20m', ...flags], ...changes })];
}

/** The object with `--seed` at each client of its pods that has none: a number that follows from the run's seed and the object's name. */
export function seededClient(object: KubeObject, seed: number): KubeObject {
  const spec = objectAt(object, 'spec');
  const template = objectAt(spec, 'template');
  const pod = objectAt(template, 'spec');
  if (pod === undefined) return object;
  const containers = objectsAt(pod, 'containers').map((container) => {
    const words = [...listAt(container, 'command'), ...listAt(container, 'args')];
    const isClient = words[0] === 'node' && words[1] === 'client.mjs' && !words.includes('--seed');
    return isClient ? { ...container, args: [...listAt(container, 'args'), '--seed', `${mixed(seed, object.metadata.name)}`] } : container;
  });
  return { ...object, spec: { ...spec, template: { ...template, spec: { ...pod, containers } } } };
}

/** A number of 32 bits (FNV-1a). */
function mixed(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed}/${name}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash >>> 0;
}
