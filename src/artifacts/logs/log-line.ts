import { asNumber, asObject, asString } from '../../formats/json.ts';
import { parseInstant, readInstant, unixTime } from '../../formats/time/instant.ts';
import type { JsonObject } from '../../model/json.ts';
import type { EpochMs } from '../../model/time.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** A log line taken apart as far as its writer's format is known. */
export interface LogLine {
  /** Without time, level and scope; for JSON the message, its error and further plain fields as `\tname=value`. */
  readonly message: string;
  /** `message` in lower case: what needles are looked for in. */
  readonly lower: string;
  readonly time?: EpochMs;
  readonly level?: LogLevel;
  /** VictoriaMetrics' `file.go:12`, Istio's scope, Envoy's logger. */
  readonly scope?: string;
}

/** No format here needs more; VictoriaMetrics cuts messages at 5,000 bytes by default (-loggerMaxArgLen, v1.150.0). */
const longest = 6_000;

const escapeCode = '\u001b';
const colour = new RegExp(`${escapeCode}\\[[0-9;]{0,20}m`, 'g');

/**
 * Takes a line apart: VictoriaMetrics and Istio (tabs), Envoy, klog, logfmt, JSON of zap, pino, bunyan, logrus and Docker, CRI, nginx, Python,
 * Java, Go, syslog, dmesg. `near` is a moment close by, for forms without a year. A line of no known form is all message.
 */
export function readLogLine(text: string, near?: EpochMs): LogLine {
  const cut = text.length > longest ? text.slice(0, longest) : text;
  return readBare(cut.includes(escapeCode) ? cut.replaceAll(colour, '') : cut, near, text.length > longest, 0);
}

function readBare(text: string, near: EpochMs | undefined, wasCut: boolean, depth: number): LogLine {
  const head = text.charCodeAt(0);
  if (head === 123 && !wasCut) return readJson(text, near, depth) ?? logLine(text); // {
  if (head === 91) return readBracketed(text, near) ?? logLine(text); // [
  const found = readInstant(text, 0, near);
  if (found === undefined) return text.startsWith('time=') || text.startsWith('ts=') || text.startsWith('level=') ? readLogfmt(text, near) : leading(text);
  const rest = text.slice(found.end);
  const cri = /^ (?:stdout|stderr) [FP] /.exec(rest);
  if (cri !== null && depth < 2) return { time: found.time, ...readBare(rest.slice(cri[0].length), found.time, wasCut, depth + 1) };
  const line = rest.startsWith('\t') ? readTabs(rest.slice(1)) : leading(rest.replace(/^[\s:,|-]+/, ''));
  // klog's letter is its level.
  const klog = head < 48 || head > 57 ? klogLevels.get(text.charAt(0)) : undefined;
  return { ...(klog === undefined || line.level !== undefined ? {} : { level: klog }), ...line, time: found.time };
}

/** `level TAB file.go:12 TAB message` (VictoriaMetrics), `level TAB scope TAB message` or `level TAB message` (Istio). */
function readTabs(rest: string): LogLine {
  const [first = '', second = '', ...others] = rest.split('\t', 50);
  const level = levelOf(first);
  if (others.length > 0 && (/^[\w./@:-]{1,200}$/.test(second) || second.startsWith('envoy '))) return logLine(others.join('\t'), level, second);
  return logLine([second, ...others].join('\t'), level);
}

/** `[time][pid][level][logger] message`, in any order and spacing, also dmesg's `[12345.678] message`. */
function readBracketed(text: string, near: EpochMs | undefined): LogLine | undefined {
  const uptime = /^\[ {0,12}\d{1,12}\.\d{1,9}\] ?/.exec(text);
  if (uptime !== null) return logLine(text.slice(uptime[0].length));
  const found = readInstant(text, 1, near);
  if (found === undefined || text.charAt(found.end) !== ']') return undefined;
  const group = /[ \t]?\[([^\]]{0,80})\]/y;
  group.lastIndex = found.end + 1;
  let end = group.lastIndex;
  let level: LogLevel | undefined;
  let scope: string | undefined;
  for (let match = group.exec(text); match !== null; match = group.exec(text)) {
    const word = match[1] ?? '';
    level ??= levelOf(word.includes(':') ? word.slice(word.indexOf(':') + 1) : word); // Apache writes [core:error]
    if (levelOf(word) === undefined && !/^\d+$/.test(word)) scope ??= word;
    end = group.lastIndex;
  }
  const rest = leading(text.slice(end).trimStart());
  const known = level ?? rest.level;
  return { ...rest, time: found.time, ...(known === undefined ? {} : { level: known }), ...(scope === undefined ? {} : { scope }) };
}

/** `time="…" level=error msg="…" error="…"`, the form of logrus and slog. */
function readLogfmt(text: string, near: EpochMs | undefined): LogLine {
  const fields = new Map<string, string>();
  for (const match of text.matchAll(/([\w.-]{1,60})=(?:"((?:[^"\\]|\\.)*)"|(\S*))/g))
    fields.set(match[1] ?? '', match[2]?.replaceAll('\\"', '"') ?? match[3] ?? '');
  const time = parseInstant(fields.get('time') ?? fields.get('ts') ?? '', near);
  const words = [fields.get('msg') ?? fields.get('message'), fields.get('error') ?? fields.get('err')].filter((word) => word !== undefined);
  const line = logLine(words.length === 0 ? text : words.join(': '), levelOf(fields.get('level') ?? ''), fields.get('caller') ?? fields.get('logger'));
  return time === undefined ? line : { ...line, time };
}

