import type { JsonObject } from '../../model/json.ts';
import { asObject, parsedJson } from '../json.ts';

/** The names of columns that hold what a program wrote. */
const textColumns: ReadonlySet<string> = new Set(['message', '@message', 'log', 'line', 'msg', '_msg', '_raw', 'textpayload', 'logmessage', 'content', 'body']);

/** Names of the columns of a CSV export of a log store (RFC 4180, with a header); undefined for a line that is no such header. */
export function csvHeader(line: string): readonly string[] | undefined {
  if (line.length > 4_000 || !line.includes(',') || /[{}[\]=]/.test(line)) return undefined;
  const names = csvFields(line.replace(/^\uFEFF/, '')) ?? [];
  const isHeader = names.every((name) => /^[@\w .()/-]{1,100}$/.test(name)) && new Set(names).size === names.length;
  return isHeader && names.some((name) => textColumns.has(name.toLowerCase())) ? names : undefined;
}

/** The fields of one row; undefined while a quote is open, which the next line may close. */
export function csvFields(row: string): readonly string[] | undefined {
  const fields: string[] = [];
  let from = 0;
  for (;;) {
    if (row.charCodeAt(from) !== 34) {
      const end = row.indexOf(',', from);
      if (end === -1) return [...fields, row.slice(from)];
      fields.push(row.slice(from, end));
      from = end + 1;
      continue;
    }
    let close = row.indexOf('"', from + 1);
    while (close !== -1 && row.charCodeAt(close + 1) === 34) close = row.indexOf('"', close + 2);
    if (close === -1) return undefined;
    fields.push(row.slice(from + 1, close).replaceAll('""', '"'));
    if (close + 1 >= row.length) return fields;
    if (row.charCodeAt(close + 1) !== 44) return [...fields, row.slice(close + 1)]; // a quote in the middle: the rest as it is
    from = close + 2;
  }
}

/** A row as the record that the JSON export of the same store would have; Grafana's labels stand in one field as JSON. */
export function csvRecord(names: readonly string[], fields: readonly string[]): JsonObject {
  const record = Object.fromEntries(names.flatMap((name, index) => (fields[index] === undefined || fields[index] === '' ? [] : [[name, fields[index]]])));
  const labels = typeof record['labels'] === 'string' ? asObject(parsedJson(record['labels'])) : undefined;
  return labels === undefined ? record : { ...record, labels };
}
