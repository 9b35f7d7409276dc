import test from 'node:test';
import { accessLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { tlsTowardsPlaintext } from './index.ts';

const wrongVersion =
  '503 UF upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end} - "TLS_error:|268435703:SSL_routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end"';
const reset = '503 UC upstream_reset_before_response_started{connection_termination} - "-"';
const row = (second: number, answer: string, port = 80): string =>
  `[2026-01-01T00:00:0${second}.000Z] "GET /v1 HTTP/1.1" ${answer} 0 95 20 - "-" "curl" "00000000-0000-4000-8000-00000000000${second}" "api.example.com:${port}" "203.0.113.7:${port}" outbound|${port}||api.example.com 10.1.0.5:4000${second} 203.0.113.7:${port} 10.1.0.5:53462 - default`;
const caller = (...rows: readonly string[]): Given => accessLog('shop/frontend-0', rows);
const rule = (mode: string): Given => manifest`
  apiVersion: networking.istio.io/v1
  kind: DestinationRule
  metadata: { name: api, namespace: shop }
  spec: { host: api.example.com, trafficPolicy: { tls: { mode: ${mode} } } }
`;
const names = { client: 'frontend-sidecar', server: 'api.example.com' };

testAnalyzer(test, tlsTowardsPlaintext, [
  {
    name: 'a DestinationRule begins TLS towards a plaintext port',
    given: [caller(row(1, wrongVersion)), rule('SIMPLE')],
    expect: [{ message: 'tlsToPlaintext', data: { ...names, failed: 1 }, explains: [0] }],
  },
  { name: 'the same without the settings', given: [caller(row(1, wrongVersion))], expect: [{ message: 'notTls', data: { ...names, failed: 1 } }] },
  {
    name: 'plaintext to port 443',
    given: [caller(row(1, reset, 443), row(2, reset, 443)), rule('DISABLE')],
    expect: [{ message: 'plaintextToTlsPort', data: { ...names, port: 443, failed: 2 } }],
  },
  {
    name: 'no TLS is begun here, so a reset has another reason',
    given: [caller(row(1, reset)), rule('DISABLE')],
    expect: [{ message: 'noTlsOfItsOwn', data: { ...names, mode: 'plaintext' } }],
  },
  {
    name: 'no host to open a connection to',
    given: [caller(row(1, '503 UH no_healthy_upstream - "-"'))],
    expect: [{ message: 'handshakeNotReached', data: { total: 1 } }],
  },
  { name: 'mutual TLS of the mesh is not its matter', given: [caller(row(1, wrongVersion)), rule('ISTIO_MUTUAL')], expect: [] },
]);
