import type { PodName } from '../../sources/cluster/pod-name.ts';
import { type HostPage, nodePages, podPages } from './host-pages.ts';
import type { EvidenceReaders } from './readers.ts';

/**
 * Runs a program and gives what it printed on standard output; throws when it fails. With a pod: inside the pod's network namespace,
 * without: on the node.
 */
export type Exec = (command: readonly string[], options: { readonly pod?: PodName; readonly signal: AbortSignal }) => Promise<string>;

/**
 * Readers that run programs in the pod's network. `get` is a program with its first arguments, to which a URL is added; it prints the body
 * and fails on an error status. It asks the pod's loopback, where the sidecar redirects nothing (Istio's ISTIO_OUTPUT chain returns for 127.0.0.1/32).
 */
export function readersByExec(exec: Exec, get: readonly string[]): Required<Pick<EvidenceReaders, 'admin' | 'metrics' | 'onNode' | 'inPod'>> {
  const fetched = (pod: PodName, port: number, path: string, signal: AbortSignal): Promise<string> =>
    exec([...get, `http://127.0.0.1:${port}${path.startsWith('/') ? '' : '/'}${path}`], { pod, signal });
  const command = <P extends string>(pages: readonly HostPage<P>[], page: P): readonly string[] => pages.find((one) => one.page === page)?.command ?? [];
  return {
    admin: (pod, path, signal) => fetched(pod, ADMIN_PORT, path, signal),
    metrics: (pod, port, path, signal) => fetched(pod, port, path, signal),
    onNode: (page, signal) => exec(command(nodePages, page), { signal }),
    inPod: (pod, page, signal) => exec(command(podPages, page), { pod, signal }),
  };
}

/** Envoy's admin page in a sidecar of Istio. */
const ADMIN_PORT = 15_000;
