import type { JsonObject } from '../../model/json.ts';
import { asObject, asString, objectAt } from '../json.ts';
import { identityIn, textIn, timeIn } from './record-fields.ts';
import type { Peeled } from './unwrapped-line.ts';

/**
 * JSON around a line: Docker's json-file (`log`, `stream`, `time`), Fluent Bit, Fluentd, Vector and Filebeat (a `kubernetes` object), Loki
 * (`line` with `labels` or `timestamp`), VictoriaLogs (`_msg`, `_time`), Google Cloud (`textPayload`, `resource.labels`), Elasticsearch
 * (`_source`), stern (`podName`). A program's own JSON log has none of these marks and stays as it is. A wrapper that holds the fields of a
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
const marks = /"(?:(?:log|line|_msg|textPayload|jsonPayload|_source|pod_name|podName|PodName)":|kubernetes|k8s\.)/;

const isLoki = (object: JsonObject): boolean =>
  typeof object['line'] === 'string' && (asObject(object['labels']) !== undefined || object['timestamp'] !== undefined);
