export type Encoding = 'utf8' | 'utf16le' | 'utf16be' | 'latin1';

/** How a file's text is written, judged by its beginning; undefined = not text. `skip` = bytes of the byte order mark. */
export function encodingOf(head: Buffer): { readonly encoding: Encoding; readonly skip: number } | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf8', skip: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf16le', skip: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf16be', skip: 2 };
  const nulls = { even: 0, odd: 0 };
  let controls = 0;
  for (let index = 0; index < head.length; index += 1) {
    const byte = head[index] ?? 0;
    if (byte === 0) nulls[index % 2 === 0 ? 'even' : 'odd'] += 1;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27 && byte !== 12) controls += 1;
  }
  const half = head.length / 2;
  if (nulls.odd > half * 0.7 && nulls.even < half * 0.05) return { encoding: 'utf16le', skip: 0 };
  if (nulls.even > half * 0.7 && nulls.odd < half * 0.05) return { encoding: 'utf16be', skip: 0 };
  if (nulls.even + nulls.odd + controls > head.length * 0.1) return undefined;
  return { encoding: isUtf8(head) ? 'utf8' : 'latin1', skip: 0 };
}

/** A whole document as text. */
export function decode(bytes: Buffer): string {
  const found = encodingOf(bytes.subarray(0, 64 * 1024)) ?? { encoding: 'latin1', skip: 0 };
  const body = bytes.subarray(found.skip);
  if (found.encoding === 'utf16be')
    return Buffer.from(body.subarray(0, body.length & ~1))
      .swap16()
      .toString('utf16le');
  return body.toString(found.encoding);
}

/** The head may end in the middle of a character, so its last few bytes do not count. */
function isUtf8(head: Buffer): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    decoder.decode(head, { stream: true });
    return true;
  } catch {
    return false; // the answer, not a failure
  }
}
