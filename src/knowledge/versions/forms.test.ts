import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type EnvoyForm, envoyForms, formsOf, spellingIn } from './index.ts';

test('a release has one way to write each thing, from Envoy 1.20 to 1.40', () => {
  for (let minor = 20; minor <= 40; minor += 1)
    for (const form of envoyForms) {
      // the body changed within 1.38: the minor alone leaves both open
      const version = minor === 38 ? '1.38.3' : `1.${minor}`;
      assert.notEqual(spellingIn(form, version).known, undefined, `${form} in ${version}`);
    }
});

test('1.38 without a patch leaves open what its first patch changed', () => {
  assert.equal(spellingIn('body', '1.38').known, undefined);
  assert.deepEqual(
    spellingIn('body', '1.38').possible.map(({ versions }) => versions),
    ['>=1.16 <1.38.1', '>=1.38.1'],
  );
  assert.equal(spellingIn('body', '1.38.0').known?.versions, '>=1.16 <1.38.1');
});

test('an unknown release leaves every spelling possible', () => assert.equal(spellingIn('details', undefined).possible.length, 3));

test('texts tell by their form which releases write them', () => {
  const table: readonly (readonly [string, EnvoyForm, string])[] = [
    ['upstream_reset_before_response_started{remote_connection_failure|delayed_connect_error:_Connection_refused}', 'details', '>=1.31'],
    ['upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}', 'details', '>=1.21 <1.31'],
    ['upstream_reset_before_response_started{connection failure,delayed connect error: 111}', 'details', '<1.21'],
    ['upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}', 'connect-error', '>=1.20 <1.31'],
    ['delayed connect error: Connection refused', 'connect-error', '>=1.31'],
    ['reset reason: connection failure, transport failure reason: delayed connect error: 111', 'connect-reason', '<1.27'],
    ['reset reason: connection failure, transport failure reason: delayed connect error: 111', 'body', '>=1.16 <1.38.1'],
    ['before headers. retried and the latest reset reason: connection termination', 'body-after-retry', '>=1.22'],
    ['TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end', 'certificate-error', '<1.37'],
    ['TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:certificate_has_expired:TLS_error_end', 'certificate-error', '>=1.37'],
    ['TLS error: 268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED', 'tls-error', '<1.28'],
    ['503 URX,UC', 'flag-order', '>=1.30'],
    ['503 UC,URX', 'flag-order', '<1.30'],
  ];
  for (const [text, form, versions] of table) assert.equal(formsOf(text).find((found) => found.form === form)?.spelling.versions, versions, `${form}: ${text}`);
});

test('texts that every release writes tell nothing', () => {
  for (const text of ['503 UC', 'upstream_reset_before_response_started{connection_termination}', 'TLS error: Secret is not supplied by SDS', '0 UF,URX', ''])
    assert.deepEqual(formsOf(text), [], text);
});

test('the signs of one form never contradict each other on their own examples', () => {
  for (const text of ['{remote_connection_failure|x}', '{remote_connection_failure,x}', 'TLS_error:|1:x:TLS_error_end', 'URX,UF', 'UF,URX'])
    assert.equal(new Set(formsOf(text).map(({ form }) => form)).size, formsOf(text).length, text);
});
