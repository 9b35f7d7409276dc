import { asObject } from '../../formats/json.ts';
import { csvHeader } from '../../formats/log-exports/csv.ts';
import { isLogExport } from '../../formats/log-exports/index.ts';

/**
 * What a text file is, by its first lines. `csv` is a log store's export; `unsure` is offered to the artifacts as a text document and, if none wants it,
 * read as a log.
 */
export type Shape = 'json' | 'yaml' | 'log' | 'csv' | 'text' | 'unsure';

/** `name` is a hint only: it breaks ties that the content leaves open. */
export function shapeOf(head: string, isComplete: boolean, name: string): Shape {
  const lines = firstLines(head, isComplete);
  const first = lines[0] ?? '';
  if (first === '') return 'unsure';
  if (/^[[{]/.test(first)) {
    const shape = jsonShape(lines, head, isComplete);
    if (shape !== undefined) return shape;
  }
  if (csvHeader(first) !== undefined && lines.length > 1) return 'csv';
  if (isKernelLog(lines) || isTextDocument(lines)) return 'text';
  const logShare = share(lines, isLogLine);
  if (logShare >= 0.5) return lines.some((line) => /^(- )?apiVersion:\s/.test(line) || isTableHeader(line)) ? 'unsure' : 'log';
  if (lines.some((line) => /^(- )?apiVersion:\s/.test(line)) && lines.some((line) => /^\s*kind:\s/.test(line))) return 'yaml';
  if (lines.some((line, index) => /^[{[]\s*$/.test(line) && /^\s+["{[]/.test(lines[index + 1] ?? ''))) return 'json';
  if (/\.ya?ml$/i.test(name) || isYaml(lines)) return 'yaml';
  if (/(\.log(\.\d+)?|logs?\.txt|\.out)(\.gz)?$/i.test(name) || logShare > 0.2) return 'log';
  return 'unsure';
}

const MOST_LINES = 400;
const LONGEST = 4_000;

/** Lines that are not blank; the last one may be cut off by the head's end and then does not count. */
function firstLines(head: string, isComplete: boolean): readonly string[] {
  const lines = head.split('\n', MOST_LINES + 1);
  if (!isComplete && lines.length > 1 && lines.length <= MOST_LINES) lines.pop();
  return lines
    .slice(0, MOST_LINES)
    .map((line) => line.slice(0, LONGEST).trimEnd())
    .filter((line) => line.trim() !== '');
}

function share(lines: readonly string[], test: (line: string) => boolean): number {
  return lines.length === 0 ? 0 : lines.filter(test).length / lines.length;
}

/** True when a text has a line of a log among others: pasted notes often hold both. */
export function hasLogLines(text: string): boolean {
  return /^(\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|[IWEF]\d{4} \d\d:\d\d:\d\d|\{"[^\n]{0,4000}"(start_time|response_flags|level|msg)")/m.test(text);
}

/** One document, several, or a log with one object per line. */
function jsonShape(lines: readonly string[], head: string, isComplete: boolean): Shape | undefined {
  const first = lines[0] ?? '';
  if (/^\[(\d{4}-\d\d|\s*\d+\.\d{6}s?\]|[A-Za-z])/.test(first) || /^\{[^"}\s]/.test(first)) return undefined;
  const whole = head.slice(0, (head.indexOf('\n') + 1 || head.length + 1) - 1);
  const record = parsed(whole);
  if (record === undefined) return 'json';
  const object = asObject(record);
  if (object === undefined) return 'json';
  if ('kind' in object && ('apiVersion' in object || 'items' in object)) return 'json';
  if ('status' in object && 'data' in object && !RECORD_KEYS.some((key) => key in object)) return 'json'; // answers of Prometheus, one to a line
  if (isLogRecord(object)) return 'log';
  if (isLogExport(object)) return 'json';
  const others = lines.slice(1, 6).filter((line) => line.startsWith('{'));
  return others.length > 0 && (isComplete || lines.length > 2) ? 'log' : 'json';
}

const RECORD_KEYS = [
  'response_code',
  'response_flags',
  'start_time',
  'upstream_cluster',
  'msg',
  'message',
  'log',
  'MESSAGE',
  '_msg',
  'body',
  'line',
  'level',
  'severity',
];

/** A line of a JSON log has at least one of these and is not nested like a document. */
function isLogRecord(object: { readonly [key: string]: unknown }): boolean {
  return RECORD_KEYS.some((key) => key in object) && !('configs' in object) && !('items' in object) && !('status' in object && 'data' in object);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // not one value in itself: the answer, not a failure
  }
}

const LOG_STARTS: readonly RegExp[] = [
  /^\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d/, // ISO, Go, nginx error, Envoy access and application log
  /^[IWEF]\d{4} \d\d:\d\d:\d\d/, // klog
  /^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d /, // syslog
  /^\[pod\/[^\]]+\] /, // kubectl logs --prefix
  /^\{"/, // JSON lines
  /^(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|PANIC)\b/i,
  /^(time|ts|level|t)=\S/, // logfmt
  /^\S+ \S+ \[?\d{4}-\d\d-\d\dT/, // stern
  /^\S+ \S+ \S+ \[\d\d\/[A-Z][a-z]{2}\/\d{4}:/, // common log format
  /^(\S{1,200} ){0,8}[\d.a-f:]{3,45}:\d{1,5} \[\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d\.\d{3}\] /, // HAProxy, with or without a syslog header
  /^(https?|h2|grpcs?|wss?) \d{4}-\d\d-\d\dT\S{8,20} app\//, // AWS Application Load Balancer
  /^\[ {0,12}\d{1,12}\.\d{6}s\] +[A-Z]{4,5} /, // Linkerd's proxy counts from its start
  /^==== (START|END) logs for container /, // kubectl cluster-info dump
];

function isLogLine(line: string): boolean {
  return LOG_STARTS.some((start) => start.test(line));
}

/** dmesg and journalctl -k are evidence of their own, although they look like logs. */
function isKernelLog(lines: readonly string[]): boolean {
  return (
    share(lines, (line) => /^(\S+ +){0,4}\[\s*\d+\.\d{6}\]|^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\]|^.{0,80} kernel: /.test(line)) >= 0.5
  );
}

/** Pages of name and value, tables, rules: anything whose form is known and is not a log. */
function isTextDocument(lines: readonly string[]): boolean {
  const first = lines.slice(0, 30);
  if (first.some((line) => /^# (HELP|TYPE) \w+/.test(line))) return true;
  if (share(lines, (line) => /^[A-Za-z_:][\w:]*(\{.*\})? [-+\d.eENaInf]+( \d+)?$/.test(line)) >= 0.8) return true;
  if (share(lines, (line) => /^[^\s:][^:]*(:[^:]+)*::[^:]/.test(line)) >= 0.6) return true; // Envoy /clusters
  if (share(lines, (line) => /^[\w<][^\s]*: (\d+|P\d|"|No recorded)/.test(line)) >= 0.8) return true; // Envoy /stats
  if (first.some((line) => isTableHeader(line))) return true;
  return first.some((line) => /^Name:\s{2,}\S/.test(line)) && first.some((line) => /^(Namespace|Labels|Roles):\s{2,}\S/.test(line));
}

/** `NAME   READY   STATUS`: at least two upper-case titles, two spaces apart. */
export function isTableHeader(line: string): boolean {
  return /^(NAMESPACE|NAME|LAST SEEN|POD|CLUSTER|SERVICE FQDN|ADDRESSES|ENDPOINT|RESOURCE NAME)\s{2,}[A-Z]/.test(line);
}

/** Keys with values, at least one of which opens a deeper level. */
function isYaml(lines: readonly string[]): boolean {
  const isPair = (line: string): boolean => /^\s*(- )*("[^"]*"|'[^']*'|[\w./@$-]+):(\s|$)|^\s*- |^\s*#|^---/.test(line);
  return share(lines, isPair) >= 0.9 && lines.some((line, index) => /^[\w"'./@-]+:$/.test(line) && /^(\s+|- )\S/.test(lines[index + 1] ?? ''));
}
