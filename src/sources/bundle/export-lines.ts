import { csvFields, csvHeader, csvRecord } from '../../formats/log-exports/csv.ts';
import { type ExportedLine, exportedLines, lineOf } from '../../formats/log-exports/index.ts';
import { instant } from '../../model/time.ts';
import { decode, encodingOf } from './decode.ts';
import { readJsonValues } from './json-values.ts';
import type { BundleLimits } from './limits.ts';
import { eachLine } from './lines.ts';
import type { SourceFile } from './reading.ts';

type Take = (line: string, number: number) => void;

/** Feeds the lines in a log store's JSON to a reader of logs, each as a shipper would have written it; a line's number is that of its text in the file. */
function eachExportedLine(source: string, take: Take): void {
  let [position, counted, number] = [0, 0, 1];
  const numberAt = (offset: number): number => {
    for (let next = source.indexOf('\n', counted); next !== -1 && next < offset; next = source.indexOf('\n', counted)) {
      number += 1;
      counted = next + 1;
    }
    return number;
  };
  for (const { value } of readJsonValues(source).values) {
    for (const line of exportedLines(value) ?? []) {
      const found = source.indexOf(
        JSON.stringify(line.text)
          .slice(1, 200)
          .replace(/["\\]+$/, ''),
        position,
      );
      if (found !== -1) position = found;
      take(shipped(line), numberAt(position));
    }
  }
}

/** Feeds the lines of an export (JSON or CSV) to a reader of logs. An answer above `jsonBytes` gives none. */
export async function readExport(file: SourceFile, { jsonBytes, lineBytes }: BundleLimits, take: Take): Promise<void> {
  if (/^[\s\uFEFF]*[[{]/.test(decode(file.head))) {
    const source = await wholeText(file, jsonBytes);
    if (source !== undefined) eachExportedLine(source, take);
    return;
  }
  const { encoding, skip } = encodingOf(file.head) ?? { encoding: 'latin1', skip: 0 };
  await eachLine(file.chunks(), { encoding, skip, lineBytes }, csvReader(take, lineBytes));
}

/** The same as the bytes of a log, one line each, for readers of bytes. */
export async function* exportChunks(file: SourceFile, limits: BundleLimits): AsyncGenerator<Buffer> {
  const lines: string[] = [];
  await readExport(file, limits, (line) => void lines.push(line));
  const encoding = encodingOf(file.head)?.encoding ?? 'latin1';
  if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`, encoding === 'latin1' ? 'latin1' : 'utf8');
}

async function wholeText(file: SourceFile, most: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of file.chunks()) {
    bytes += chunk.length;
    if (bytes > most) return undefined;
    chunks.push(chunk);
  }
  return decode(Buffer.concat(chunks));
}

/** Feeds the rows of a CSV export to a reader of logs. Give it every line of the file, the header first; a row may go over several. */
function csvReader(take: Take, longest: number): Take {
  let names: readonly string[] | undefined;
  let open = '';
  return (line, number) => {
    if (names === undefined) {
      names = csvHeader(line);
      return;
    }
    const row = open === '' ? line : `${open}\n${line}`;
    const fields = csvFields(row);
    open = fields === undefined && row.length <= longest ? row : '';
    const read = fields === undefined ? undefined : lineOf(csvRecord(names, fields));
    if (read !== undefined) for (const text of read.text.split('\n')) take(shipped({ ...read, text }), number);
  };
}

function shipped({ text, time, identity }: ExportedLine): string {
  return JSON.stringify({
    _msg: text,
    ...(time === undefined ? {} : { _time: instant(time) }),
    ...(identity?.pod === undefined ? {} : { kubernetes: { pod_name: identity.pod, namespace_name: identity.namespace, container_name: identity.container } }),
  });
}
