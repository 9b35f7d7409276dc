import { CORE_SCHEMA, load } from 'js-yaml';
import type { Identity, RawDocument } from '../model/source.ts';
import type { EpochMs } from '../model/time.ts';
import { dedent } from './dedent.ts';

/** One thing a case gives: documents, a log, or the moment of the snapshot. */
export type Given =
  | { readonly kind: 'documents'; readonly documents: readonly RawDocument[] }
  | { readonly kind: 'log'; readonly file: string; readonly identity: Identity; readonly lines: readonly string[] }
  | { readonly kind: 'time'; readonly at: EpochMs };

/** Kubernetes objects as a person would paste them: YAML, several documents, Lists. */
export function manifest(strings: TemplateStringsArray, ...values: readonly unknown[]): Given {
  return manifestOf(dedent(strings, values));
}

/** The same from a string. */
export function manifestOf(yaml: string): Given {
  let line = 1;
  const documents: RawDocument[] = [];
  for (const text of yaml.split(/^---.*$/m)) {
    const value: unknown = text.trim() === '' ? undefined : load(text, { schema: CORE_SCHEMA });
    if (value !== undefined && value !== null)
      documents.push({ file: 'manifest.yaml', identity: {}, hints: ['manifest'], body: { kind: 'json', value }, line });
    line += text.split('\n').length - 1;
  }
  return { kind: 'documents', documents };
}

/** Lines of a log, one per line of the template. */
export function lines(strings: TemplateStringsArray, ...values: readonly unknown[]): readonly string[] {
  return dedent(strings, values).split('\n');
}

/** The log of a pod's proxy; `pod` is `namespace/pod`. Goes through the real log reader. */
export function accessLog(pod: string, rows: readonly string[]): Given {
  return containerLog(`${pod}/istio-proxy`, rows);
}

/** The log of a container; `container` is `namespace/pod/container`, with `:previous` after it for its previous life. */
export function containerLog(container: string, rows: readonly string[]): Given {
  const [path = '', life] = container.split(':');
  const identity = { ...identityOf(path), ...(life === 'previous' ? { previous: true } : {}) };
  return { kind: 'log', file: `logs/${path}${life === undefined ? '' : `.${life}`}.log`, identity, lines: rows };
}

/** A document of any kind: a parsed value, or text (JSON text is parsed). Offered to every artifact, as in real evidence. */
export function document(file: string, content: unknown, identity: string = ''): Given {
  const value = typeof content === 'string' && /^\s*[{[]/.test(content) ? (JSON.parse(content) as unknown) : content; // unknown is what a parser gives
  const body: RawDocument['body'] = typeof value === 'string' ? { kind: 'text', text: value } : { kind: 'json', value };
  const hints = file
    .toLowerCase()
    .split(/[/._]+/)
    .filter((part) => part !== '');
  return { kind: 'documents', documents: [{ file, identity: identityOf(identity === '' ? podFolder(file) : identity), hints, body, line: 1 }] };
}

/** `envoy/NAMESPACE/POD/certs.json` is about that pod, as in a folder of dumps. */
function podFolder(file: string): string {
  const [, namespace, pod] = /^envoy\/([^/]+)\/([^/]+)\//.exec(file) ?? [];
  return namespace === undefined || pod === undefined ? '' : `${namespace}/${pod}`;
}

/** The moment of the snapshot, RFC 3339. */
export function at(time: string): Given {
  const ms = Date.parse(time);
  if (Number.isNaN(ms)) throw new Error(`at('${time}'): not a moment`);
  return { kind: 'time', at: ms };
}

function identityOf(path: string): Identity {
  const [namespace, pod, container] = path.split('/').filter((part) => part !== '');
  return { ...(namespace === undefined ? {} : { namespace }), ...(pod === undefined ? {} : { pod }), ...(container === undefined ? {} : { container }) };
}
