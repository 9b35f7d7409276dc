/** What the node runs out of, and by how much; quantities as Kubernetes writes them. */
export interface Shortage {
  readonly resource: 'memory' | 'ephemeral-storage';
  /** For example `100Mi`. */
  readonly threshold: string;
  readonly available: string;
  /** The container that uses more than it asked for. */
  readonly container?: { readonly name: string; readonly usage: string; readonly request: string };
}

/** The message of an eviction (Kubernetes 1.34, pkg/kubelet/eviction/helpers.go). */
export function evictionMessage({ resource, threshold, available, container }: Shortage): string {
  const parts = [`The node was low on resource: ${resource}. `, `Threshold quantity: ${threshold}, available: ${available}. `];
  if (container !== undefined)
    parts.push(`Container ${container.name} was using ${container.usage}, request is ${container.request}, has larger consumption of ${resource}. `);
  return parts.join('');
}
