import { closeSync, constants, createReadStream, createWriteStream, open, openSync, type Stats } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { say } from '../../text/coverage.ts';
import { UserError } from '../user-error.ts';
import { sizeText } from './limits.ts';
import { pathError } from './path-error.ts';
import type { Reading } from './reading.ts';

const openFile = promisify(open);

/** Standard input by the names that a shell and a person have for it. */
const STANDARD_INPUT = /^(?:-|\/dev\/stdin|\/(?:dev|proc\/self)\/fd\/0)$/;
/** What a shell puts in the place of `<(command)`. */
const OPEN_FILE = /^\/(?:dev|proc\/self)\/fd\/\d+$/;

/** True for what can be read once and has no size: standard input, a named pipe, `<(command)`, a character device. */
export function isStream(path: string, stats: Stats): boolean {
  return stats.isFIFO() || stats.isCharacterDevice() || (stats.isSocket() && STANDARD_INPUT.test(path));
}

/** How a stream is shown: by its whole path where the last part alone says nothing. */
export function streamName(path: string, fallback: string): string {
  if (STANDARD_INPUT.test(path)) return 'standard input';
  return OPEN_FILE.test(path) ? path : fallback;
}

/** Opens a stream; waits for a writer of a named pipe, until `signal`. Undefined when stopped before there was one. */
export async function openStream(path: string, stats: Stats | undefined, signal?: AbortSignal): Promise<Readable | undefined> {
  if (STANDARD_INPUT.test(path)) return process.stdin;
  if (stats?.isFIFO() !== true) return createReadStream(path);
  const isStopped = (): boolean => signal?.aborted === true;
  if (isStopped()) return undefined;
  let again: NodeJS.Timeout | undefined;
  const unblock = (): void => {
    try {
      closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)); // a writer that says nothing ends the waiting
    } catch {
      // the opening is still on its way, or nobody waits any more
    }
  };
  const giveUp = (): void => {
    unblock();
    again = setInterval(unblock, 50);
  };
  signal?.addEventListener('abort', giveUp, { once: true });
  try {
    const fd = await openFile(path, 'r');
    // Not by the thread pool: a read that waits there could not be given up.
    if (!isStopped()) return new Socket({ fd, readable: true, writable: false });
    closeSync(fd);
    return undefined;
  } finally {
    signal?.removeEventListener('abort', giveUp);
    clearInterval(again);
  }
}

/** A stream is read twice (documents, then logs), so it goes through a file, whose path this gives. What exceeds the limit of unpacked bytes is left out, with a note. */
export async function spool(path: string, name: string, stats: Stats | undefined, reading: Reading): Promise<string> {
  const file = join(await reading.scratch(), `stream-${Math.trunc(performance.now() * 1000)}`);
  const { limits, signal } = reading;
  let bytes = 0;
  const upToLimit = async function* (source: AsyncIterable<Buffer | string>): AsyncGenerator<Buffer | string> {
    for await (const chunk of source) {
      bytes += chunk.length;
      if (bytes > limits.unpackedBytes) return reading.skip(name, say('tooManyBytes', { limit: sizeText(limits.unpackedBytes) }));
      if (reading.isStopped()) return;
      yield chunk;
    }
  };
  const target = createWriteStream(file);
  try {
    const stream = await openStream(path, stats, signal);
    if (stream !== undefined) await pipeline(stream, upToLimit, target, signal === undefined ? {} : { signal });
    else target.end();
  } catch (error) {
    if (reading.isStopped()) return file; // stopped while waiting: what has come is read
    throw streamError(path, error);
  }
  return file;
}

function streamError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UserError('temporary-folder-full', `${path} does not fit into the folder for temporary files`, 'Set TMPDIR to a folder with more room.', error);
  return typeof code === 'string' ? pathError(path, error) : error;
}
