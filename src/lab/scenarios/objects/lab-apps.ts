import type { KubeObject } from '../../cluster/kube-api.ts';
import { service, type WorkloadOptions, workload } from './workload.ts';

type Changes = Partial<Omit<WorkloadOptions, 'name'>>;

/** A Node server (`lab/apps/server.mjs`) and its Service on port 8080. `flags` as its `--help` has them. */
export function server(name: string, flags: readonly string[] = [], changes: Changes = {}): readonly KubeObject[] {
  return [
    workload({
      name,
      image: `lab/${name}:1.0.0`,
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
  return [workload({ name, image: `lab/${name}:1.0.0`, command: ['node', 'client.mjs'], args: ['--url', url, '--for', '20m', ...flags], ...changes })];
}
