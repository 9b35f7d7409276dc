import type { JsonObject } from '../../model/json.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import { startTime } from '../access-log/start-time.ts';
import { asNumber, asObject, asString, objectAt, stringAt } from '../json.ts';
import type { Peeled } from './unwrapped-line.ts';

/**
 * JSON around a line: Docker's json-file (`log`, `stream`, `time`), Fluent Bit, Fluentd, Vector and Filebeat (a `kubernetes` object), Loki
 * (`line` with `labels` or `timestamp`), VictoriaLogs (`_msg`, `_time`), Google Cloud (`textPayload`, `resource.labels`), Elasticsearch
 * (`_source`). A program's own JSON log has none of these marks and stays as it is. A wrapper that holds the fields of a
 * parsed line instead of its text gives its identity and keeps the line.
 */
export function peelJson(line: string): Peeled | undefined {
  if (line.charCodeAt(0) !== 123 || !marks.test(line)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined; // a cut-off line stays as it is
  }
  const outer = asObject(value);
  const object = objectAt(outer, '_source') ?? outer;
  if (object === undefined) return undefined;
  const identity = identityIn(object);
  const isDocker = typeof object['log'] === 'string' && (typeof object['stream'] === 'string' || typeof object['time'] === 'string');
  const isShipped =
    identity !== undefined || isDocker || asString(object['_msg']) !== undefined || asString(object['textPayload']) !== undefined || isLoki(object);
  if (!isShipped) return undefined;
  const text = textIn(object);
  const time = timeIn(object);
  const isDockerPiece = isDocker && identity === undefined && text !== undefined && !text.endsWith('\n');
  return {
    text: text === undefined ? line : text.replace(/[\r\n]{1,2}$/, ''),
    ...(time === undefined ? {} : { time }),
    ...(identity === undefined ? {} : { identity }),
    ...(isDocker && identity === undefined ? { stream: asString(object['stream']) ?? '', piece: isDockerPiece ? ('more' as const) : ('last' as const) } : {}),
  };
}

/** One pass over the line: most JSON lines have none of these. */
const marks = /"(?:(?:log|line|_msg|textPayload|jsonPayload|_source|pod_name)":|kubernetes|k8s\.)/;

const isLoki = (object: JsonObject): boolean =>
  typeof object['line'] === 'string' && (asObject(object['labels']) !== undefined || object['timestamp'] !== undefined);

function textIn(object: JsonObject): string | undefined {
  for (const key of ['log', 'message', 'msg', '_msg', 'line', 'textPayload', 'body']) {
    const text = object[key];
    if (typeof text === 'string') return text;
  }
  return stringAt(object, 'event', 'original');
}

function timeIn(object: JsonObject): EpochMs | undefined {
  for (const key of ['time', '@timestamp', '_time', 'timestamp', 'date', 'ts']) {
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

/** Where shippers put the names: an object beside the line, or flat keys. */
function identityIn(object: JsonObject): Identity | undefined {
  for (const holder of [
    objectAt(object, 'kubernetes'),
    objectAt(object, 'labels'),
    objectAt(object, 'resource', 'labels'),
    objectAt(object, 'fields'),
    objectAt(object, 'k8s'),
    object,
  ]) {
    if (holder === undefined) continue;
    const pod =
      stringAt(holder, 'pod_name') ??
      stringAt(holder, 'pod', 'name') ??
      asString(holder['kubernetes.pod_name']) ??
      asString(holder['kubernetes.pod.name']) ??
      asString(holder['k8s.pod.name']) ??
      (holder === object ? undefined : asString(holder['pod']));
    if (pod === undefined || pod === '') continue;
    const namespace =
      stringAt(holder, 'namespace_name') ??
      stringAt(holder, 'pod_namespace') ??
      asString(holder['kubernetes.namespace_name']) ??
      asString(holder['kubernetes.pod_namespace']) ??
      asString(holder['kubernetes.namespace']) ??
      asString(holder['k8s.namespace.name']) ??
      stringAt(holder, 'namespace') ??
      stringAt(holder, 'namespace', 'name');
    const container =
      stringAt(holder, 'container_name') ??
      asString(holder['kubernetes.container_name']) ??
      asString(holder['kubernetes.container.name']) ??
      asString(holder['k8s.container.name']) ??
      stringAt(holder, 'container') ??
      stringAt(holder, 'container', 'name');
    return { ...(namespace === undefined ? {} : { namespace }), pod, ...(container === undefined ? {} : { container }) };
  }
  return undefined;
}
