import assert from 'node:assert/strict';
import test from 'node:test';
import { certificatesOfPem } from '../../../artifacts/envoy/x509.ts';
import { growsLinearly } from '../../../testing/grows-linearly.ts';
import { redactFile } from '../redact-file.ts';
import { findNames } from './find-names.ts';
import { createFoundNames } from './found-names.ts';
import { createRenamer, type Renamer } from './renamer.ts';

const key = 'a key of some length';

function renamerOf(...names: readonly string[]): Renamer {
  const found = createFoundNames();
  for (const name of names) found.add(name);
  return createRenamer(found, key);
}

/** The words that were found in a file. */
function foundIn(text: string, shape: 'json' | 'yaml' | 'log' | 'unsure', path = 'x'): readonly string[] {
  const found = createFoundNames();
  findNames(text, shape, path, found);
  return [...found.words].toSorted();
}

test('names stay as related as they were, in whatever form they stand', () => {
  const { text } = renamerOf('acme-vminsert', 'checkout', 'billing-4e2e17');
  const [acme = '', checkout = '', billing = '', number = ''] = text('acme checkout billing 4e2e17').split(' ');
  for (const [from, to] of [
    ['acme-vminsert-0.acme-vminsert.billing-4e2e17.svc.cluster.local', `${acme}-vminsert-0.${acme}-vminsert.${billing}-${number}.svc.cluster.local`],
    ['outbound|8480||checkout.billing-4e2e17.svc.cluster.local', `outbound|8480||${checkout}.${billing}-${number}.svc.cluster.local`],
    ['outbound_.8480_._.checkout.acme.svc.cluster.local', `outbound_.8480_._.${checkout}.${acme}.svc.cluster.local`],
    ['outbound_8480__checkout_acme_svc_cluster_local', `outbound_8480__${checkout}_${acme}_svc_cluster_local`],
    ['spiffe://cluster.local/ns/acme/sa/checkout', `spiffe://cluster.local/ns/${acme}/sa/${checkout}`],
    ['checkout-7d9c5b6f4c-x2k8p', `${checkout}-7d9c5b6f4c-x2k8p`],
    ['ACME_CHECKOUT_URL', `${acme.toUpperCase()}_${checkout.toUpperCase()}_URL`],
    ['com.acme.CheckoutService', `com.${acme}.${checkout.charAt(0).toUpperCase()}${checkout.slice(1)}Service`],
    ['{"msg":"line\\nacme failed"}', `{"msg":"line\\n${acme} failed"}`],
    ['istio-proxy of istiod in kube-system', 'istio-proxy of istiod in kube-system'],
  ] as const)
    assert.equal(text(from), to);
});

test('addresses are found beside ports, in names of listeners and nodes, and as networks; versions, times and digests are none', () => {
  const { text } = renamerOf();
  const other = text('10.203.1.69');
  assert.notEqual(other, '10.203.1.69');
  assert.equal(text('"10.203.1.69:8080"'), `"${other}:8080"`);
  assert.equal(text('listener.10.203.1.69_8080.downstream_cx_total: 1'), `listener.${other}_8080.downstream_cx_total: 1`);
  assert.equal(text('ip-10-203-1-69.ec2.internal'), `ip-${other.replaceAll('.', '-')}.ec2.internal`);
  assert.equal(text('from ::ffff:10.203.1.69: refused'), `from ::ffff:${other}: refused`);
  assert.match(text('10.203.1.0/24'), /^10\.\d+\.\d+\.0\/24$/);
  assert.equal(text('10.203.1.0/24').split('.').slice(0, 3).join('.'), other.split('.').slice(0, 3).join('.'));
  assert.equal(text('[2001:db8::1]:80 fd00::1').includes('2001:db8::1'), false);
  for (const same of ['2026-12-01T03:11:45.052Z', '12:34:56', 'istio 1.31.0', 'AA:BB:CC:DD:EE:FF:00:11:22', 'std::string', '10.0.0.0/8', '0.0.0.0_15090'])
    assert.equal(text(same), same);
});

test('a key gives the same replacements, another key others', () => {
  const found = createFoundNames();
  found.add('checkout');
  const [first, again, other] = [key, key, 'another key of some length'].map((of) => createRenamer(found, of).text('checkout 10.203.1.69'));
  assert.equal(first, again);
  assert.notEqual(first, other);
});

test('certificates lose whose they are and keep their dates and names, also in base64', () => {
  const { text } = renamerOf('acme');
  const other = text(PEM);
  const [before] = certificatesOfPem(PEM);
  const [after] = certificatesOfPem(other);
  assert.ok(before !== undefined && before.notAfter !== undefined);
  assert.equal(after?.notAfter, before.notAfter);
  assert.notEqual(after?.serial, before.serial);
  assert.deepEqual(after?.sans, before.sans.map(text));
  assert.notDeepEqual(after?.sans, before.sans);
  assert.ok(!other.includes(PEM.slice(40, 90)));
  assert.equal(Buffer.from(text(Buffer.from(PEM).toString('base64')), 'base64').toString(), other);
});

