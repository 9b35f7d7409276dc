import type { EpochMs } from '../../model/time.ts';
import { asNumber } from '../json.ts';
import { put, putCluster, putRequest, type RowDraft, type TextField } from './draft.ts';
import { type FieldRole, roleOf } from './field-names.ts';
import { contourService } from './gateway-cluster.ts';
import { grpcStatusOf } from './grpc-status.ts';
import { flagsOf } from './flags.ts';
import type { AccessRow } from './row.ts';
import { startTime } from './start-time.ts';

export type Fields = Map<FieldRole, { readonly value: unknown; readonly rank: number }>;

/** Notes a field if its name is known and no better name was met before. A key without a value still tells what kind of row it is. */
export function note(fields: Fields, key: string, value: unknown): void {
  const known = roleOf(key);
  if (known === undefined) return;
  const before = fields.get(known.role);
  if (before === undefined || isNothing(before.value) || (known.rank < before.rank && !isNothing(value))) fields.set(known.role, { value, rank: known.rank });
}

/**
 * The row that the fields make; undefined when they do not show that an Envoy wrote them (flags, details or an upstream cluster)
 * or when code or time is missing. `written` is the time at which a wrapper says that the line was written.
 */
export function rowFromFields(fields: Fields, written?: EpochMs): AccessRow | undefined {
  const isEnvoy = fields.has('flags') || fields.has('details') || fields.has('upstreamCluster') || (fields.has('upstreamHost') && fields.has('upstreamLocal'));
  const code = asNumber(fieldValue(fields, 'code')) ?? (fields.has('code') || fields.has('flags') ? 0 : undefined);
  if (!isEnvoy || code === undefined || !Number.isInteger(code) || code < 0 || code > 999) return undefined;
  const flags = flagsFrom(fieldValue(fields, 'flags'));
  const nanoseconds = asNumber(fieldValue(fields, 'durationNs'));
  const durationMs = milliseconds(fieldValue(fields, 'durationMs')) ?? (nanoseconds === undefined ? undefined : Math.round(nanoseconds / 1e6));
  const stamped = momentOf(fieldValue(fields, 'written'));
  const end = stamped ?? written;
  // Contour writes the request's start as `@timestamp` (internal/envoy/v3/accesslog.go, 1.5 to 1.32)
  const isStart = contourService(textOf(fieldValue(fields, 'upstreamCluster'))) !== undefined;
  const start = momentOf(fieldValue(fields, 'start')) ?? (isStart ? stamped : undefined) ?? (end === undefined ? undefined : end - (durationMs ?? 0));
  if (start === undefined || flags === undefined) return undefined;

  const draft: RowDraft = {
    format: 'envoy-json',
    start,
    code,
    flags,
    bytesReceived: asNumber(fieldValue(fields, 'bytesReceived')) ?? 0,
    bytesSent: asNumber(fieldValue(fields, 'bytesSent')) ?? 0,
  };
  if (durationMs !== undefined && durationMs >= 0) draft.durationMs = durationMs;
  const service = milliseconds(fieldValue(fields, 'upstreamServiceTimeMs'));
  if (service !== undefined) draft.upstreamServiceTimeMs = service;
  const attempts = asNumber(fieldValue(fields, 'attempts'));
  if (attempts !== undefined) draft.attempts = attempts;
  const grpcStatus = grpcStatusOf(fieldValue(fields, 'grpcStatus'));
  if (grpcStatus !== undefined) draft.grpcStatus = grpcStatus;
  const request = textOf(fieldValue(fields, 'request'));
  if (request !== undefined) putRequest(draft, request.slice(0, 4000));
  for (const field of textFields) put(draft, field, textOf(fieldValue(fields, field)));
  putCluster(draft, textOf(fieldValue(fields, 'upstreamCluster')));
  return draft;
}

const textFields: readonly TextField[] = [
  'method',
  'path',
  'protocol',
  'details',
  'terminationDetails',
  'transportFailure',
  'forwardedFor',
  'userAgent',
  'requestId',
  'authority',
  'upstreamHost',
  'upstreamLocal',
  'downstreamLocal',
  'downstreamRemote',
  'sni',
  'route',
  'connectionId',
  'upstreamConnectionId',
];

const fieldValue = (fields: Fields, role: FieldRole): unknown => fields.get(role)?.value;
const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '-' || value === '';

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Flags as text, as a list, or as an object of `{ UC: true }`. */
function flagsFrom(value: unknown): readonly string[] | undefined {
  if (isNothing(value)) return [];
  if (typeof value === 'string') return flagsOf(value);
  if (Array.isArray(value)) return flagsOf(value.slice(0, 20).map(String).join(','));
  return undefined;
}

/** `12`, `"12"`, `"12ms"` or `"0.012s"`. */
function milliseconds(value: unknown): number | undefined {
  const plain = asNumber(value);
  if (plain !== undefined || typeof value !== 'string') return plain;
  const match = /^(\d{1,12}(?:\.\d{1,9})?)(ms|s)$/.exec(value.slice(0, 30));
  return match === null ? undefined : Number(match[1]) * (match[2] === 's' ? 1000 : 1);
}

/** ISO text, or seconds, milliseconds, microseconds or nanoseconds since 1970: told apart by size, which holds from 2001 to 2286. */
function momentOf(value: unknown): EpochMs | undefined {
  if (typeof value === 'string') {
    const iso = startTime(value.startsWith('[') ? value.slice(1, -1) : value);
    if (iso !== undefined) return iso;
  }
  const number = asNumber(value);
  if (number === undefined || number < 1e9) return undefined;
  if (number < 1e10) return Math.round(number * 1000);
  if (number < 1e13) return Math.round(number);
  if (number < 1e16) return Math.round(number / 1e3);
  return number < 1e19 ? Math.round(number / 1e6) : undefined;
}
