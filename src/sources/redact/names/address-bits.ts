/** The bits of an IPv4 address; undefined for what is none. */
export function bitsOfV4(text: string): string | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

export function textOfV4(bits: string): string {
  return [0, 8, 16, 24].map((at) => Number.parseInt(bits.slice(at, at + 8), 2)).join('.');
}

/** The bits of an IPv6 address without zone, also with an IPv4 address at its end (RFC 4291, 2.2); undefined for what is none. */
export function bitsOfV6(text: string): string | undefined {
  const tail = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text);
  const v4 = tail?.[2] === undefined ? undefined : bitsOfV4(tail[2]);
  if (tail !== null && v4 === undefined) return undefined;
  const plain = v4 === undefined ? text : `${tail?.[1] ?? ''}${hex(v4.slice(0, 16))}:${hex(v4.slice(16))}`;
  const halves = plain.split('::');
  const [before, after] = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (before === undefined || halves.length > 2) return undefined;
  const missing = 8 - before.length - (after?.length ?? 0);
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array<string>(after === undefined ? 0 : missing).fill('0'), ...(after ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

/** As RFC 5952 writes it: the longest run of zeros left out. */
export function textOfV6(bits: string): string {
  const groups = Array.from({ length: 8 }, (_, at) => hex(bits.slice(16 * at, 16 * at + 16)));
  const runs = [...groups.join(':').matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)].toSorted((a, b) => b[0].length - a[0].length);
  const [longest] = runs;
  if (longest === undefined) return groups.join(':');
  const text = groups.join(':');
  return `${text.slice(0, longest.index).replace(/:$/, '')}::${text.slice(longest.index + longest[0].length).replace(/^:/, '')}`;
}

function hex(bits: string): string {
  return Number.parseInt(bits, 2).toString(16);
}
