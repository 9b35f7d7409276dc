/** An HTTP/1.x answer without its body. */
export interface Answer {
  readonly version: '1.0' | '1.1';
  readonly status: number;
  /** As sent, in order; names in small letters. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** How the end of the body is told (RFC 9112 6.3); `close`: only by the end of the connection. */
  readonly framing: 'none' | 'length' | 'chunked' | 'close';
  readonly bodyBytes: number;
  /** Answers of the kind 1xx that came before it. */
  readonly interim: number;
}

/** All values of a header as one, joined by commas (RFC 9110 5.2); undefined when the answer lacks it. */
export function headerOf(answer: Pick<Answer, 'headers'>, name: string): string | undefined {
  const values = answer.headers.filter(([each]) => each === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}

/** How an answer says that its connection ends with it (RFC 9112 9.3 and 9.6); undefined when more requests are welcome. */
export function announcedClose(answer: Answer): 'header' | 'version' | 'framing' | undefined {
  const tokens = (headerOf(answer, 'connection') ?? '').toLowerCase().split(',');
  const has = (wanted: string): boolean => tokens.some((token) => token.trim() === wanted);
  if (has('close')) return 'header';
  if (answer.framing === 'close') return 'framing';
  return answer.version === '1.0' && !has('keep-alive') ? 'version' : undefined;
}

/** The limits that `Keep-Alive: timeout=5, max=100` promises: a hint that nobody need keep (RFC 2068 19.7.1). */
export function keepAliveHint(answer: Pick<Answer, 'headers'>): { readonly timeoutMs?: number; readonly max?: number } | undefined {
  const text = headerOf(answer, 'keep-alive');
  if (text === undefined) return undefined;
  const seconds = numberOf(text, 'timeout');
  const max = numberOf(text, 'max');
  if (seconds === undefined && max === undefined) return undefined;
  return { ...(seconds === undefined ? {} : { timeoutMs: seconds * 1000 }), ...(max === undefined ? {} : { max }) };
}

function numberOf(text: string, name: string): number | undefined {
  const part = text
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .find((each) => each.startsWith(`${name}=`));
  const digits = part?.slice(name.length + 1).trim() ?? '';
  return /^\d{1,9}$/.test(digits) ? Number(digits) : undefined;
}
