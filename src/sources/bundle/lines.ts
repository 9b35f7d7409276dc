import type { Encoding } from './decode.ts';

export interface LineOptions {
  readonly encoding: Encoding;
  /** Bytes of the byte order mark. */
  readonly skip: number;
  /** What a line has beyond this is left out. */
  readonly lineBytes: number;
}

/**
 * Feeds the lines of a stream to `take` with their 1-based numbers, without line ends. Each line is decoded on its own, so
 * that a line somebody keeps does not keep a whole chunk alive.
 */
export async function eachLine(chunks: AsyncIterable<Buffer>, options: LineOptions, take: (line: string, number: number) => void): Promise<void> {
  const { lineBytes } = options;
  const encoding = options.encoding === 'latin1' ? 'latin1' : 'utf8';
  let carry: Buffer[] = [];
  let carried = 0;
  let number = 0;
  const emit = (bytes: Buffer): void => {
    let end = Math.min(bytes.length, lineBytes);
    if (bytes[end - 1] === 13) end -= 1;
    number += 1;
    take(bytes.toString(encoding, 0, end), number);
  };
  for await (const chunk of singleByte(chunks, options)) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      if (carried === 0) emit(chunk.subarray(from, end));
      else {
        emit(Buffer.concat([...carry, chunk.subarray(from, end)]));
        carry = [];
        carried = 0;
      }
      from = end + 1;
    }
    if (from === chunk.length) continue;
    if (carried <= lineBytes) carry.push(chunk.subarray(from)); // beyond the limit only the line's end matters
    carried += chunk.length - from;
  }
  if (carried > 0) emit(Buffer.concat(carry));
}

/** UTF-16 becomes UTF-8, so that a line feed is one byte; the byte order mark goes. */
export async function* singleByte(chunks: AsyncIterable<Buffer>, { encoding, skip }: Pick<LineOptions, 'encoding' | 'skip'>): AsyncGenerator<Buffer> {
  const isWide = encoding === 'utf16le' || encoding === 'utf16be';
  const decoder = isWide ? new TextDecoder(encoding === 'utf16le' ? 'utf-16le' : 'utf-16be') : undefined;
  let toSkip = isWide ? 0 : skip; // the decoder takes the mark away itself
  for await (const chunk of chunks) {
    const cut = Math.min(toSkip, chunk.length);
    toSkip -= cut;
    yield decoder === undefined ? chunk.subarray(cut) : Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  }
}
