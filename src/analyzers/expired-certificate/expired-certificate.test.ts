import test from 'node:test';
import { accessLog, containerLog, document, type Given, testAnalyzer } from '../../testing/index.ts';
import { expiredCertificate } from './index.ts';

const client = 'vmalert-sidecar';
const server = 'vminsert-sidecar';
const clientPod = 'monitoring/vmalert-66467cfcc9-ft9vh';
const serverPod = 'monitoring/vminsert-58bd74d78-q2z5m';
const verify = 'TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED';
const expired = `${verify}:verify_cert_failed:_X509_verify_cert:_certificate_verification_error_at_depth_0:_certificate_has_expired:TLS_error_end`;
const failing = (text: string, minute = '27:34'): Given =>
  accessLog(clientPod, [
    `[2026-11-22T17:${minute}.866Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 503 URX,UF upstream_reset_before_response_started{remote_connection_failure|${text}} - "${text}" 83 121 47 - "-" "vmalert" "5623ff6d-a58f-4e0e-ac58-6e0336cef913" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.39:8480" outbound|8480||vminsert.monitoring.svc.cluster.local - 10.96.31.10:8480 10.244.1.40:49970 - default`,
  ]);
const row = (answer: string): Given =>
  accessLog(clientPod, [
    `[2026-11-22T17:27:34.866Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" ${answer} 83 95 2 - "-" "vmalert" "5623ff6d-a58f-4e0e-ac58-6e0336cef913" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.39:8480" outbound|8480||vminsert.monitoring.svc.cluster.local 10.244.1.40:40000 10.96.31.10:8480 10.244.1.40:49970 - default`,
  ]);
const reset = row('503 UC upstream_reset_before_response_started{connection_termination} - "-"');
// the address in the failing rows is known by the receiver's own log
const receiver = accessLog(serverPod, [
  '[2026-11-22T17:20:00.000Z] "POST /insert/0/prometheus/api/v1/write HTTP/1.1" 204 - via_upstream - "-" 83 0 2 1 "-" "vmalert" "5623ff6d-a58f-4e0e-ac58-000000000000" "vminsert.monitoring.svc.cluster.local:8480" "10.244.2.39:8480" inbound|8480|| 127.0.0.6:40001 10.244.2.39:8480 10.244.1.40:39999 - default',
]);
/** `/certs` of a proxy. `days_until_expiration` is 0 for a fresh certificate of a day. */
const certs = (pod: string, from: string, to: string, root = '31a612'): Given =>
  document(
    `envoy/${pod}/certs.json`,
    {
      certificates: [
        {
          ca_cert: [
            {
              path: '<inline>',
              serial_number: root,
              subject_alt_names: [],
              days_until_expiration: '3649',
              valid_from: '2026-11-22T17:18:16Z',
              expiration_time: '2036-11-19T17:18:16Z',
            },
          ],
          cert_chain: [
            {
              path: '<inline>',
              serial_number: pod,
              subject_alt_names: [{ uri: `spiffe://cluster.local/ns/monitoring/sa/${pod}` }],
              days_until_expiration: '0',
              valid_from: from,
              expiration_time: to,
            },
          ],
        },
      ],
    },
    `${pod}/istio-proxy`,
  );
const day = ['2026-11-22T17:20:00Z', '2026-11-23T17:20:00Z'] as const;
const ended = ['2026-11-22T17:24:44Z', '2026-11-22T17:27:29Z'] as const;
const unsigned = containerLog(`${clientPod}/istio-proxy`, [
  '2026-11-22T17:26:56.557660Z\terror\tcache\tresource:default failed to sign: create certificate: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.244.0.2:15012: i/o timeout"',
]);

