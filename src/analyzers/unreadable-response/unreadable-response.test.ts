import test from 'node:test';
import { accessLog, containerLog, type Given, testAnalyzer } from '../../testing/index.ts';
import { unreadableResponse } from './index.ts';

const pod = 'shop/cart-0';
const target = 'cart.shop';
const before = '502 UPE upstream_reset_before_response_started{protocol_error}';
const after = '200 UPE upstream_reset_after_response_started{protocol_error}';
const inbound = 'inbound|8080|| 127.0.0.6:40001 10.1.0.7:8080 10.1.0.9:51234 - default';
const row = (answer: string, second = '45', path = '/report'): string =>
  `[2026-11-30T23:55:${second}.107Z] "GET ${path} HTTP/1.1" ${answer} - "-" 0 87 1 - "-" "web/2.4" "5a00e873-4d8f-45c7-9758-fc3a929f34${second}" "cart.shop:8080" "10.1.0.7:8080" ${inbound}`;
const served = row('200 - via_upstream', '58', '/cart');
const codec = (error: string, answer = before): Given =>
  containerLog(`${pod}/istio-proxy`, [
    served,
    row(answer),
    `2026-11-30T23:55:45.108000Z\tdebug\tenvoy client external/envoy/source/common/http/codec_client.cc:191\t[Tags: "ConnectionId":"7"] Error dispatching received data: http/1.1 protocol error: ${error}\tthread=24`,
  ]);
const outbound = (answer: string, second: string, path?: string): string =>
  row(answer, second, path).replace(inbound, 'outbound|8080||cart.shop.svc.cluster.local 10.1.0.9:40001 10.96.0.4:8080 10.1.0.9:51234 - default');
const retried = before.replace('UPE', 'URX,UPE');
const caller = (...rows: readonly string[]): Given => accessLog('shop/web-0', [...rows, outbound('200 - via_upstream', '58', '/cart')]);

testAnalyzer(test, unreadableResponse, [
  {
    name: 'the codec names two lengths',
    given: [codec('HPE_UNEXPECTED_CONTENT_LENGTH')],
    expect: [{ message: 'codecNamesViolation', data: { pod, failed: 1, target, error: 'HPE_UNEXPECTED_CONTENT_LENGTH' }, explains: [0] }],
  },
  {
    name: 'a length beside chunks, told as UC by an old proxy',
    given: [codec("both 'Content-Length' and 'Transfer-Encoding' are set.", '503 UC upstream_reset_before_response_started{connection_termination}')],
    expect: [{ message: 'codecNamesViolation', data: { pod, failed: 1, target, error: "both 'Content-Length' and 'Transfer-Encoding' are set." } }],
  },
  {
    name: 'a chunk of no size, after the status had been passed on',
    given: [codec('HPE_INVALID_CHUNK_SIZE', after)],
    expect: [{ message: 'codecNamesViolation', data: { pod, failed: 1, target, error: 'HPE_INVALID_CHUNK_SIZE' }, explains: [0] }],
  },
  {
    name: 'the application says that it wrote another length',
    given: [accessLog(pod, [served, row(after)]), containerLog(`${pod}/app`, ['2026-11-30T23:55:45.109Z http: wrote more than the declared Content-Length'])],
    expect: [{ message: 'serverMiscounts', data: { pod, said: 'wrote more than the declared Content-Length', failed: 1, target }, explains: [0] }],
  },
  {
    name: 'one path is unreadable at every try while the rest is well',
    given: [caller(outbound(retried, '41'), outbound(retried, '43'), outbound(retried, '46'))],
    expect: [{ message: 'failsAgainOnRetry', data: { failed: 3, target, path: '/report', retried: 3, ok: 1 }, explains: [0, 1, 2] }],
  },
  {
    name: 'near miss: several paths are unreadable',
    given: [caller(outbound(retried, '41'), outbound(retried, '43'), outbound(retried, '46', '/feed'))],
    expect: [],
  },
  {
    name: 'near miss: nothing tells whether a second try would have been well',
    given: [caller(outbound(before, '41'), outbound(before, '43'), outbound(before, '46'))],
    expect: [],
  },
  {
    name: 'near miss: an answer that ends in the middle may be a process that died',
    given: [codec('HPE_INVALID_EOF_STATE')],
    expect: [{ message: 'codecNamesCut', data: { pod, failed: 1, target, error: 'HPE_INVALID_EOF_STATE' } }],
  },
  {
    name: 'near miss: bytes that are no HTTP',
    given: [codec('HPE_INVALID_CONSTANT')],
    expect: [{ message: 'codecReadsNoHttp', data: { pod, failed: 1, error: 'HPE_INVALID_CONSTANT' } }],
  },
  {
    name: 'near miss: too many headers',
    given: [codec('headers count exceeds limit')],
    expect: [{ message: 'codecNamesLimit', data: { failed: 1, target, error: 'headers count exceeds limit' } }],
  },
  { name: 'near miss: an error without a name', given: [codec('SOMETHING_NEW')], expect: [] },
  { name: 'healthy: requests that go well', given: [accessLog(pod, [served])], expect: [] },
  { name: 'without request evidence nothing is judged', given: [], expect: 'skipped' },
]);
