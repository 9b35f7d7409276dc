/** One end of a request path as people name it. */
export interface PathEnd {
  readonly namespace: string;
  /** A Service, a workload or a pod. */
  readonly name: string;
}

/** Reads `NAMESPACE/NAME[:PORT]`, or a name alone in the given namespace; undefined for anything that is no name of Kubernetes. */
export function pathEnd(text: string, namespace: string): PathEnd | undefined {
  const match = /^(?:([a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)\/)?([a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?)(?::[a-z0-9-]{1,20})?$/.exec(text);
  return match?.[2] === undefined ? undefined : { namespace: match[1] ?? namespace, name: match[2] };
}
