import { documentPlace } from '../identity-object.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { type Cursor, field, items, numberOf, placeOf, textOf } from './cursor.ts';
import { linesOf } from './lines.ts';
import { mergeByProxy } from './merge-by-proxy.ts';
import { optional } from './optional.ts';
import { proxyIdentity } from './proxy-identity.ts';
import type { ProxyListeners } from './types.ts';

/** Where each proxy listens: `/listeners`, text or JSON. */
export const proxyListeners: Artifact<readonly ProxyListeners[]> = defineArtifact({
  id: 'proxy-listeners',
  title: 'Envoy listeners',
  collectWith: ['kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET listeners'],
  recognises: (document) => read(document).length > 0,
  parse: (documents) =>
    mergeByProxy(
      documents.flatMap((document) => read(document)),
      (kept, next) => (next.listeners.length > kept.listeners.length ? next : kept),
    ),
});

type Entry = ProxyListeners['listeners'][number];

function read(document: RawDocument): readonly ProxyListeners[] {
  const listeners = document.body.kind === 'json' ? ofJson(document.body.value, document) : ofText(document.body.text, document);
  return listeners.length === 0 ? [] : [{ proxy: proxyIdentity(document, undefined), at: documentPlace('proxy-listeners', document), listeners }];
}

function ofJson(value: unknown, document: RawDocument): readonly Entry[] {
  const root: Cursor = { value, path: '', ...documentPlace('proxy-listeners', document) };
  return items(field(root, 'listener_statuses')).flatMap((status) => {
    const address = field(status, 'local_address', 'socket_address');
    const ip = textOf(field(address, 'address')) ?? textOf(field(status, 'local_address', 'pipe', 'path')) ?? '';
    return [{ name: textOf(field(status, 'name')) ?? '', address: ip, ...optional('port', numberOf(field(address, 'port_value'))), at: placeOf(status) }];
  });
}

/** Lines `name::ip:port`; all lines must be so, for the form says little about itself. */
function ofText(text: string, document: RawDocument): readonly Entry[] {
  if (text.length > 2_000_000) return [];
  const entries: Entry[] = [];
  for (const { text: line, number } of linesOf(text, document.line)) {
    if (line.trim() === '') continue;
    const match = /^([\w.:[\]/@-]{1,300}?)::(\[?[0-9a-fA-F.:]{2,60}\]?):(\d{1,5})$/.exec(line);
    if (match === null) return [];
    entries.push({
      name: match[1] ?? '',
      address: match[2] ?? '',
      port: Number(match[3]),
      at: { ...documentPlace('proxy-listeners', document), line: number },
    });
  }
  return entries;
}
