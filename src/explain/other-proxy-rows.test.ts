import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explain } from './index.ts';

const info = (status: number, tail: string): string =>
  `10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "POST /api/cart HTTP/1.1" ${status} 150 "-" "curl/8.5.0" 412 0.004 [shop-cart-8080] [] ${tail} 8f14e45fceea167a5a36dedd4bea2543`;
const read = (text: string) => {
  const { kind, writtenBy, causes } = explain(text);
  return { kind, by: writtenBy.by, program: writtenBy.program, causes: causes.map(({ id }) => id) };
};

test('an answer that ingress-nginx made itself is its own, for any of several reasons', () => {
  const { kind, by, program, causes } = read(info(502, '10.244.2.29:8080 0 0.004 502'));
  assert.deepEqual([kind, by, program], ['other-proxy', 'other-proxy', 'nginx']);
  for (const id of ['keepalive-idle-mismatch', 'app-not-listening', 'certificate-expired', 'malformed-response'] as const) assert.ok(causes.includes(id), id);
});

test('an answer with bytes of the upstream was made one hop on', () => {
  const { by, program, causes } = read(info(503, '10.244.2.29:8080 55 0.004 503'));
  assert.deepEqual([by, program, causes[0]], ['next-hop', 'nginx', 'app-answered-503']);
});

test('a line of requests that went well, or of a server that may be no proxy, is not explained as a failure', () => {
  assert.notEqual(read(info(200, '10.244.2.29:8080 55 0.004 200')).by, 'other-proxy');
  assert.notEqual(read('10.0.0.7 - - [22/Nov/2026:17:31:20 +0000] "GET /a HTTP/1.1" 503 150 "-" "Mozilla/5.0"').by, 'other-proxy');
});

test("a line of Linkerd's access log leaves open who made its status", () => {
  const { writtenBy } = explain(
    '10.0.1.145:36552 web.shop.serviceaccount.identity.linkerd.cluster.local - [2026-11-22T17:31:19.977123456Z] "GET http://cart:8080/ HTTP/2.0" 503',
  );
  assert.deepEqual([writtenBy.by, writtenBy.sure, writtenBy.row, writtenBy.program], ['unknown', 'unknown', 'other-proxy', 'Linkerd']);
});

test("Linkerd's and ztunnel's words for a refused connection are not taken for a client's", () => {
  for (const line of [
    '[  1589.462218s]  INFO ThreadId(01) outbound:proxy{addr=10.43.67.169:8080}:rescue{client.addr=10.0.1.145:36552}: linkerd_app_core::errors::respond: HTTP/1.1 request failed error=error trying to connect: Connection refused (os error 111) error.sources=[Connection refused (os error 111)]',
    '2026-11-22T17:31:19.977Z\terror\taccess\tconnection complete\tsrc.addr=10.244.1.5:41234 dst.addr=10.244.2.9:15008 direction="outbound" bytes_sent=0 bytes_recv=0 duration="2ms" error="connection failed: Connection refused (os error 111)"',
  ]) {
    const { by, causes } = read(line);
    assert.equal(by, 'other-proxy');
    assert.deepEqual(causes.slice(0, 2), ['target-port-mismatch', 'app-not-listening']);
    assert.deepEqual(
      explain(line).parts.filter(({ part }) => part === 'client'),
      [],
    );
  }
});

test('a cached connection that nginx finds reset is told as nginx tells it', () => {
  const { by, program, causes } = read('connect() failed (104: Connection reset by peer) while connecting to upstream');
  assert.deepEqual([by, program, causes[0]], ['other-proxy', 'nginx', 'keepalive-idle-mismatch']);
});

test('the same is said in Traditional Chinese', () => {
  const { parts } = explain(info(502, '10.244.2.29:8080 0 0.004 502'), { language: 'zh-TW' });
  assert.match(parts.find(({ part }) => part === 'nginx')?.says ?? '', /由它自己作出此回應/);
});
