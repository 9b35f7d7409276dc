import { type Cursor, field, textOf } from './cursor.ts';

/**
 * The Istio object that shaped a resource, as `namespace/name`: istiod writes its path into the metadata,
 * `/apis/networking.istio.io/v1/namespaces/monitoring/destination-rule/vminsert` (Istio 1.5 to 1.31).
 */
export function shapedBy(resource: Cursor, kind: 'destination-rule' | 'virtual-service'): string | undefined {
  const parts = textOf(field(resource, 'metadata', 'filter_metadata', 'istio', 'config'))?.split('/') ?? [];
  const at = parts.indexOf('namespaces');
  const namespace = parts[at + 1];
  const name = parts[at + 3];
  return at < 0 || parts[at + 2] !== kind || namespace === undefined || name === undefined ? undefined : `${namespace}/${name}`;
}
