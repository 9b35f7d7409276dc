import test from 'node:test';
import { accessLog, containerLog, type Given, manifest, testAnalyzer } from '../../testing/index.ts';
import { oversizedHeaders } from './index.ts';

const cart = 'shop/cart-0';
const target = 'cart.shop';
/** A request whose headers were never read to the end: Envoy 1.40.0 knows no method, path or cluster of it. */
const unread = (answer: string): string =>
  `[2026-11-30T23:55:45.107Z] "- - HTTP/1.1" ${answer} - "-" 0 31 0 - "-" "-" "-" "-" "-" - - 10.1.0.7:8080 10.1.0.9:51234 - -`;
const row = (answer: string, second = '45'): string =>
  `[2026-11-30T23:55:${second}.107Z] "GET /cart HTTP/1.1" ${answer} - "-" 0 87 1 - "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f34${second}" "cart.shop:8080" "10.1.0.7:8080" inbound|8080|| 127.0.0.6:40001 10.1.0.7:8080 10.1.0.9:51234 - default`;
const broken = 'upstream_reset_before_response_started{protocol_error}';
const ended = 'upstream_reset_before_response_started{connection_termination}';
const served = row('200 - via_upstream', '40');
const codec = (error: string, second = '45', answer = `502 UPE ${broken}`): Given =>
  containerLog(`${cart}/istio-proxy`, [
    served,
    row(answer),
    `2026-11-30T23:55:${second}.108000Z\tdebug\tenvoy client external/envoy/source/common/http/codec_client.cc:191\t[Tags: "ConnectionId":"7"] Error dispatching received data: http/1.1 protocol error: ${error}\tthread=24`,
  ]);
const filter = manifest`
  apiVersion: networking.istio.io/v1alpha3
  kind: EnvoyFilter
  metadata: { name: smaller-headers, namespace: shop }
  spec:
    configPatches:
      - applyTo: NETWORK_FILTER
        patch: { operation: MERGE, value: { typed_config: { max_request_headers_kb: 8 } } }
`;
const proxy = 'cart-sidecar';

testAnalyzer(test, oversizedHeaders, [
  {
    name: 'headers above the size limit of the listener',
    given: [accessLog(cart, [served, unread('431 DPE http1.headers_too_large')])],
    expect: [{ message: 'refused', data: { proxy, failed: 1, target, details: 'http1.headers_too_large' }, explains: [0] }],
  },
  {
    name: 'more headers than the listener takes, over HTTP/2, where the row has no status and blames the caller',
    given: [accessLog(cart, [served, unread('0 DR http2.too_many_headers').replace('HTTP/1.1', 'HTTP/2')])],
    expect: [{ message: 'refused', data: { proxy, failed: 1, target, details: 'http2.too_many_headers' }, explains: [0] }],
  },
  {
    name: 'the limit was set by an EnvoyFilter of the namespace',
    given: [accessLog(cart, [served, unread('431 DPE http1.headers_too_large')]), filter],
    expect: [
      {
        message: 'refusedBySetLimit',
        data: { proxy, failed: 1, target, details: 'http1.headers_too_large', filter: 'shop/smaller-headers', limit: 'max_request_headers_kb 8' },
        explains: [0],
      },
    ],
  },
  {
    name: 'an answer with more headers than the proxy takes is only told by its codec',
    given: [codec('headers count exceeds limit')],
    expect: [{ message: 'codecSaysLimit', data: { pod: cart, failed: 1, target, error: 'headers count exceeds limit' }, explains: [0] }],
  },
  {
    name: 'a server that closes on long headers says so itself',
    given: [
      accessLog(cart, [served, row(`503 UC ${ended}`)]),
      containerLog(`${cart}/app`, ['2026-11-30T23:55:45.109Z error Parse Error: Header overflow HPE_HEADER_OVERFLOW']),
    ],
    expect: [{ message: 'serverSaysLimit', data: { pod: cart, failed: 1, target, said: 'HPE_HEADER_OVERFLOW' }, explains: [0] }],
  },
  {
    name: 'near miss: the codec names a wrong length',
    given: [codec('HPE_UNEXPECTED_CONTENT_LENGTH')],
    expect: [{ message: 'codecSaysOther', data: { failed: 1, target, error: 'HPE_UNEXPECTED_CONTENT_LENGTH' } }],
  },
  {
    name: 'near miss: the same of a proxy from before UPE, which calls it UC',
    given: [codec('HPE_UNEXPECTED_CONTENT_LENGTH', '45', `503 UC ${ended}`)],
    expect: [{ message: 'codecSaysOther', data: { failed: 1, target, error: 'HPE_UNEXPECTED_CONTENT_LENGTH' } }],
  },
  {
    name: 'near miss: the codec speaks of another moment',
    given: [codec('headers count exceeds limit', '49')],
    expect: [],
  },
  {
    name: 'near miss: a server that complains of headers at another time explains no reset',
    given: [
      accessLog(cart, [served, row(`503 UC ${ended}`)]),
      containerLog(`${cart}/app`, ['2026-11-30T23:54:45.109Z error Parse Error: Header overflow HPE_HEADER_OVERFLOW']),
    ],
    expect: [],
  },
  { name: 'near miss: bytes that are no HTTP are no large headers', given: [accessLog(cart, [served, unread('400 DPE http1.codec_error')])], expect: [] },
  { name: 'healthy: a limit that nobody meets', given: [accessLog(cart, [served]), filter], expect: [] },
  { name: 'without request evidence nothing is judged', given: [filter], expect: 'skipped' },
]);
