import type { JsonObject } from '../../model/json.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import { startTime } from '../access-log/start-time.ts';
import { asNumber, asString, listAt, objectAt, stringAt } from '../json.ts';

/** What the program wrote, where the record has it as text. */
export function textIn(object: JsonObject): string | undefined {
  for (const key of ['log', 'message', 'msg', '_msg', 'line', 'textPayload', 'body', 'LogMessage', 'Line', 'Message', '@message', '_raw', 'content']) {
    const text = object[key];
    if (typeof text === 'string') return text;
  }
  return stringAt(object, 'event', 'original');
}

/** When the shipper or the runtime took the line. */
export function timeIn(object: JsonObject): EpochMs | undefined {
  for (const key of ['time', '@timestamp', '_time', 'timestamp', 'date', 'ts', 'TimeGenerated', 'Time', 'Date', 'tsNs']) {
    const value = object[key];
    const time = typeof value === 'string' ? (startTime(value) ?? epoch(asNumber(value))) : epoch(asNumber(value));
    if (time !== undefined) return time;
  }
  return undefined;
}

/** Seconds, milliseconds or nanoseconds since 1970, told apart by size. */
function epoch(number: number | undefined): EpochMs | undefined {
  if (number === undefined || number < 1e9) return undefined;
  if (number < 1e10) return Math.round(number * 1000);
  return number < 1e13 ? Math.round(number) : number > 1e17 ? Math.round(number / 1e6) : undefined;
}

/** Whose line it is. Shippers put the names into an object beside the line, or into flat keys. */
export function identityIn(object: JsonObject): Identity | undefined {
  for (const holder of [
    objectAt(object, 'kubernetes'),
    objectAt(object, 'labels'),
    objectAt(object, 'resource', 'labels'),
    objectAt(object, 'fields'),
    objectAt(object, 'k8s'),
    objectAt(object, 'attributes'),
    objectAt(object, 'stream'),
    object,
  ]) {
    if (holder === undefined) continue;
    const pod =
      stringAt(holder, 'pod_name') ??
      stringAt(holder, 'pod', 'name') ??
      asString(holder['kubernetes.pod_name']) ??
      asString(holder['kubernetes.pod.name']) ??
      asString(holder['k8s.pod.name']) ??
      asString(holder['podName']) ??
      asString(holder['PodName']) ??
      tag(holder, 'pod_name') ??
      (holder === object ? undefined : asString(holder['pod']));
    if (pod === undefined || pod === '') continue;
    const namespace =
      stringAt(holder, 'namespace_name') ??
      stringAt(holder, 'pod_namespace') ??
      asString(holder['kubernetes.namespace_name']) ??
      asString(holder['kubernetes.pod_namespace']) ??
      asString(holder['kubernetes.namespace']) ??
      asString(holder['k8s.namespace.name']) ??
      asString(holder['PodNamespace']) ??
      tag(holder, 'kube_namespace') ??
      stringAt(holder, 'namespace') ??
      stringAt(holder, 'namespace', 'name');
    const container =
      stringAt(holder, 'container_name') ??
      asString(holder['kubernetes.container_name']) ??
      asString(holder['kubernetes.container.name']) ??
      asString(holder['k8s.container.name']) ??
      asString(holder['containerName']) ??
      asString(holder['ContainerName']) ??
      tag(holder, 'kube_container_name') ??
      stringAt(holder, 'container') ??
      stringAt(holder, 'container', 'name');
    return { ...(namespace === undefined ? {} : { namespace }), pod, ...(container === undefined ? {} : { container }) };
  }
  return undefined;
}

/** Datadog lists names as `key:value`. */
function tag(holder: JsonObject, key: string): string | undefined {
  const found = listAt(holder, 'tags').find((each): each is string => typeof each === 'string' && each.startsWith(`${key}:`));
  return found?.slice(key.length + 1);
}
