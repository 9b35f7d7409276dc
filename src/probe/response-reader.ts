import type { Answer } from './answer.ts';

/** Bounds of what is read of one answer, in bytes. */
export interface ReaderLimits {
  /** Status lines, headers, chunk-size lines and trailers together. */
  readonly head: number;
  readonly body: number;
}

export const readerLimits: ReaderLimits = { head: 65_536, body: 4 * 1024 * 1024 };

/** Where the reading of one answer stands. */
export type Reading =
  | { readonly state: 'open' }
  /** The answer is whole; `rest` are bytes that came behind it. */
  | { readonly state: 'whole'; readonly answer: Answer; readonly rest: Uint8Array }
  | { readonly state: 'broken'; readonly why: 'not-http' | 'head-too-large' | 'body-too-large' };

/** Reads one answer from its bytes, cut anywhere. It neither throws nor keeps the body. */
export interface ResponseReader {
  /** The next bytes of the connection. Once `whole` or `broken` it stays so. */
  readonly push: (bytes: Uint8Array) => Reading;
  /** The connection's end: a body without a length is whole now. */
  readonly end: () => Reading;
}

/** What comes next on the connection: a line of some kind, or so many bytes of body. */
type Expected = 'status' | 'header' | 'chunk-size' | 'chunk-end' | 'trailer' | { readonly body: number; readonly behind: 'done' | 'chunk-end' } | 'until-close';

const open: Reading = { state: 'open' };
const mostInterim = 20;

/** A reader for the answer to one request of this method (RFC 9112). */
export function createResponseReader(method: 'GET' | 'HEAD', limits: ReaderLimits = readerLimits): ResponseReader {
  let expected: Expected = 'status';
  let line: number[] = [];
  let headBytes = 0;
  let bodyBytes = 0;
  let interim = 0;
  let start: Pick<Answer, 'version' | 'status'> = { version: '1.1', status: 0 };
  let headers: (readonly [string, string])[] = [];
  let framing: Answer['framing'] = 'none';
  let settled: Reading | undefined;

  const broken = (why: 'not-http' | 'head-too-large' | 'body-too-large'): Reading => ({ state: 'broken', why });
  const whole = (rest: Uint8Array): Reading => ({ state: 'whole', answer: { ...start, headers, framing, bodyBytes, interim }, rest });

  return {
    push: (bytes) => {
      settled ??= read(bytes);
      return settled ?? open;
    },
    end: () => {
      settled ??= expected === 'until-close' ? whole(new Uint8Array()) : broken('not-http');
      return settled;
    },
  };

  function read(bytes: Uint8Array): Reading | undefined {
    let at = 0;
    while (at < bytes.length) {
      if (expected === 'until-close' || typeof expected === 'object') {
        const taken: number = expected === 'until-close' ? bytes.length - at : Math.min(expected.body, bytes.length - at);
        at += taken;
        bodyBytes += taken;
        if (bodyBytes > limits.body) return broken('body-too-large');
        if (typeof expected !== 'object') continue;
        const left: number = expected.body - taken;
        if (left > 0) expected = { ...expected, body: left };
        else if (expected.behind === 'done') return whole(bytes.subarray(at));
        else expected = 'chunk-end';
        continue;
      }
      const byte = bytes[at] ?? 0;
      at += 1;
      headBytes += 1;
      if (headBytes > limits.head) return broken('head-too-large');
      if (byte !== 0x0a) {
        line.push(byte);
        // What does not begin like HTTP need not be read to the end of a line that may never come.
        if (expected === 'status' && !isStart(line)) return broken('not-http');
        continue;
      }
      const text = String.fromCharCode(...line.slice(0, line.at(-1) === 0x0d ? -1 : undefined));
      line = [];
      const next = onLine(text, expected);
      if (next === 'done') return whole(bytes.subarray(at));
      if (next === 'not-http' || next === 'body-too-large') return broken(next);
      expected = next;
    }
    return undefined;
  }

  function onLine(text: string, kind: Exclude<Expected, object | 'until-close'>): Expected | 'done' | 'not-http' | 'body-too-large' {
    switch (kind) {
      case 'status': {
        const found = /^HTTP\/1\.([01]) (\d{3})(?: |$)/.exec(text);
        if (found === null) return 'not-http';
        start = { version: found[1] === '0' ? '1.0' : '1.1', status: Number(found[2]) };
        headers = [];
        return 'header';
      }
      case 'header': {
        if (text === '') return afterHead();
        const header = headerLine(text);
        if (header === undefined) return 'not-http';
        headers.push(header);
        return 'header';
      }
      case 'chunk-size': {
        // Extensions behind `;` are ignored (RFC 9112 7.1.1).
        const digits = /^([0-9a-f]{1,12})[\t ]*(?:;|$)/i.exec(text)?.[1];
        if (digits === undefined) return 'not-http';
        const size = Number.parseInt(digits, 16);
        if (size === 0) return 'trailer';
        return bodyBytes + size > limits.body ? 'body-too-large' : { body: size, behind: 'chunk-end' };
      }
      case 'chunk-end':
        return text === '' ? 'chunk-size' : 'not-http';
      case 'trailer':
        if (text === '') return 'done';
        return headerLine(text) === undefined ? 'not-http' : 'trailer';
    }
  }

  /** How the body is framed, in the order of RFC 9112 6.3. */
  function afterHead(): Expected | 'done' | 'not-http' | 'body-too-large' {
    const { status } = start;
    if (status >= 100 && status < 200 && status !== 101) {
      interim += 1;
      return interim > mostInterim ? 'not-http' : 'status';
    }
    if (method === 'HEAD' || status === 101 || status === 204 || status === 304) return 'done';
    const values = (name: string): readonly string[] => headers.filter(([each]) => each === name).map(([, value]) => value);
    const encodings = values('transfer-encoding').join(',').toLowerCase();
    if (encodings !== '') {
      const isChunked = start.version === '1.1' && encodings.split(',').at(-1)?.trim() === 'chunked';
      framing = isChunked ? 'chunked' : 'close';
      return isChunked ? 'chunk-size' : 'until-close';
    }
    const lengths = new Set(values('content-length').flatMap((value) => value.split(',').map((each) => each.trim())));
    if (lengths.size === 0) {
      framing = 'close';
      return 'until-close';
    }
    const [length = ''] = lengths;
    if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) return 'not-http';
    framing = 'length';
    if (Number(length) > limits.body) return 'body-too-large';
    return Number(length) === 0 ? 'done' : { body: Number(length), behind: 'done' };
  }
}

function isStart(line: readonly number[]): boolean {
  const wanted = 'HTTP/1.';
  return line.length > wanted.length || line.every((byte, index) => byte === wanted.charCodeAt(index));
}

/** A header line; undefined for what is none (RFC 9112 5.1: a name, and no blank before the colon). */
function headerLine(text: string): readonly [string, string] | undefined {
  const colon = text.indexOf(':');
  if (colon < 1 || !/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text.slice(0, colon))) return undefined;
  return [text.slice(0, colon).toLowerCase(), text.slice(colon + 1).trim()];
}
