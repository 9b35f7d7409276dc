import type { KubeObject, WatchEvent } from './kube-api.ts';

/** The objects of one watch as they are now. */
export interface TrackedObjects {
  readonly all: () => readonly KubeObject[];
  /** To be given every event of the watch. */
  readonly take: (event: WatchEvent) => void;
}

/** Follows one watch; `changed` is called after each event. A complete list replaces what was known: an object may have been deleted while the watch was broken. */
export function trackObjects(changed: () => void): TrackedObjects {
  const objects = new Map<string, KubeObject>();
  return {
    all: () => [...objects.values()],
    take: (event) => {
      if (event.type === 'synced') {
        objects.clear();
        for (const object of event.objects) objects.set(keyOf(object), object);
      } else if (event.type === 'deleted') objects.delete(keyOf(event.object));
      else objects.set(keyOf(event.object), event.object);
      changed();
    },
  };
}

function keyOf({ metadata: { namespace = '', name } }: KubeObject): string {
  return `${namespace}/${name}`;
}
