import type { JsonObject } from '../../model/json.ts';
import { asList, asObject, asObjects, asString, at, listAt, objectAt, objectsAt, parsedJson, stringAt } from '../json.ts';

/**
 * The records of a saved answer or export of a log store, each in the form that a shipper writes: Elasticsearch and OpenSearch (`hits.hits`), Loki
 * (`data.result` of streams), Google Cloud Logging (a list, or `entries`), CloudWatch (`events`, and `results` of Insights), Datadog (`data`),
 * OpenTelemetry (`resourceLogs`), Splunk (`result` or `results` with `_raw`), and any list of records (Grafana, Kibana, Azure Monitor). Empty for anything else.
 */
export function recordsIn(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return asObjects(value).flatMap(recordOf);
  const whole = asObject(value);
  if (whole === undefined || whole['apiVersion'] !== undefined) return [];
  if (asList(at(whole, 'hits', 'hits')).length > 0) return objectsAt(whole, 'hits', 'hits').flatMap(recordOf);
  if (stringAt(whole, 'data', 'resultType') === 'streams') return objectsAt(whole, 'data', 'result').flatMap(streamRecords);
  if (listAt(whole, 'resourceLogs').length > 0) return objectsAt(whole, 'resourceLogs').flatMap(otelRecords);
  const insights = listAt(whole, 'results').filter(Array.isArray);
  if (insights.length > 0)
    return insights.flatMap((fields) => recordOf(Object.fromEntries(asObjects(fields).map((each) => [String(each['field']), each['value']]))));
  for (const key of ['events', 'entries', 'data', 'results', 'logs'] as const) {
    const list = objectsAt(whole, key);
    if (list.length > 0) return list.flatMap(recordOf);
  }
  const single = objectAt(whole, 'result');
  return single?.['_raw'] === undefined ? [] : [single];
}

/** A hit gives its source, an object of Datadog its attributes; a message that is a shipper's record itself is that record. */
function recordOf(item: JsonObject): readonly JsonObject[] {
  if (item['kind'] !== undefined && item['apiVersion'] !== undefined) return [];
  const inner = objectAt(item, '_source') ?? (item['type'] === 'log' ? objectAt(item, 'attributes') : undefined) ?? item;
  const message = asString(inner['message']) ?? asString(inner['@message']);
  const nested = message?.startsWith('{') === true ? asObject(parsedJson(message)) : undefined;
  const isShippers = nested !== undefined && typeof nested['log'] === 'string' && nested['kubernetes'] !== undefined;
  return [isShippers ? { timestamp: inner['timestamp'] ?? inner['@timestamp'], ...nested } : inner];
}

function streamRecords(entry: JsonObject): readonly JsonObject[] {
  const labels = objectAt(entry, 'stream') ?? {};
  return listAt(entry, 'values').flatMap((pair) => {
    const [time, line] = asList(pair);
    return typeof line === 'string' ? [{ line, timestamp: time, labels }] : [];
  });
}

function otelRecords(resource: JsonObject): readonly JsonObject[] {
  const attributes = objectsAt(resource, 'resource', 'attributes').map((each): readonly [string, unknown] => [
    String(each['key']),
    stringAt(each, 'value', 'stringValue'),
  ]);
  const names = Object.fromEntries(attributes);
  return objectsAt(resource, 'scopeLogs').flatMap((scope) =>
    objectsAt(scope, 'logRecords').flatMap((record) => {
      const body = stringAt(record, 'body', 'stringValue');
      return body === undefined ? [] : [{ body, time: record['timeUnixNano'] ?? record['observedTimeUnixNano'], attributes: names }];
    }),
  );
}
