import { readFileSync } from 'node:fs';
import { UserError } from '../../user-error.ts';

/** Where a Prometheus or VictoriaMetrics answers, and what it is to be told of who asks. */
export interface MetricsAccess {
  /** Without a slash at its end; `/api/v1/query_range` goes behind it. */
  readonly base: string;
  /** What stands behind the question mark of the URL, which goes with every request. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The URL as it may be shown and kept: without credentials and query. */
  readonly shown: string;
  /** Texts that may stand nowhere. */
  readonly secrets: readonly string[];
}

/**
 * Reads `--metrics` and `--metrics-header-file` (lines of `Name: value`, as curl -H @FILE takes them). The URL may be that of the API itself, and may hold a user and
 * a password. Throws a `UserError` for what is none, which does not repeat it: credentials may stand in it.
 */
export function metricsAccess(url: string, headerFile?: string): MetricsAccess {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol))
    throw new UserError(
      'metrics-url',
      'The value of --metrics is no URL of a Prometheus or VictoriaMetrics.',
      'Give for example http://prometheus.monitoring:9090.',
    );
  const path = parsed.pathname.replace(/\/+$/, '').replace(/\/api\/v1(?:\/(?:query|query_range))?$/, '');
  const [user, password] = [decoded(parsed.username), decoded(parsed.password)];
  const basic = user === '' && password === '' ? undefined : `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const headers = { ...(basic === undefined ? {} : { authorization: basic }), ...(headerFile === undefined ? {} : headersOf(headerFile)) };
  const words = Object.values(headers).flatMap((value) => [value, ...value.split(/[\s,;]+/)]);
  const secrets = [password, parsed.password, ...parsed.searchParams.values(), ...words];
  return {
    base: `${parsed.origin}${path}`,
    query: parsed.search.slice(1),
    headers,
    shown: `${parsed.origin}${path}`,
    // a word such as Bearer is none, and a short one would tear holes into what is no secret
    secrets: [...new Set(secrets)].filter((text) => text.length >= 6 && !/^(?:bearer|basic)$/i.test(text)).toSorted((a, b) => b.length - a.length),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that is meant
  }
}

function headersOf(file: string): Readonly<Record<string, string>> {
  const unusable = (why: string, cause?: unknown): UserError =>
    new UserError(
      'metrics-headers',
      `${file} cannot be used as a file of headers: ${why}`,
      'Write one header a line, for example Authorization: Bearer TOKEN.',
      cause,
    );
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw unusable(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line, index) => {
      const [, name, value] = /^([A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}):[ \t]*([\x20-\x7e\t]{0,16000})$/.exec(line) ?? [];
      if (name === undefined || value === undefined) throw unusable(`line ${index + 1} is no header`);
      return [name.toLowerCase(), value.trim()];
    }),
  );
}
