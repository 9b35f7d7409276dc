import { documentPlace } from '../identity-object.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { asObject } from '../../formats/json.ts';
import { type Cursor, field, items, momentOf, placeOf, textOf } from './cursor.ts';
import { mergeByProxy } from './merge-by-proxy.ts';
import { optional } from './optional.ts';
import { proxyIdentity } from './proxy-identity.ts';
import { resourcesOf } from './resources.ts';
import { secretCertificates } from './secret-certificates.ts';
import type { Certificate, ProxyCertificates } from './types.ts';

/** The certificates each proxy holds: `/certs`, and the secrets of a configuration dump. */
export const proxyCertificates: Artifact<readonly ProxyCertificates[]> = defineArtifact({
  id: 'proxy-certs',
  title: 'Envoy certificates',
  collectWith: [
    'kubectl -n {namespace} exec {pod} -c istio-proxy -- pilot-agent request GET certs',
    'istioctl -n {namespace} proxy-config secret {pod} -o json',
  ],
  recognises: (document) => hasCertificates(document),
  parse: (documents) =>
    mergeByProxy(documents.filter(hasCertificates).map(read), (a, b) => {
      const certificates = dedupe([...a.certificates, ...b.certificates]);
      return { ...a, certificates };
    }),
});

function rootOf(document: RawDocument): Cursor {
  return { value: document.body.kind === 'json' ? document.body.value : undefined, path: '', ...documentPlace('proxy-certs', document) };
}

function hasCertificates(document: RawDocument): boolean {
  if (document.body.kind !== 'json' || asObject(document.body.value) === undefined) return false;
  const root = rootOf(document);
  const listed = items(field(root, 'certificates')).some((entry) => field(entry, 'cert_chain') !== undefined || field(entry, 'ca_cert') !== undefined);
  return listed || resourcesOf(root).some(({ kind }) => kind === 'secret');
}

function read(document: RawDocument): ProxyCertificates {
  const root = rootOf(document);
  const listed = items(field(root, 'certificates')).flatMap((entry) => [
    ...items(field(entry, 'cert_chain')).flatMap((cursor) => certificate(cursor, 'leaf')),
    ...items(field(entry, 'ca_cert')).flatMap((cursor) => certificate(cursor, 'ca')),
  ]);
  const resources = resourcesOf(root);
  const secrets = resources.flatMap((resource) => (resource.kind === 'secret' ? secretCertificates(resource.cursor) : []));
  const node = resources.find(({ kind }) => kind === 'bootstrap')?.cursor;
  const certificates = dedupe([...listed, ...secrets]);
  const names = certificates.filter(({ role }) => role === 'leaf').flatMap(({ sans }) => sans);
  return { proxy: proxyIdentity(document, textOf(field(node, 'node', 'id')), names), at: documentPlace('proxy-certs', document), certificates };
}

/** `days_until_expiration` is not read: it is "0" for a fresh 24 h certificate and for an expired one (Envoy 1.40). */
function certificate(cursor: Cursor, role: Certificate['role']): readonly Certificate[] {
  const serial = textOf(field(cursor, 'serial_number'));
  if (serial === undefined) return [];
  const sans = items(field(cursor, 'subject_alt_names')).flatMap(
    (name) => textOf(field(name, 'uri')) ?? textOf(field(name, 'dns')) ?? textOf(field(name, 'ip_address')) ?? [],
  );
  const path = textOf(field(cursor, 'path'));
  return [
    {
      at: placeOf(cursor),
      role,
      serial,
      sans,
      ...optional('notBefore', momentOf(field(cursor, 'valid_from'))),
      ...optional('notAfter', momentOf(field(cursor, 'expiration_time'))),
      source: path === undefined || path === '<inline>' ? 'certs' : 'file',
    },
  ];
}

/** Envoy lists a certificate once per TLS context that uses it. */
function dedupe(certificates: readonly Certificate[]): readonly Certificate[] {
  return [...new Map(certificates.toReversed().map((one) => [`${one.role}:${one.serial.replace(/^0+/, '')}`, one] as const)).values()].toReversed();
}
