import type { Stage } from '../scenario.ts';

/** PEM texts: a server's certificate for `host`, its key, and the root that signed it. */
export interface IssuedCertificate {
  readonly root: string;
  readonly certificate: string;
  readonly key: string;
}

const mark = '=====';

// A root and a certificate by it, on P-256, for a day; nothing stays on disk.
const script = `set -eu
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
curve="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
openssl req -x509 $curve -days 1 -subj "/O=Example/CN=$1" -keyout root.key -out root.pem 2>/dev/null
openssl req $curve -subj "/O=Example/CN=$2" -addext "subjectAltName=DNS:$2" -keyout tls.key -out tls.csr 2>/dev/null
openssl x509 -req -in tls.csr -CA root.pem -CAkey root.key -CAcreateserial -copy_extensions copy -days 1 -out tls.crt 2>/dev/null
cat root.pem; echo ${mark}; cat tls.crt; echo ${mark}; cat tls.key`;

/** Makes a new certificate authority of this name and has it sign a certificate for `host`. */
export async function issuedBy(stage: Stage, authority: string, host: string): Promise<IssuedCertificate> {
  const [root = '', certificate = '', key = ''] = (await stage.onNode(['sh', '-c', script, 'sh', authority, host])).split(`${mark}\n`);
  return { root, certificate, key };
}
