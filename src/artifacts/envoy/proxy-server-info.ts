import { documentPlace } from '../identity-object.ts';
import { asObject } from '../../formats/json.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { type Cursor, durationOf, field, textOf } from './cursor.ts';
import { mergeByProxy } from './merge-by-proxy.ts';
import { optional } from './optional.ts';
import { proxyIdentity } from './proxy-identity.ts';
import type { ProxyServerInfo } from './types.ts';

/** Version, state and uptime of each proxy: `/server_info`. */
export const proxyServerInfo: Artifact<readonly ProxyServerInfo[]> = defineArtifact({
  id: 'proxy-server-info',
  title: 'Envoy server information',
  collectWith: ['kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET server_info'],
  recognises: (document) => {
    const value = document.body.kind === 'json' ? asObject(document.body.value) : undefined;
    return (
      value !== undefined &&
      (value['uptime_current_epoch'] !== undefined || value['hot_restart_version'] !== undefined) &&
      (value['state'] !== undefined || value['version'] !== undefined)
    );
  },
  parse: (documents) => mergeByProxy(documents.map(read), (kept, next) => ((next.uptimeMs ?? 0) > (kept.uptimeMs ?? 0) ? next : kept)),
});

function read(document: RawDocument): ProxyServerInfo {
  const root: Cursor = { value: document.body.kind === 'json' ? document.body.value : undefined, path: '', ...documentPlace('proxy-server-info', document) };
  const nodeId = textOf(field(root, 'node', 'id'));
  return {
    proxy: proxyIdentity(document, nodeId),
    at: documentPlace('proxy-server-info', document),
    ...optional('version', versionOf(textOf(field(root, 'version')))),
    ...optional('istioVersion', textOf(field(root, 'node', 'metadata', 'ISTIO_VERSION'))),
    ...optional('state', textOf(field(root, 'state'))),
    ...optional('uptimeMs', durationOf(field(root, 'uptime_current_epoch'))),
    ...optional('nodeId', nodeId),
  };
}

/** `9e55809…/1.40.0/Clean/RELEASE/BoringSSL` says 1.40.0. */
function versionOf(text: string | undefined): string | undefined {
  return text?.split('/').find((part) => /^\d+\.\d+\.\d+/.test(part)) ?? text;
}
