import type { AccessRow } from './row.ts';

/** A row while it is being read. */
export type RowDraft = { -readonly [Field in keyof AccessRow]: AccessRow[Field] };

/** The fields that are plain text in every format. */
export type TextField =
  | 'method'
  | 'path'
  | 'protocol'
  | 'details'
  | 'terminationDetails'
  | 'transportFailure'
  | 'forwardedFor'
  | 'userAgent'
  | 'requestId'
  | 'authority'
  | 'upstreamHost'
  | 'upstreamCluster'
  | 'upstreamLocal'
  | 'downstreamLocal'
  | 'downstreamRemote'
  | 'sni'
  | 'route'
  | 'connectionId'
  | 'upstreamConnectionId';

/** Sets a field unless the text says that there is nothing (`-`, empty, or no text). */
export function put(draft: RowDraft, field: TextField, text: string | undefined): void {
  if (text !== undefined && text !== '-' && text !== '') draft[field] = text;
}

/** Sets the cluster; Istio 1.23+ logs the stat name, which ends in `;`. */
export function putCluster(draft: RowDraft, text: string | undefined): void {
  put(draft, 'upstreamCluster', text?.endsWith(';') ? text.slice(0, -1) : text);
}

/** Splits `POST /path HTTP/1.1`; a path may hold blanks, method and protocol never do. */
export function putRequest(draft: RowDraft, request: string): void {
  const first = request.indexOf(' ');
  const last = request.lastIndexOf(' ');
  if (first < 0) return;
  put(draft, 'method', request.slice(0, first));
  if (last > first) {
    put(draft, 'path', request.slice(first + 1, last));
    put(draft, 'protocol', request.slice(last + 1));
  } else put(draft, 'path', request.slice(first + 1));
}

/** A whole number of at most 15 digits written between two positions, else undefined. */
export function digitsAt(text: string, from: number, to: number): number | undefined {
  if (to <= from || to - from > 15) return undefined;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

/** True when the character at a position is a digit. */
export function isDigitAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}
