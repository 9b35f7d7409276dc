import type { KubeObject } from '../../cluster/kube-api.ts';
import { service, type WorkloadOptions, workload } from './workload.ts';

type Changes = Partial<Omit<WorkloadOptions, 'name'>>;

/** nginx (`lab/apps/nginx.conf`: idle limit 5 s) and its Service on port 8080. */
export function nginxServer(name: string, changes: Changes = {}): readonly KubeObject[] {
  // The file's path must be absolute, and the folder is the pod's own.
  const command = ['sh', '-c', 'exec nginx -c "$PWD/nginx.conf" -e stderr -p "$POD_ROOT"'];
  return [workload({ name, image: 'nginx:1.22', command, port: 8080, readyPath: '/', ...changes }), service(name, 8080)];
}

/** A threaded server on Python's http.server (`lab/apps/server.py`: idle limit 5 s) and its Service on port 8080. `flags` as its `--help` has them. */
export function pythonServer(name: string, flags: readonly string[] = [], changes: Changes = {}): readonly KubeObject[] {
  return [
    workload({ name, image: `apps/${name}:1.0.0`, command: ['python3', 'server.py'], args: flags, port: 8080, readyPath: '/', ...changes }),
    service(name, 8080),
  ];
}
