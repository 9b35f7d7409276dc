import type { JsonObject } from '../../model/json.ts';
import { ageMs } from './age.ts';
import type { Table } from './columns.ts';
import { kindOfResource } from './resource-kind.ts';

/** `kubectl get events`, also `-o wide` and `-A`. Ages cannot be made absolute, so they stay ages. */
export function eventsOf(table: Table): readonly JsonObject[] {
  return table.rows.flatMap(({ line, cells }) => {
    const object = /^([a-z][a-z0-9.]*)\/(\S+)$/i.exec(cells['OBJECT'] ?? '');
    const reason = cells['REASON'];
    const name = object?.[2];
    if (object === null || name === undefined || reason === undefined) return [];
    const seen = repeated(cells['LAST SEEN']);
    const firstSeen = ageMs(cells['FIRST SEEN']) ?? seen.firstMs;
    const count = Number(cells['COUNT'] ?? seen.count ?? Number.NaN);
    const [component, host] = (cells['SOURCE'] ?? '').split(/,\s*/);
    const space = cells['NAMESPACE'] === undefined ? {} : { namespace: cells['NAMESPACE'] };
    return [
      {
        apiVersion: 'v1',
        kind: 'Event',
        why503Partial: true,
        metadata: { name: cells['NAME'] ?? `${name}.line-${line}`, ...space },
        type: cells['TYPE'] ?? 'Normal',
        reason,
        message: cells['MESSAGE'] ?? '',
        involvedObject: {
          kind: kindOfResource(object[1] ?? ''),
          name,
          ...space,
          ...(cells['SUBOBJECT'] === undefined ? {} : { fieldPath: cells['SUBOBJECT'] }),
        },
        ...(component === undefined || component === '' ? {} : { source: { component, ...(host === undefined ? {} : { host }) } }),
        ...(Number.isFinite(count) ? { count } : {}),
        why503: { ...(seen.lastMs === undefined ? {} : { lastSeenAgoMs: seen.lastMs }), ...(firstSeen === undefined ? {} : { firstSeenAgoMs: firstSeen }) },
      },
    ];
  });
}

/** `38s`, or of a repeated event `4m5s (x12 over 2h)`. */
export function repeated(text: string | undefined): { readonly lastMs?: number; readonly firstMs?: number; readonly count?: number } {
  const match = /^(\S+)(?:\s+\(x(\d+) over (\S+)\))?$/.exec(text ?? '');
  const lastMs = ageMs(match?.[1]);
  const firstMs = ageMs(match?.[3]);
  return {
    ...(lastMs === undefined ? {} : { lastMs }),
    ...(firstMs === undefined ? {} : { firstMs }),
    ...(match?.[2] === undefined ? {} : { count: Number(match[2]) }),
  };
}
