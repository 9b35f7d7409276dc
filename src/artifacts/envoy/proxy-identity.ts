import type { Identity, RawDocument } from '../../model/source.ts';

/** A node id (`sidecar~10.244.1.8~vmalert-7d9c5b6f4c-x2k8p.monitoring~monitoring.svc.cluster.local`), taken apart. */
export interface NodeId {
  /** `sidecar`, `router` (gateway), `waypoint`, `ztunnel`. */
  readonly type: string;
  readonly address: string;
  readonly pod: string;
  readonly namespace: string;
}

/** Undefined when the text is no Istio node id. */
export function parseNodeId(text: string | undefined): NodeId | undefined {
  if (text === undefined || text.length > 1000) return undefined;
  const [type, address, name, domain, ...rest] = text.split('~');
  if (type === undefined || address === undefined || name === undefined || domain === undefined || rest.length > 0) return undefined;
  // A pod's name may hold dots, a namespace may not.
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? undefined : { type, address, pod: name.slice(0, dot), namespace: name.slice(dot + 1) };
}

/**
 * Who the proxy is: its own node id first; then what path and container say; then namespaces in its certificate's SPIFFE
 * names. Not known stays absent.
 */
export function proxyIdentity(document: RawDocument, nodeId: string | undefined, sans: readonly string[] = []): Identity {
  const node = parseNodeId(nodeId);
  if (node !== undefined) return { namespace: node.namespace, pod: node.pod };
  const namespace = document.identity.namespace ?? namespaceOf(sans);
  const { pod } = document.identity;
  return { ...(namespace === undefined ? {} : { namespace }), ...(pod === undefined ? {} : { pod }) };
}

/** One key per proxy. A document that names nobody is a proxy of its own, told apart by its file. */
export function proxyKey(proxy: Identity, file: string): string {
  return proxy.pod === undefined ? `file:${file}` : `${proxy.namespace ?? ''}/${proxy.pod}`;
}

function namespaceOf(sans: readonly string[]): string | undefined {
  const names = new Set(sans.flatMap((san) => /^spiffe:\/\/[^/]+\/ns\/([^/]+)\/sa\//.exec(san)?.[1] ?? []));
  return names.size === 1 ? [...names][0] : undefined;
}
