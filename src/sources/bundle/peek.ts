/** A stream whose beginning was looked at. */
export interface Peeked {
  readonly head: Buffer;
  /** True when `head` is everything. */
  readonly complete: boolean;
  /** Everything, from the beginning. Can be asked for once. */
  readonly chunks: () => AsyncIterable<Buffer>;
  /** Lets go of the source, read or not. */
  readonly close: () => Promise<void>;
}

const HEAD_BYTES = 64 * 1024;

/** Reads the first 64 KiB of a stream without losing them. */
export async function peek(source: AsyncIterable<Buffer>): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const early: Buffer[] = [];
  let bytes = 0;
  let isComplete = false;
  while (bytes < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) {
      isComplete = true;
      break;
    }
    early.push(next.value);
    bytes += next.value.length;
  }
  const all = Buffer.concat(early);
  return {
    head: all.subarray(0, HEAD_BYTES),
    complete: isComplete && all.length <= HEAD_BYTES,
    chunks: () => rest(all, iterator, isComplete),
    close: async () => void (await iterator.return?.()),
  };
}

async function* rest(early: Buffer, iterator: AsyncIterator<Buffer>, isComplete: boolean): AsyncGenerator<Buffer> {
  if (early.length > 0) yield early;
  while (!isComplete) {
    const next = await iterator.next();
    if (next.done === true) return;
    yield next.value;
  }
}
