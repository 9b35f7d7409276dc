import type { ProxyRow } from './proxy-row.ts';

/** `POST /path HTTP/1.1` or `GET http://host:80/path HTTP/2.0` as fields; a path may hold blanks, method and protocol never do. */
export function requestLine(text: string): Pick<ProxyRow, 'method' | 'path' | 'authority'> {
  const first = text.indexOf(' ');
  if (first <= 0 || !/^[A-Z]{1,20}$/.test(text.slice(0, first))) return {};
  const last = text.lastIndexOf(' ');
  const target = last > first && text.startsWith('HTTP/', last + 1) ? text.slice(first + 1, last) : text.slice(first + 1);
  const absolute = /^[a-z]{2,8}:\/\/([^/?#\s]{1,255})([^\s]*)$/.exec(target);
  const method = text.slice(0, first);
  if (absolute === null) return target === '' ? { method } : { method, path: target };
  return { method, path: absolute[2] === '' ? '/' : (absolute[2] ?? '/'), authority: absolute[1] ?? '' };
}

/** The text unless it says nothing: absent, empty or `-`. */
export function said(text: string | undefined): string | undefined {
  return text === undefined || text === '' || text === '-' ? undefined : text;
}

/** An object of the fields that have a value. */
export function present<T extends object>(fields: { readonly [K in keyof T]?: T[K] | undefined }): Partial<T> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) kept[name] = value;
  return kept as Partial<T>; // what is left out was undefined
}
