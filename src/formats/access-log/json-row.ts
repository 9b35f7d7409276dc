import type { EpochMs } from '../../model/time.ts';
import { asObject } from '../json.ts';
import { type Fields, note, rowFromFields } from './row-from-fields.ts';
import type { AccessRow } from './row.ts';

/**
 * Reads a JSON row: Istio's default keys in any order, or any other names that `field-names.ts` knows, nested or dotted.
 * 'damaged' = it has Envoy's keys and is no complete JSON. `written` serves rows without a time of their own.
 */
export function parseJsonRow(line: string, written?: EpochMs): AccessRow | 'damaged' | undefined {
  if (!hints.some((hint) => line.includes(hint))) return undefined;
  const value = parsed(line);
  if (value === undefined) return sureHints.some((hint) => line.includes(hint)) ? 'damaged' : undefined;
  const object = asObject(value);
  if (object === undefined) return undefined;
  const fields: Fields = new Map();
  gather(fields, object, '', 0);
  const row = rowFromFields(fields, written);
  if (row === undefined) return undefined;
  return Object.hasOwn(object, 'response_code') && Object.hasOwn(object, 'upstream_local_address') ? { ...row, format: 'istio-json' } : row;
}

/** Every Envoy row has one of these in one of its keys; a line without them is not parsed at all. */
const hints = [
  'esponse_flags',
  'esponseFlags',
  'esponse_code_details',
  'esponseCodeDetails',
  'pstream_cluster',
  'pstreamCluster',
  'flags"',
  'pstream_local_address',
];
const sureHints = ['"response_flags"', '"response_code_details"', '"upstream_cluster"', '"upstream_transport_failure_reason"'];

/** Objects in which shippers put the fields of a parsed line. */
const holders: ReadonlySet<string> = new Set([
  'log',
  'log_processed',
  'message',
  'json',
  'jsonPayload',
  '_source',
  'parsed',
  'envoy',
  'access_log',
  'accessLog',
  'data',
  'event_data',
  'attributes',
  'fields',
]);

function gather(fields: Fields, object: { readonly [key: string]: unknown }, prefix: string, depth: number): void {
  let count = 0;
  for (const key in object) {
    count += 1;
    if (count > 200) return;
    const value = object[key];
    const inner = depth < 4 ? asObject(value) : undefined;
    if (inner === undefined) note(fields, prefix === '' ? key : `${prefix}.${key}`, value);
    else if (key !== 'kubernetes') gather(fields, inner, holders.has(key) ? prefix : prefix === '' ? key : `${prefix}.${key}`, depth + 1);
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // not JSON is an answer here, not a fault
  }
}
