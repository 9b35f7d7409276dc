import { test } from 'node:test';
import { at, document, testAnalyzer } from '../../testing/index.ts';
import { outdatedCertificate } from './index.ts';

const certs = (end: string) =>
  document(
    'envoy/monitoring/vminsert-0/certs.json',
    {
      certificates: [
        {
          ca_cert: [
            {
              path: '<inline>',
              serial_number: '72',
              subject_alt_names: [],
              days_until_expiration: '3649',
              valid_from: '2026-11-22T17:18:16Z',
              expiration_time: '2036-11-19T17:18:16Z',
            },
          ],
          cert_chain: [
            {
              path: '<inline>',
              serial_number: '5d2f',
              subject_alt_names: [{ uri: 'spiffe://cluster.local/ns/monitoring/sa/vminsert' }],
              days_until_expiration: '0',
              valid_from: '2026-11-22T17:24:44Z',
              expiration_time: end,
            },
          ],
        },
      ],
    },
    'monitoring/vminsert-0',
  );

testAnalyzer(test, outdatedCertificate, [
  {
    name: 'a certificate whose end has passed is a risk',
    given: [certs('2026-11-22T17:27:29Z'), at('2026-11-22T17:28:00Z')],
    expect: [{ message: 'pastItsEnd', data: { pod: 'vminsert-0', end: '2026-11-22T17:27:29.000Z' } }],
  },
  { name: 'no whole day left is normal for a certificate of 24 hours', given: [certs('2026-11-23T17:24:44Z'), at('2026-11-22T17:28:00Z')], expect: [] },
  { name: 'without certificates nothing is said', given: [], expect: 'skipped' },
]);
