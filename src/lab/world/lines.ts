import { StringDecoder } from 'node:string_decoder';

/** Longest line handed on in one piece, in characters; container runtimes cut at 16 KiB. */
const longest = 16_384;

/** Takes output in any pieces and hands on lines without their end; `isPartial` marks a piece whose line goes on. */
export interface LineSplitter {
  readonly push: (chunk: Buffer) => void;
  /** Hands on what stands after the last line end. */
  readonly end: () => void;
}

export function createLineSplitter(onLine: (line: string, isPartial: boolean) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const flushLong = (): void => {
    while (rest.length > longest) {
      onLine(rest.slice(0, longest), true);
      rest = rest.slice(longest);
    }
  };
  const take = (text: string): void => {
    const lines = (rest + text).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) {
      rest = line;
      flushLong();
      onLine(rest, false);
    }
    rest = last;
    flushLong();
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end());
      if (rest !== '') onLine(rest, false);
      rest = '';
    },
  };
}
