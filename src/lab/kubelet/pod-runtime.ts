import type { PodPlace, ReadData } from './env.ts';
import type { Events } from './events.ts';
import type { KubeletOptions } from './options.ts';
import type { Container, Pod } from './pod.ts';
import type { PodFolders } from './pod-folders.ts';

/** What the containers of one pod share. */
export interface PodRuntime {
  readonly options: KubeletOptions;
  readonly events: Events;
  /** The pod as last seen. */
  readonly pod: () => Pod;
  readonly place: PodPlace;
  /** Process that holds the pod's network; none for a pod on the node's network. */
  readonly network: () => number | undefined;
  readonly read: ReadData;
  readonly folders: PodFolders;
  /** To be called whenever something that the status shows has changed. */
  readonly changed: () => void;
}

/** Writes an event about one of the pod's containers, or the pod. */
export function tell({ events, pod }: PodRuntime, type: 'Normal' | 'Warning', reason: string, message: string, container?: Container): void {
  events.onPod(pod(), type, reason, message, container);
}
