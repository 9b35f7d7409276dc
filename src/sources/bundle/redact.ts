import { asObject, objectsAt, parsedJson, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { REDACTED } from '../../formats/redacted.ts';

export interface Redacted {
  readonly value: unknown;
  /** Secret objects that were dropped. */
  readonly secrets: number;
}

/** What is kept of a document: no Secrets, no secret-looking settings, nothing that only bloats (`managedFields`). */
export function redact(value: unknown): Redacted {
  const tally = { secrets: 0 };
  return { value: clean(value, '', 0, tally), secrets: tally.secrets };
}

/** A text without what opens doors: credentials in URLs, authorization headers, tokens and passwords given as settings. */
export function redactText(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text
    .replaceAll(/(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"']{1,256}:[^\s/@"']{1,256}@/gi, `$1${REDACTED}@`)
    .replaceAll(/(\b[a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:"']{8,256}@/gi, `$1${REDACTED}@`)
    .replaceAll(/(--?[a-z0-9.-]{0,40}(?:password|passwd|secret|token|api-?key)[ ])(?!-)[^\s"']{1,4096}/gi, `$1${REDACTED}`)
    .replaceAll(/\b(bearer|basic)\s+[A-Za-z0-9._~+/-]{8,}=*/gi, `$1 ${REDACTED}`)
    .replaceAll(
      /((?:^|[\s"'_./?&;,{(-])(?:password|passwd|pass|pwd|secret|token|api[-_]?key|auth[-_]?key|access[-_]?key|private[-_]?key)["']?\s{0,3}[=:]\s{0,3}["']?)(?!\*\*\*)[^\s"',;&]{1,4096}/gi,
      `$1${REDACTED}`,
    );
}

const SUSPICIOUS = /:\/\/[^\s/]{0,300}@|bearer\s|basic\s|pass|pwd|secret|token|key/i;
const DEEPEST = 200;
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const PASSED_OVER: ReadonlySet<string> = new Set(['managedFields', LAST_APPLIED]);
/** Free text of workloads, where people put secrets. Other text is names, addresses and states. */
const FREE_TEXT: ReadonlySet<string> = new Set(['args', 'command', 'data', 'annotations']);

/** Lists of names with values: environment variables, also those of the operator of VictoriaMetrics, and headers of probes and routes. */
const VARIABLES: ReadonlySet<string> = new Set(['env', 'extraEnvs', 'httpHeaders', 'set', 'add']);

/** `--token` as a word of its own: what follows is the secret. */
function isFlagOfSecret(word: unknown): boolean {
  return typeof word === 'string' && /^--?[\w.-]{0,60}(?:token|secret|password|passwd|api-?key)$/i.test(word);
}

function clean(value: unknown, under: string, depth: number, tally: { secrets: number }): unknown {
  if (typeof value === 'string') return FREE_TEXT.has(under) ? redactText(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) {
    const kept: unknown[] = [];
    for (const [index, item] of value.entries()) {
      if (isSecret(item)) tally.secrets += 1;
      else if (VARIABLES.has(under) && isVariable(item)) kept.push(variable(item));
      else if (isFlagOfSecret(value[index - 1])) kept.push(REDACTED);
      else kept.push(clean(item, under, depth + 1, tally));
    }
    return kept;
  }
  const object = value as JsonObject; // an object that is no list
  if (depth === 0 && isSecret(object)) {
    tally.secrets += 1;
    return null;
  }
  if (depth === 0 && object['kind'] === 'SecretList') {
    tally.secrets += Array.isArray(object['items']) ? object['items'].length : 0;
    return null;
  }
  const kept: { [key: string]: unknown } = Object.create(null);
  for (const [key, inner] of Object.entries(object)) {
    if (!PASSED_OVER.has(key)) kept[key] = clean(inner, FREE_TEXT.has(under) ? under : key, depth + 1, tally);
  }
  if (!isOfIstio(object)) return { ...kept };
  const applied = lastApplied(object, depth, tally);
  const metadata = applied === undefined ? kept['metadata'] : withAnnotation(kept['metadata'], applied);
  const writes = writesOf(object);
  if (writes.length > 0) return { ...kept, metadata: { ...asObject(metadata), managedFields: writes } };
  return metadata === undefined ? { ...kept } : { ...kept, metadata };
}

/** Their fields that do not exist are dropped by the API server and stand here alone; they hold no secrets, and are cleaned all the same. */
const isOfIstio = ({ apiVersion }: JsonObject): boolean => typeof apiVersion === 'string' && /^(?:networking|security)\.istio\.io\//.test(apiVersion);

function lastApplied({ metadata }: JsonObject, depth: number, tally: { secrets: number }): string | undefined {
  const text = stringAt(metadata, 'annotations', LAST_APPLIED);
  const wanted = text === undefined ? undefined : parsedJson(text);
  return wanted === undefined ? undefined : JSON.stringify(clean(wanted, '', depth + 1, tally));
}

function withAnnotation(metadata: unknown, applied: string): JsonObject {
  const kept = asObject(metadata) ?? {};
  return { ...kept, annotations: { ...asObject(kept['annotations']), [LAST_APPLIED]: applied } };
}

/** Who wrote the configuration when; which fields they were is what bloats. */
function writesOf({ metadata }: JsonObject): readonly JsonObject[] {
  return objectsAt(metadata, 'managedFields')
    .slice(0, 20)
    .map((entry) =>
      Object.fromEntries(['manager', 'operation', 'subresource', 'time'].flatMap((key) => (typeof entry[key] === 'string' ? [[key, entry[key]]] : []))),
    );
}

function isSecret(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Secret' && 'metadata' in value;
}

function isVariable(value: unknown): value is { readonly name: string; readonly value: string } {
  return (
    typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string' && 'value' in value && typeof value.value === 'string'
  );
}

const TELLING =
  /TIMEOUT|KEEP_?ALIVE|IDLE|DRAIN|GRACE|ISTIO|PROXY|PILOT|_OPTS$|_OPTIONS$|GOMAXPROCS|GOMEMLIMIT|PORT$|HOST$|ADDR(ESS)?$|URL$|CONCURREN|WORKERS|THREADS|^VM_|httpListen/i;
const SECRET_NAME = /TOKEN|SECRET|PASS|CREDENTIAL|PRIVATE|AUTH|(^|_)KEY$|API_?KEY/i;

function variable(item: { readonly name: string; readonly value: string }): unknown {
  return { ...item, value: keptValue(item.name, item.value) };
}

/** A variable's value stays when it is a number, a switch or a length of time, or when its name says that it shapes connections. */
export function keptValue(name: string, value: string): string {
  const isPlain = /^(-?\d+(\.\d+)?(ns|us|ms|s|m|h|d|[KMGT]i?B?)?|true|false)$/i.test(value);
  return !SECRET_NAME.test(name) && (isPlain || TELLING.test(name)) ? redactText(value) : REDACTED;
}