testAnalyzer(test, expiredCertificate, [
  {
    name: "the receiver's certificate ended before the handshakes failed",
    given: [failing(expired), receiver, certs(clientPod, ...day), certs(serverPod, ...ended)],
    expect: [
      { message: 'serverCertificateExpired', data: { pod: serverPod, end: '2026-11-22T17:27:29.000Z', failed: 1 }, explains: [0] },
      { message: 'rootsAgree', data: { client, server } },
    ],
  },
  {
    name: 'the text says no reason, the certificate does',
    given: [failing(`${verify}:TLS_error_end`), receiver, certs(serverPod, ...ended)],
    expect: [{ message: 'serverCertificateExpired', data: { pod: serverPod, end: '2026-11-22T17:27:29.000Z', failed: 1 } }],
  },
  {
    name: "the caller's certificate has ended: TLS 1.3 shows as a reset on a new connection",
    given: [reset, receiver, certs(clientPod, ...ended), certs(serverPod, ...day)],
    expect: [
      { message: 'clientCertificateExpired', data: { pod: clientPod, end: '2026-11-22T17:27:29.000Z', failed: 1 } },
      { message: 'rootsAgree', data: { client, server } },
    ],
  },
  {
    name: 'the handshake says it, no certificate was collected',
    given: [failing(expired)],
    expect: [{ message: 'handshakeSaysExpired', data: { failed: 1, server: 'vminsert' } }],
  },
  {
    name: 'the handshake says expired and both certificates were valid',
    given: [failing(expired), receiver, certs(clientPod, ...day), certs(serverPod, ...day)],
    expect: [
      { message: 'expiredThoughValid', data: { failed: 1, server } },
      { message: 'rootsAgree', data: { client, server } },
    ],
  },
  {
    name: 'a certificate of the future',
    given: [failing(`${verify}:_certificate_is_not_yet_valid:TLS_error_end`)],
    expect: [{ message: 'notYetValid', data: { failed: 1, server: 'vminsert' } }],
  },
  {
    name: 'two roots',
    given: [failing(`${verify}:_unable_to_get_local_issuer_certificate:TLS_error_end`), receiver, certs(clientPod, ...day), certs(serverPod, ...day, '99ffee')],
    expect: [
      { message: 'rootsDiffer', data: { failed: 1, client, server } },
      { message: 'certificatesValid', data: { client, server, begin: '2026-11-22T17:20:00.000Z', end: '2026-11-23T17:20:00.000Z' } },
    ],
  },
  {
    name: 'an issuer that is not trusted, by the text alone',
    given: [failing(`${verify}:_unable_to_get_local_issuer_certificate:TLS_error_end`)],
    expect: [{ message: 'issuerUnknown', data: { failed: 1, server: 'vminsert' } }],
  },
  {
    name: 'a refusal without a reason',
    given: [failing(`${verify}:TLS_error_end`)],
    expect: [{ message: 'certificateRefused', data: { failed: 1, server: 'vminsert' } }],
  },
  {
    name: 'no certificate to show',
    given: [failing('TLS_error:_Secret_is_not_supplied_by_SDS')],
    expect: [{ message: 'noCertificate', data: { failed: 1, server: 'vminsert', client } }],
  },
  {
    name: 'no certificate to show, and the agent says why',
    given: [failing('TLS_error:_Secret_is_not_supplied_by_SDS'), unsigned],
    expect: [{ message: 'noCertificateNoSigning', data: { failed: 1, server: 'vminsert', client } }],
  },
  {
    name: 'valid certificates and one root at both ends of a reset',
    given: [reset, receiver, certs(clientPod, ...day), certs(serverPod, ...day)],
    expect: [
      { message: 'certificatesValid', data: { client, server, begin: '2026-11-22T17:20:00.000Z', end: '2026-11-23T17:20:00.000Z' } },
      { message: 'rootsAgree', data: { client, server } },
    ],
  },
  {
    name: "another workload's expired certificate has no part in it",
    given: [reset, receiver, certs(clientPod, ...day), certs(serverPod, ...day), certs('monitoring/vmagent-0', ...ended)],
    expect: [
      { message: 'certificatesValid', data: { client, server, begin: '2026-11-22T17:20:00.000Z', end: '2026-11-23T17:20:00.000Z' } },
      { message: 'rootsAgree', data: { client, server } },
    ],
  },
  {
    name: 'no healthy host, no handshake',
    given: [row('503 UH no_healthy_upstream - "-"'), certs(serverPod, ...ended)],
    expect: [{ message: 'noHandshakeFailed', data: { total: 1 } }],
  },
  { name: 'requests that go well, with a certificate that has ended since', given: [row('204 - via_upstream - "-"'), certs(serverPod, ...ended)], expect: [] },
  { name: 'without request rows nothing fails', given: [certs(serverPod, ...ended)], expect: 'skipped' },
]);
