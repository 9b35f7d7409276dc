import test from 'node:test';
import type { Json } from '../../model/json.ts';
import { accessLog, type FixCase, manifest, manifestOf, testFix } from '../../testing/index.ts';
import { raceLog, raceNamed, racePods } from '../../testing/race-evidence.ts';
import { requestRetry } from './index.ts';

const none = manifest`{ apiVersion: networking.istio.io/v1, kind: VirtualServiceList, items: [] }`;
const host = 'vminsert.monitoring.svc.cluster.local';
const retries = (word: string) => ({ attempts: 2, retryOn: `connect-failure,refused-stream,unavailable,cancelled,${word}` });
const route = [{ destination: { host } }];
const patch = (name: string, spec: Json): FixCase['expect'][number]['objects'][number] => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name, namespace: 'monitoring' },
  spec,
});
const rule = (http: readonly object[]) =>
  manifestOf(`
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: writes, namespace: monitoring }
spec: { hosts: [vminsert], http: ${JSON.stringify(http)} }
`);
const atCaller = (method: string) =>
  accessLog('alerting/vmalert-0', [
    `[2026-01-01T00:00:05.001Z] "${method} /write HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 265 95 4 - "-" "vmalert" "00000000-0000-4000-8000-000000000001" "${host}:8480" "10.244.2.9:8480" outbound|8480||${host} 10.244.1.10:40001 10.96.0.9:8480 10.244.1.10:54752 - default`,
  ]);

testFix(test, requestRetry, [
  {
    name: 'what the server’s own proxy lost is a 503 for the caller’s, which tries it again; a POST may be done twice',
    given: [raceLog, racePods(), none],
    named: raceNamed,
    expect: [
      {
        title: 'tryAgain',
        limits: ['twice', 'hides', 'load', 'meshOnly'],
        objects: [patch('vminsert-retry', { hosts: [host], http: [{ route, retries: retries('503') }] })],
      },
    ],
  },
  {
    name: 'what the caller’s proxy lost itself is a reset, and a GET can be repeated',
    given: [atCaller('GET'), racePods(), none],
    named: { target: 'vminsert.monitoring' },
    expect: [
      {
        title: 'tryAgain',
        limits: ['hides', 'load', 'meshOnly'],
        objects: [patch('vminsert-retry', { hosts: [host], http: [{ route, retries: retries('reset') }] })],
      },
    ],
  },
  {
    name: 'routes that are there get retries, but for those of which a person has said something',
    given: [raceLog, racePods(), rule([{ match: [{ uri: { prefix: '/x' } }], route, retries: { attempts: 0 } }, { route }])],
    named: raceNamed,
    expect: [
      {
        title: 'tryAgain',
        objects: [
          patch('writes', {
            http: [
              { match: [{ uri: { prefix: '/x' } }], route, retries: { attempts: 0 } },
              { route, retries: retries('503') },
            ],
          }),
        ],
      },
    ],
  },
  { name: 'what a person said of retries stays', given: [raceLog, racePods(), rule([{ route, retries: { attempts: 0 } }])], named: raceNamed, expect: [] },
  { name: 'rules that were not collected may be there', given: [raceLog, racePods()], named: raceNamed, expect: [] },
]);
