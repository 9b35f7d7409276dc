import { listAt, objectAt, stringAt } from '../../../formats/json.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { Headers } from './cluster-access.ts';

/** The headers of a user who acts as another (kubeconfig fields `as`, `as-uid`, `as-groups`, `as-user-extra`; Kubernetes 1.22 to 1.34). Each value has a header line of its own. */
export function impersonation(user: JsonObject): Headers {
  const name = stringAt(user, 'as');
  if (name === undefined || name === '') return {};
  const uid = stringAt(user, 'as-uid');
  const groups = listAt(user, 'as-groups').filter((group) => typeof group === 'string');
  const extra = Object.entries(objectAt(user, 'as-user-extra') ?? {}).flatMap(([key, values]) =>
    Array.isArray(values) ? [[`Impersonate-Extra-${encodeURIComponent(key)}`, values.filter((item) => typeof item === 'string')] as const] : [],
  );
  return {
    'Impersonate-User': name,
    ...(uid === undefined || uid === '' ? {} : { 'Impersonate-Uid': uid }),
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': groups }),
    ...Object.fromEntries(extra),
  };
}
