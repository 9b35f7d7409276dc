import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UserError } from '../sources/user-error.ts';
import { readTarget, requestText } from './target.ts';

const read = (text: string, options = {}): string => {
  const { scheme, host, port, path, authority, method } = readTarget(text, options, 'en');
  return `${method} ${scheme} ${host} ${port} ${path} ${authority}`;
};

test('a target is host and port, or a URL', () => {
  assert.equal(read('127.0.0.1:8080'), 'GET http 127.0.0.1 8080 / 127.0.0.1:8080');
  assert.equal(read('orders.shop:80'), 'GET http orders.shop 80 / orders.shop');
  assert.equal(read('[::1]:8080'), 'GET http ::1 8080 / [::1]:8080');
  assert.equal(read('localhost:8080/ready?full=1'), 'GET http localhost 8080 /ready?full=1 localhost:8080');
  assert.equal(read('http://orders.shop'), 'GET http orders.shop 80 / orders.shop');
  assert.equal(read('https://orders.shop/health#top'), 'GET https orders.shop 443 /health orders.shop');
  assert.equal(read('HTTPS://orders.shop:8443'), 'GET https orders.shop 8443 / orders.shop:8443');
  assert.equal(read('127.0.0.1:8080', { path: '/health', host: 'orders', method: 'HEAD' }), 'HEAD http 127.0.0.1 8080 /health orders');
});

test('what cannot be probed is refused with a code', () => {
  for (const text of [
    '',
    'orders',
    'orders:',
    'orders:x',
    'orders:99999',
    'orders:0',
    ':80',
    'ftp://orders',
    'grpc://orders:80',
    'http://',
    'http://u:p@orders',
    '-1',
    '[::1]',
  ])
    assert.throws(
      () => read(text),
      (error) => error instanceof UserError && error.code === 'probe-target',
      text,
    );
});

test('nothing that was typed can add a line or a header to the request', () => {
  for (const options of [{ path: '/a\r\nX: y' }, { path: '/a b' }, { path: 'a' }, { path: '/é' }, { host: 'a\r\nX: y' }, { host: 'a b' }, { host: '' }])
    assert.throws(
      () => read('127.0.0.1:80', options),
      (error) => error instanceof UserError && error.code === 'probe-target',
      JSON.stringify(options),
    );
  const request = requestText(readTarget('http://127.0.0.1:80/a%0d%0aX:y?q=\r\nz', {}, 'en'));
  assert.equal(request.split('\r\n').length, 6);
});

test('a request asks for nothing of the connection', () => {
  assert.doesNotMatch(requestText(readTarget('127.0.0.1:80', {}, 'en')), /connection|keep-alive/i);
});
