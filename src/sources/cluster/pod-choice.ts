import type { JsonObject } from '../../model/json.ts';
import type { PathEnd } from './path-ends.ts';
import type { ListedObjects } from './choose-pods.ts';
import { podsOfAll, podsOfEnd } from './choose-pods.ts';

/** Pods that may be read, those that are looked at first in front, and how many of them are. */
export interface PodChoice {
  /** The end that they are of; absent: all of the namespaces. */
  readonly end?: string;
  readonly pods: readonly JsonObject[];
  readonly most: number;
}

/** Without ends, this many times as many pods are read. */
const WITHOUT_ENDS = 4;

/** The pods of each end; without ends, of the namespaces. */
export function podChoices(ends: readonly PathEnd[], listed: ListedObjects, podsPerEnd: number): readonly PodChoice[] {
  if (ends.length === 0) return [{ pods: podsOfAll(listed.pods), most: podsPerEnd * WITHOUT_ENDS }];
  return ends.map((end) => ({ end: end.name, pods: podsOfEnd(end, listed), most: podsPerEnd }));
}
