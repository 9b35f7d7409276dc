import { asObject, objectsAt, stringAt } from '../../formats/json.ts';
import type { RawDocument } from '../../model/source.ts';
import type { Inventory } from './inventory.ts';

/** `kubectl get` without `-A` leaves the namespace out: it is taken from the pod of that name, or from a folder named as a namespace. */
export function placeRows(document: RawDocument, inventory: Inventory): RawDocument {
  const list = document.body.kind === 'json' ? asObject(document.body.value) : undefined;
  if (list?.['why503Partial'] !== true) return document;
  const folder = document.file.split(/[/.!]/).findLast((part) => inventory.namespaces.has(part)) ?? document.identity.namespace;
  const items = objectsAt(list, 'items').map((item) => {
    if (stringAt(item, 'metadata', 'namespace') !== undefined || item['kind'] === 'Node') return item;
    const name = stringAt(item, 'involvedObject', 'name') ?? stringAt(item, 'metadata', 'name') ?? '';
    const namespace = inventory.podIn(name, [])?.namespace ?? folder;
    if (namespace === undefined) return item;
    const involved = asObject(item['involvedObject']);
    return {
      ...item,
      metadata: { ...asObject(item['metadata']), namespace },
      ...(involved === undefined ? {} : { involvedObject: { ...involved, namespace } }),
    };
  });
  return { ...document, body: { kind: 'json', value: { ...list, items } } };
}
