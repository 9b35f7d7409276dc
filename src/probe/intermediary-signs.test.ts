import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differingHeader, intermediarySigns } from './intermediary-signs.ts';

const signs = (...headers: readonly (readonly [string, string])[]): readonly string[] => intermediarySigns({ headers }).map(({ header }) => header);

test('proxies and load balancers are told by their servers, headers and cookies', () => {
  for (const server of ['envoy', 'istio-envoy', 'awselb/2.0', 'cloudflare', 'Varnish', 'ATS/9.2', 'HAProxy'])
    assert.deepEqual(signs(['server', server]), ['server']);
  assert.deepEqual(signs(['via', '1.1 edge'], ['x-envoy-upstream-service-time', '3'], ['x-cache', 'MISS'], ['cf-ray', '1']), [
    'via',
    'x-envoy-upstream-service-time',
    'x-cache',
    'cf-ray',
  ]);
  assert.deepEqual(intermediarySigns({ headers: [['set-cookie', 'AWSALB=secret; Path=/']] }), [{ header: 'set-cookie', value: 'AWSALB' }]);
});

test('an application by itself shows none', () => {
  assert.deepEqual(
    signs(['server', 'nginx/1.22.1'], ['set-cookie', 'JSESSIONID=1'], ['x-powered-by', 'Express'], ['viable', '1'], ['server-timing', 'envoy']),
    [],
  );
});

test('two answers that name different servers are of different servers', () => {
  const from = (value: string): { readonly headers: readonly (readonly [string, string])[] } => ({ headers: [['x-server-hostname', value]] });
  assert.equal(differingHeader(from('a'), from('a')), undefined);
  assert.deepEqual(differingHeader(from('a'), from('b')), { header: 'x-server-hostname', value: 'a / b' });
  assert.equal(differingHeader(from('a'), { headers: [] })?.value, 'a / -');
});
