import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { addressOf } from './address.ts';
import { detailsFamily } from './details-family.ts';
import { startTime } from './start-time.ts';

for (const [details, family] of [
  ['via_upstream', 'via_upstream'],
  ['upstream_reset_before_response_started{connection_termination}', 'upstream_reset_before_response_started{connection_termination}'],
  ['upstream_reset_before_response_started{connection termination}', 'upstream_reset_before_response_started{connection_termination}'],
  [
    'upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}',
    'upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}',
  ],
  [
    'upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}',
    'upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}',
  ],
  [
    'upstream_reset_before_response_started{connection failure,delayed connect error: 111}',
    'upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}',
  ],
  [
    'upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Network_is_unreachable|remote_address:10.1.1.1:80}',
    'upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_Network_is_unreachable}',
  ],
  [
    'upstream_reset_before_response_started{remote_connection_failure|TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify_cert_failed:_X509_verify_cert:_certificate_verification_error_at_depth_0:_certificate_has_expired:TLS_error_end}',
    'upstream_reset_before_response_started{remote_connection_failure|TLS_error:_CERTIFICATE_VERIFY_FAILED}',
  ],
  [
    'upstream_reset_before_response_started{connection failure,TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED}',
    'upstream_reset_before_response_started{connection_failure|TLS_error:_CERTIFICATE_VERIFY_FAILED}',
  ],
  [
    'upstream_reset_before_response_started{connection_failure,TLS_error:_Secret_is_not_supplied_by_SDS}',
    'upstream_reset_before_response_started{connection_failure|TLS_error:_Secret_is_not_supplied_by_SDS}',
  ],
  ['rbac_access_denied_matched_policy[ns[a]-policy[b]-rule[0]]', 'rbac_access_denied_matched_policy'],
  ['request_headers_failed_strict_check{x-envoy-retry-on}', 'request_headers_failed_strict_check'],
] as const) {
  test(`family of ${details.slice(0, 90)}`, () => {
    assert.equal(detailsFamily(details), family);
  });
}

test('a family is short, whatever the details', () => {
  const word = fc.constantFrom(
    'upstream_reset_before_response_started',
    '{',
    '}',
    '|',
    ',',
    'TLS_error:',
    '111',
    ' ',
    'connection failure',
    'delayed connect error: ',
    ':',
    '[',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 12 }), (words) => {
      const family = detailsFamily(words.join(''));
      assert.ok(family.length <= 400);
    }),
  );
});

for (const [text, address] of [
  ['10.1.1.1:8480', { host: '10.1.1.1', port: 8480 }],
  ['[::1]:80', { host: '::1', port: 80 }],
  ['fd00::1', { host: 'fd00::1' }],
  ['envoy://connect_originate/10.1.1.1:8080', { host: '10.1.1.1', port: 8080 }],
  ['envoy://internal_client_address/', undefined],
  ['-', undefined],
  ['/var/run/app.sock', undefined],
  ['a:b', undefined],
] as const) {
  test(`address of ${text}`, () => {
    assert.deepEqual(addressOf(text), address);
  });
}

test('a start time that was printed is read back to the millisecond', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
      assert.equal(startTime(date.toISOString()), date.getTime());
    }),
  );
});

test('an offset is taken off, and half a time is none', () => {
  assert.equal(startTime('2026-11-22T17:28:18.5+08:00'), Date.UTC(2026, 10, 22, 9, 28, 18, 500));
  assert.equal(startTime('2026-11-22 17:28:18'), Date.UTC(2026, 10, 22, 17, 28, 18));
  assert.equal(startTime('2026-11-22T17:28:1'), undefined);
  assert.equal(startTime('2026-11-22T17:28:18Zx'), undefined);
});

test('a day or an hour that no calendar or clock has is no start time, and a leap second is one', () => {
  const digits = fc.tuple(fc.integer({ min: 1900, max: 2100 }), ...Array.from({ length: 5 }, () => fc.integer({ min: 0, max: 75 })));
  fc.assert(
    fc.property(digits, ([year, ...rest]) => {
      const [month, day, hour, minute, second] = rest.map((value) => String(value).padStart(2, '0'));
      const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
      const read = startTime(text);
      // Date rolls over what does not exist, so that it prints otherwise.
      const moment = new Date(Date.UTC(year, (rest[0] ?? 0) - 1, rest[1], rest[2], rest[3], rest[4]));
      assert.equal(
        read,
        moment.toISOString() === text || (rest[4] === 60 && startTime(text.replace(':60.', ':59.')) !== undefined) ? moment.getTime() : undefined,
      );
    }),
    { numRuns: 2_000 },
  );
  for (const text of [
    '2026-02-31T00:00:00Z',
    '2025-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '0026-01-01T00:00:00Z',
  ])
    assert.equal(startTime(text), undefined, text);
  assert.equal(startTime('2024-02-29T00:00:00Z'), Date.UTC(2024, 1, 29));
});
