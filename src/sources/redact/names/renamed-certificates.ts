import { certificatesOfPem, type CertificateFields } from '../../../artifacts/envoy/x509.ts';

/**
 * A text with `rename` applied to it, but for certificates, also those in base64 as Envoy and Kubernetes write them: they become unsigned ones that say the
 * same dates and, renamed, the same serial number and names. A signature, a key or an issuer would tell whose they are.
 */
export function withRenamedCertificates(text: string, rename: (text: string) => string, serial: (hex: string) => string): string {
  if (!text.includes(PEM_START) && !text.includes(BASE64_START)) return rename(text);
  return text
    .split(CERTIFICATE)
    .map((part) => {
      if (part.startsWith(PEM_START))
        return certificatesOfPem(part)
          .map((fields) => pemOf(fields, rename, serial))
          .join('\n');
      if (!part.startsWith(BASE64_START)) return rename(part);
      return Buffer.from(withRenamedCertificates(Buffer.from(part, 'base64').toString('latin1'), rename, serial), 'latin1').toString('base64');
    })
    .join('');
}

const PEM_START = '-----BEGIN CERTIFICATE-----';
/** `-----BEGIN CERTIFI` */
const BASE64_START = 'LS0tLS1CRUdJTiBDRVJUSUZJ';
/** In a group, so that splitting keeps them. In JSON the ends of lines are escaped. */
const CERTIFICATE = /(-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s\\]{1,100000}-----END CERTIFICATE-----|LS0tLS1CRUdJTiBDRVJUSUZJ[A-Za-z0-9+/]{1,2000000}={0,2})/;

function pemOf({ serial, notBefore, notAfter, sans }: CertificateFields, rename: (text: string) => string, newSerial: (hex: string) => string): string {
  const dates = [notBefore, notAfter].map((ms) => (ms === undefined ? der(0x30) : der(0x18, text(new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/g, '')))));
  const names = sans.map((name) => der(name.includes('://') ? 0x86 : 0x82, text(rename(name))));
  const extension = der(0x30, Buffer.from('0603551d11', 'hex'), der(0x04, der(0x30, ...names)));
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.from(newSerial(serial).replace(/^(?=(?:..)*.$)/, '0'), 'hex')),
    ALGORITHM,
    NAME,
    der(0x30, ...dates),
    NAME,
    der(0x30, ALGORITHM, NOTHING),
    der(0xa3, der(0x30, extension)),
  );
  const lines =
    der(0x30, body, ALGORITHM, NOTHING)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----`;
}

/** ASN.1 in its distinguished form (X.690): tag, length, what is in it. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80
      ? [length]
      : length < 0x100
        ? [0x81, length]
        : length < 0x10000
          ? [0x82, length >> 8, length & 0xff]
          : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function text(of: string): Buffer {
  return Buffer.from(of, 'utf8');
}

/** ecdsa-with-SHA256, a bit string of nothing, and `CN=names redacted`. */
const ALGORITHM: Buffer = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
const NOTHING: Buffer = der(0x03, Buffer.of(0));
const NAME: Buffer = der(0x30, der(0x31, der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, text('names redacted')))));
