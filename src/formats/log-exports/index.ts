import type { JsonObject } from '../../model/json.ts';
import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';
import { objectAt } from '../json.ts';
import { identityIn, textIn, timeIn } from '../log-lines/record-fields.ts';
import { recordsIn } from './find-records.ts';

/** A line of a log as a log store gave it out. */
export interface ExportedLine {
  readonly text: string;
  readonly time?: EpochMs;
  readonly identity?: Identity;
}

/** Records looked at before a document is taken for an export, and how many of them must be lines. */
const looked = 50;

/** True for a saved answer of a log store, by its first records. A line needs its text, and a time or a pod. */
export function isLogExport(value: unknown): boolean {
  return areLines(recordsIn(value));
}

/** The lines in a saved answer of a log store, in its order; undefined for a document that is none. */
export function exportedLines(value: unknown): readonly ExportedLine[] | undefined {
  const records = recordsIn(value);
  return areLines(records) ? records.flatMap((record) => lineOf(record) ?? []) : undefined;
}

function areLines(records: readonly JsonObject[]): boolean {
  const first = records.slice(0, looked);
  const lines = first.filter((record) => lineOf(record) !== undefined);
  return lines.length > 0 && lines.length >= first.length / 2;
}

/** The line in one record; undefined where it has no text, or neither a time nor a pod beside it. */
export function lineOf(record: JsonObject): ExportedLine | undefined {
  const text = textIn(record) ?? parsedText(record);
  const [time, identity] = [timeIn(record), identityIn(record)];
  if (text === undefined || (time === undefined && identity === undefined)) return undefined;
  return { text: text.replace(/[\r\n]{1,2}$/, ''), ...(time === undefined ? {} : { time }), ...(identity === undefined ? {} : { identity }) };
}

/** A row of an access log that the store keeps as fields. */
function parsedText(record: JsonObject): string | undefined {
  const payload = objectAt(record, 'jsonPayload') ?? record;
  return payload['response_flags'] === undefined && payload['response_code'] === undefined ? undefined : JSON.stringify(payload);
}
