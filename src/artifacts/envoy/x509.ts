import type { EpochMs } from '../../model/time.ts';

/** What is read of a certificate: dates, serial, names. No signature is checked. */
export interface CertificateFields {
  readonly serial: string;
  readonly notBefore?: EpochMs;
  readonly notAfter?: EpochMs;
  readonly sans: readonly string[];
}

/** The certificates of a PEM text, in order; what cannot be read is left out. At most 100. */
export function certificatesOfPem(pem: string): readonly CertificateFields[] {
  const blocks = pem.split('-----BEGIN CERTIFICATE-----').slice(1, 101);
  return blocks.flatMap((block) => {
    const body = (block.split('-----END', 1)[0] ?? '').replaceAll(/\s/g, '');
    try {
      return certificateFields(Uint8Array.from(atob(body), (char) => char.charCodeAt(0))) ?? [];
    } catch {
      return []; // no base64: redacted or cut off
    }
  });
}

interface Node {
  readonly tag: number;
  readonly from: number;
  readonly to: number;
}

/** RFC 5280: TBSCertificate = [0] version, serial, signature, issuer, validity, subject, key, …, [3] extensions. */
function certificateFields(der: Uint8Array): CertificateFields | undefined {
  const certificate = nodeAt(der, 0, der.length);
  const tbs = certificate === undefined ? undefined : children(der, certificate)[0];
  if (tbs === undefined) return undefined;
  const all = children(der, tbs);
  const parts = all[0]?.tag === 0xa0 ? all.slice(1) : all;
  const [serial, , , validity] = parts;
  if (serial === undefined || validity === undefined || serial.tag !== 0x02) return undefined;
  const [from, to] = children(der, validity).map((node) => timeOf(der, node));
  const hex = [...der.subarray(serial.from, serial.to)]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(?:00)+(?=.)/, '');
  return {
    serial: hex,
    ...(from === undefined ? {} : { notBefore: from }),
    ...(to === undefined ? {} : { notAfter: to }),
    sans: sansOf(
      der,
      parts.find(({ tag }) => tag === 0xa3),
    ),
  };
}

function nodeAt(der: Uint8Array, at: number, end: number): Node | undefined {
  const tag = der[at];
  const short = der[at + 1];
  if (tag === undefined || short === undefined || at + 2 > end) return undefined;
  const bytes = short < 0x80 ? 0 : short & 0x7f;
  if (bytes > 4) return undefined;
  const length = bytes === 0 ? short : der.subarray(at + 2, at + 2 + bytes).reduce((sum, byte) => sum * 256 + byte, 0);
  const from = at + 2 + bytes;
  return from + length <= end ? { tag, from, to: from + length } : undefined;
}

function children(der: Uint8Array, parent: Node): readonly Node[] {
  const nodes: Node[] = [];
  for (let at = parent.from; at < parent.to && nodes.length < 1000; ) {
    const node = nodeAt(der, at, parent.to);
    if (node === undefined) break;
    nodes.push(node);
    at = node.to;
  }
  return nodes;
}

function textOf(der: Uint8Array, node: Node): string {
  return String.fromCharCode(...der.subarray(node.from, Math.min(node.to, node.from + 2000)));
}

/** UTCTime `YYMMDDhhmmssZ` (50 and later = 19xx) or GeneralizedTime `YYYYMMDDhhmmssZ`. */
function timeOf(der: Uint8Array, node: Node): EpochMs | undefined {
  const text = textOf(der, node);
  const full = node.tag === 0x17 ? `${Number(text.slice(0, 2)) >= 50 ? '19' : '20'}${text}` : text;
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(full);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match.map(Number);
  return Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second);
}

const sanOid = '551d11'; // 2.5.29.17 subjectAltName

function sansOf(der: Uint8Array, extensions: Node | undefined): readonly string[] {
  const list = extensions === undefined ? undefined : children(der, extensions)[0];
  if (list === undefined) return [];
  for (const extension of children(der, list)) {
    const [oid, ...rest] = children(der, extension);
    const value = rest.at(-1);
    if (oid === undefined || value === undefined) continue;
    if ([...der.subarray(oid.from, oid.to)].map((byte) => byte.toString(16).padStart(2, '0')).join('') !== sanOid) continue;
    const names = nodeAt(der, value.from, value.to);
    // [2] DNS name, [6] URI
    return names === undefined
      ? []
      : children(der, names)
          .filter(({ tag }) => tag === 0x82 || tag === 0x86)
          .map((name) => textOf(der, name));
  }
  return [];
}
