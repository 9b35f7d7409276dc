import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const envoyDownstream: KeepAliveEntry = {
  id: 'envoy-downstream',
  name: 'Envoy as a server (HTTP connection manager)',
  role: 'proxy',
  aliases: ['envoy server'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 3_600_000 }],
    closesAfter: { min: 3_605_000, max: 3_606_500 },
    closesLater: 6_000,
    measured: [
      { version: '1.40.0', setting: 'idle_timeout=3s', closes: { min: 8_994, max: 9_001 } },
      { version: '1.40.0', setting: 'max_connection_duration=4s, drain_timeout=1s', closes: { min: 5_965, max: 5_996 } },
    ],
    close: 'fin-after-dead-time',
    key: 'common_http_protocol_options.idle_timeout; drain_timeout 5s; delayed_close_timeout 1s; max_connection_duration; max_requests_per_connection',
    confidence: 'measured',
    sources: [
      {
        title: 'envoyproxy/envoy source/common/http/conn_manager_impl.cc',
        url: 'https://github.com/envoyproxy/envoy/blob/HEAD/source/common/http/conn_manager_impl.cc',
        version: 'Envoy 1.36',
      },
      {
        title: 'envoyproxy/envoy source/common/network/connection_impl.cc',
        url: 'https://github.com/envoyproxy/envoy/blob/HEAD/source/common/network/connection_impl.cc',
        version: 'Envoy 1.36',
      },
      { title: 'measured on loopback with four connections', version: 'Envoy 1.40.0' },
    ],
  },
  recognise: {
    images: ['envoy', 'proxyv2', 'istio-proxyv2'],
    commands: ['envoy', 'pilot-agent'],
    logs: ['initializing epoch 0', 'starting main dispatch loop'],
    serverHeaders: ['envoy', 'istio-envoy'],
  },
  note: both(
    'HTTP/1: after the limit answers announce the close for drain_timeout (5 s); then it reads no more and sends FIN a second later (delayed_close_timeout). Requests of that last second are lost. HTTP/2: GOAWAY, no loss.',
    'HTTP/1：超過上限後，回應會在 drain_timeout（5 秒）內宣告關閉；之後不再讀取，並在一秒後（delayed_close_timeout）送出 FIN。最後這一秒的請求會遺失。HTTP/2：GOAWAY，不會遺失。',
  ),
};
