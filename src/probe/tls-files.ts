import { readFileSync } from 'node:fs';
import { fill } from '../model/text.ts';
import { UserError } from '../sources/user-error.ts';
import type { TlsSettings } from './open-stream.ts';
import type { Target } from './target.ts';
import { type Language, probeTexts } from './texts.ts';

/** The TLS options as typed: names of files. */
export interface TlsOptions {
  readonly cacert?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly insecure?: boolean;
}

/** Reads the files. Throws user errors for files that cannot be read, and for TLS options of a target without TLS. */
export function tlsSettings(target: Target, options: TlsOptions, language: Language): TlsSettings | undefined {
  const say = probeTexts(language);
  if (target.scheme === 'http') {
    const [option] = (['cacert', 'cert', 'key', 'servername', 'insecure'] as const).filter((name) => options[name] !== undefined);
    if (option !== undefined) throw new UserError('probe-tls-on-http', fill(say.tlsOnHttp, { option: `--${option}` }), say.tlsOnHttpNext);
    return undefined;
  }
  const read = (path: string): string => {
    try {
      return readFileSync(path, 'utf8');
    } catch (cause) {
      throw new UserError('probe-file', fill(say.badFile, { path }), say.badFileNext, cause);
    }
  };
  const { cacert, cert, key, servername, insecure } = options;
  return {
    insecure: insecure ?? false,
    ...(cacert === undefined ? {} : { ca: read(cacert) }),
    ...(cert === undefined ? {} : { cert: read(cert) }),
    ...(key === undefined ? {} : { key: read(key) }),
    ...(servername === undefined ? {} : { servername }),
  };
}