const known = new Set([
  'msg',
  'message',
  'log',
  'err',
  'error',
  'exception',
  'stack',
  'stacktrace',
  'level',
  'severity',
  'log.level',
  'levelname',
  'ts',
  'time',
  'timestamp',
  '@timestamp',
  'asctime',
  'caller',
  'scope',
  'logger',
  'name',
  'hostname',
  'pid',
  'v',
  'stream',
]);

function readJson(text: string, near: EpochMs | undefined, depth: number): LogLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined; // not JSON after all: the line is then read as it stands
  }
  const object = asObject(value);
  if (object === undefined) return undefined;
  const time = jsonTime(object, near);
  const docker = asString(object['log']);
  if (docker !== undefined && depth < 2) return { ...(time === undefined ? {} : { time }), ...readBare(docker.trimEnd(), near, false, depth + 1) };
  const error = asObject(object['err']) ?? asObject(object['error']) ?? asObject(object['exception']);
  const errorText =
    asString(error?.['stack']) ??
    asString(error?.['message']) ??
    asString(object['err']) ??
    asString(object['error']) ??
    asString(object['exception']) ??
    asString(object['stack']);
  const words = [asString(object['msg']) ?? asString(object['message']), errorText].filter((word) => word !== undefined && word !== '');
  const extras = Object.entries(object)
    .slice(0, 40)
    .filter(
      ([name, extra]) => !known.has(name) && (typeof extra === 'number' || typeof extra === 'boolean' || (typeof extra === 'string' && extra.length < 500)),
    );
  const message = [words.join(': '), ...extras.map(([name, extra]) => `${name}=${String(extra)}`)].join('\t').slice(0, longest);
  const level = object['level'] ?? object['severity'] ?? object['log.level'] ?? object['levelname'];
  const line = logLine(
    message,
    typeof level === 'number' ? numericLevel(level) : levelOf(asString(level) ?? ''),
    asString(object['caller']) ?? asString(object['scope']) ?? asString(object['logger']),
  );
  return time === undefined ? line : { ...line, time };
}

function jsonTime(object: JsonObject, near: EpochMs | undefined): EpochMs | undefined {
  const stamp = object['ts'] ?? object['time'] ?? object['timestamp'] ?? object['@timestamp'] ?? object['asctime'];
  if (typeof stamp === 'string') return parseInstant(stamp, near);
  const number = asNumber(stamp);
  return number === undefined || number < 0 || number > 4e18 ? undefined : unixTime(number < 1e11 ? number.toFixed(3) : String(Math.trunc(number)));
}

/** A level at the start or among the first words; only upper case counts further in, since prose says "error" too. */
function leading(text: string): LogLine {
  // Go's `panic: ` and `fatal error: ` are said, not levels.
  const first = /^(?:panic: |fatal error:)/.test(text) ? null : /^\[?([A-Za-z]{3,9})\]?(?=[:\s|])[:|]?\s*/.exec(text);
  const level =
    first === null || !(first[0].startsWith('[') || first[1] === first[1]?.toUpperCase() || first[1] === first[1]?.toLowerCase())
      ? undefined
      : levelOf(first[1] ?? '');
  if (first !== null && level !== undefined) return logLine(text.slice(first[0].length), level);
  return logLine(text, levelOf(/\b(?:DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE)\b/.exec(text.slice(0, 100))?.[0] ?? ''));
}

function logLine(message: string, level?: LogLevel, scope?: string): LogLine {
  return { message, lower: message.toLowerCase(), ...(level === undefined ? {} : { level }), ...(scope === undefined ? {} : { scope }) };
}

const klogLevels: ReadonlyMap<string, LogLevel> = new Map([
  ['I', 'info'],
  ['W', 'warn'],
  ['E', 'error'],
  ['F', 'fatal'],
]);

const levels: ReadonlyMap<string, LogLevel> = new Map([
  ['trace', 'debug'],
  ['debug', 'debug'],
  ['info', 'info'],
  ['information', 'info'],
  ['notice', 'info'],
  ['warn', 'warn'],
  ['warning', 'warn'],
  ['error', 'error'],
  ['err', 'error'],
  ['severe', 'error'],
  ['fatal', 'fatal'],
  ['panic', 'fatal'],
  ['dpanic', 'fatal'],
  ['critical', 'fatal'],
  ['crit', 'fatal'],
  ['alert', 'error'],
  ['emerg', 'fatal'],
  ['emergency', 'fatal'],
]);

function levelOf(word: string): LogLevel | undefined {
  return word.length > 12 ? undefined : levels.get(word.trim().toLowerCase());
}

/** pino's and bunyan's numbers: 30 info, 40 warn, 50 error, 60 fatal. */
function numericLevel(level: number): LogLevel | undefined {
  if (level < 10 || level > 69) return undefined;
  return level >= 60 ? 'fatal' : level >= 50 ? 'error' : level >= 40 ? 'warn' : level >= 30 ? 'info' : 'debug';
}
