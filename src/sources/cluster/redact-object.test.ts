import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactObject } from './redact-object.ts';

const gone = '***redacted***';

test('a Secret is nothing', () => assert.equal(redactObject({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { p: 'eA==' } }), undefined));

test('headers that open doors go from routes and matches, everything else of them stays', () => {
  const route = {
    kind: 'VirtualService',
    spec: {
      hosts: ['vminsert'],
      http: [
        {
          match: [{ headers: { authorization: { exact: 'Bearer aaaaaaaaaaaa' }, 'x-user': { exact: 'jo' } } }],
          headers: { request: { set: { Authorization: 'Basic dTpw', 'x-team': 'shop' } } },
          timeout: '3s',
        },
      ],
    },
  };
  assert.deepEqual(redactObject(route), {
    kind: 'VirtualService',
    spec: {
      hosts: ['vminsert'],
      http: [
        {
          match: [{ headers: { authorization: { exact: gone }, 'x-user': { exact: 'jo' } } }],
          headers: { request: { set: { Authorization: gone, 'x-team': 'shop' } } },
          timeout: '3s',
        },
      ],
    },
  });
});

test('settings named for secrets lose their text, references to Secrets stay', () => {
  const spec = {
    remoteWrite: { url: 'http://u:p@vm/x?key=1', bearerToken: 'abc', basicAuth: { password: { name: 'auth', key: 'password' } } },
    secretName: 'tls',
  };
  assert.deepEqual(redactObject({ kind: 'VMAlert', spec })?.['spec'], {
    remoteWrite: { url: `http://${gone}@vm/x?${gone}`, bearerToken: gone, basicAuth: { password: { name: 'auth', key: 'password' } } },
    secretName: 'tls',
  });
});

test('what a diagnosis needs of a pod is untouched', () => {
  const pod = {
    kind: 'Pod',
    metadata: { name: 'web-0', labels: { app: 'web' }, annotations: { 'proxy.istio.io/config': 'holdApplicationUntilProxyStarts: true' } },
    spec: {
      automountServiceAccountToken: true,
      containers: [{ name: 'web', args: ['-http.idleConnTimeout=5s', '--keepAliveTimeout=5000'], env: [{ name: 'IDLE_TIMEOUT', value: '5s' }] }],
      volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { expirationSeconds: 43200, path: 'istio-token' } }] } }],
    },
    status: { containerStatuses: [{ name: 'web', restartCount: 1, lastState: { terminated: { reason: 'OOMKilled' } } }] },
  };
  assert.deepEqual(redactObject(pod), pod);
});
