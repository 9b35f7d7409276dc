import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const envoyUpstream: KeepAliveEntry = {
  id: 'envoy-upstream',
  name: 'Envoy cluster (connection pool)',
  role: 'client',
  aliases: ['envoy client', 'envoy cluster'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 3_600_000 }],
    header: both('Ignores the `Keep-Alive` header (measured).', '忽略 `Keep-Alive` 標頭（實測）。'),
    key: 'HttpProtocolOptions.common_http_protocol_options.idle_timeout; max_requests_per_connection; max_connection_duration',
    confidence: 'measured',
    sources: [
      {
        title: 'envoyproxy/envoy source/common/upstream/upstream_impl.cc',
        url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/upstream/upstream_impl.cc',
        version: 'Envoy 1.37',
      },
      {
        title: 'envoyproxy/envoy source/common/conn_pool/conn_pool_base.cc',
        url: 'https://github.com/envoyproxy/envoy/blob/HEAD/source/common/conn_pool/conn_pool_base.cc',
        version: 'Envoy 1.36',
      },
    ],
  },
  recognise: { clients: ['envoy'] },
  note: both(
    'One pool per worker, host, priority and options; the connection used last is used first, so the deep ones grow old at any rate of requests.',
    '每個 worker、主機、優先級與選項各有一個連線池；最後使用的連線最先被使用，因此無論請求多寡，深處的連線都會變舊。',
  ),
};