test('names are found in objects, proxies, logs, tables and paths; drawn suffixes are none', () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: checkout-7d9c5b6f4c-x2k8p, namespace: acme, labels: {team: rockets, pod-template-hash: 7d9c5b6f4c}}\n' +
    'spec: {nodeName: worker.initech.net, containers: [{name: checkout, image: registry.hooli.com/mobile/checkout:1, env: [{name: SPECIAL_NAME}]}]}\n';
  assert.deepEqual(foundIn(pod, 'yaml'), ['acme', 'checkout', 'hooli', 'initech', 'mobile', 'rockets']);
  assert.deepEqual(foundIn('{"configs":[{"bootstrap":{"node":{"id":"sidecar~10.1.2.3~checkout-0.acme~acme.svc.cluster.local"}}}]}', 'json'), [
    'acme',
    'checkout',
  ]);
  assert.deepEqual(foundIn('x outbound|80||checkout.acme.svc.cluster.local "https://api.initech.com/v1" main.go:12 type.googleapis.com/a', 'log'), [
    'acme',
    'checkout',
    'initech',
  ]);
  assert.deepEqual(foundIn('NAMESPACE   NAME                        READY\nacme        checkout-7d9c5b6f4c-x2k8p   1/1\n', 'unsure'), ['acme', 'checkout']);
  assert.deepEqual(foundIn('', 'log', 'initech.tar.gz!/logs/acme/checkout-7d9c5b6f4c-x2k8p/checkout.log'), ['acme', 'checkout', 'initech']);
});

test('columns of tables go on standing under their titles', () => {
  const names = renamerOf('acme', 'x1y');
  const table = 'NAMESPACE   NAME   NODE\nacme        x1y    acme-node-1\nkube-system x      y\n';
  const [header = '', first = ''] = (redactFile(table, 'unsure', names) ?? '').split('\n');
  assert.equal(first.slice(header.indexOf('NAME   ')).trim().split(/\s+/)[0], names.text('x1y'));
  assert.equal(first.slice(header.indexOf('NODE')), names.text('acme-node-1'));
});

test('text that is made to cost costs by its length', () => {
  const renamer = renamerOf('acme');
  const units = [
    'a.',
    'a-',
    ':',
    '1.',
    '1-',
    'fd00:',
    'outbound|1|',
    '://a',
    '"a.b:',
    'spiffe://a/ns/',
    '-----BEGIN CERTIFICATE-----',
    'LS0tLS1CRUdJTiBDRVJUSUZJ',
    'NAME   A ',
    '\\',
    'sidecar~1.2.3.4~',
  ];
  for (const unit of units) {
    growsLinearly((size) => {
      const text = unit.repeat(size / unit.length);
      findNames(text, 'unsure', 'x', createFoundNames());
      renamer.text(text);
    }, 20_000);
  }
});

/** Made for this test: O=initech, URI:spiffe://cluster.local/ns/acme/sa/checkout. */
const PEM = `-----BEGIN CERTIFICATE-----
MIIBwDCCAWagAwIBAgIUR6QZ5V8seKoP+QU2C6sBKWHW79kwCgYIKoZIzj0EAwIw
EjEQMA4GA1UECgwHaW5pdGVjaDAeFw0yNjEyMDEwOTQ3MjlaFw0yNjEyMTEwOTQ3
MjlaMBIxEDAOBgNVBAoMB2luaXRlY2gwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AATs6aa1gb9XcNU2CD6eDwGZV/IeSMcCuw7hrCkJeOxkn4DVevGmRZhwhN1AVvqS
6Q7dP1vAyq2BOL4wpv4CFYjAo4GZMIGWMB0GA1UdDgQWBBR7hmgx4ojmBwhzouLZ
MTLn4xhcQzAfBgNVHSMEGDAWgBR7hmgx4ojmBwhzouLZMTLn4xhcQzAPBgNVHRMB
Af8EBTADAQH/MEMGA1UdEQQ8MDqGKnNwaWZmZTovL2NsdXN0ZXIubG9jYWwvbnMv
YWNtZS9zYS9jaGVja291dIIMYWNtZS5leGFtcGxlMAoGCCqGSM49BAMCA0gAMEUC
IQDCtLxBUuXu8yhUSvtYNIN/2gTvFZwL+no5M3JB8/7JlQIgZFWH/0CY6ZnbWZJ3
H/qBMo0P6i55JyaG5LGaPAugGQw=
-----END CERTIFICATE-----`;
