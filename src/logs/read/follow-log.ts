import { close, fstat, open, read, stat, type Stats } from 'node:fs';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { identityFromPath } from '../../sources/bundle/identity-from-path.ts';
import { takeInventory } from '../../sources/bundle/inventory.ts';
import { magicOf } from '../../sources/bundle/magic.ts';
import { isStream, openStream } from '../../sources/bundle/streams.ts';
import { pathError } from '../../sources/bundle/path-error.ts';
import { UserError } from '../../sources/user-error.ts';
import type { LogObserver } from '../observe/log-observer.ts';
import { createStreamScanner } from './scan-stream.ts';

/** How often a file is looked at. */
const EVERY = 250;
const CHUNK = 256 * 1024;

const [openFile, statOf, closeFile, statPath] = [promisify(open), promisify(fstat), promisify(close), promisify(stat)];

/**
 * Reads what a file has and what is added to it, or what comes through a pipe or standard input (`-`), until the signal or the end of the input.
 * A file that became shorter is read from its beginning; one that was replaced by another (rotation) is read to its end first. Gives the bytes read.
 */
export async function followLog(path: string, observer: LogObserver, signal: AbortSignal): Promise<number> {
  const name = path === '-' ? 'standard input' : path;
  const sink = observer.open(identityFromPath(name, takeInventory([])), name);
  const scanner = createStreamScanner();
  let bytes = 0;
  const take = (chunk: Buffer): void => {
    if (bytes === 0 && magicOf(chunk) !== undefined)
      throw new UserError(
        'follow-not-text',
        `${path} cannot be followed: it is compressed or no text`,
        'Read it without -f, or follow the log that the proxy is writing.',
      );
    bytes += chunk.length;
    scanner.push(chunk, sink);
    scanner.flush(sink);
  };
  const stats = path === '-' ? undefined : await statPath(path).catch(() => undefined); // that it is not there is said when it is opened
  if (path === '-' || (stats !== undefined && isStream(path, stats))) await takeStream(await openStream(path, stats, signal), take, signal);
  else await takeFile(path, take, () => scanner.end(sink), signal);
  scanner.end(sink);
  return bytes;
}

async function takeStream(stream: Readable | undefined, take: (chunk: Buffer) => void, signal: AbortSignal): Promise<void> {
  const stop = (): void => void stream?.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const chunk of stream ?? []) take(Buffer.from(chunk));
  } catch (error) {
    if (!signal.aborted) throw error; // destroyed by us: the end
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function takeFile(path: string, take: (chunk: Buffer) => void, endLine: () => void, signal: AbortSignal): Promise<void> {
  let handle = await openFile(path, 'r').catch((error: unknown) => {
    throw pathError(path, error);
  });
  let position = 0;
  const buffer = Buffer.alloc(CHUNK);
  try {
    while (!signal.aborted) {
      const own: Stats = await statOf(handle);
      if (own.isDirectory()) throw new UserError('follow-file', `${path} is a folder`, 'Give one log file to follow, or - for standard input.');
      if (own.size < position) {
        position = 0; // truncated: what comes now is new
        endLine();
      }
      const count = await readAt(handle, buffer, position);
      position += count;
      if (count > 0) {
        take(buffer.subarray(0, count));
        continue;
      }
      const there = await statPath(path).catch(() => undefined); // between two files of a rotation there may be none
      if (there !== undefined && (there.ino !== own.ino || there.dev !== own.dev)) {
        const next = await openFile(path, 'r').catch(() => undefined);
        if (next !== undefined) {
          await closeFile(handle);
          handle = next;
          position = 0;
          endLine();
          continue;
        }
      }
      await wait(EVERY, undefined, { signal }).catch(() => undefined); // the signal ends the loop above
    }
  } finally {
    await closeFile(handle);
  }
}

function readAt(handle: number, buffer: Buffer, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(handle, buffer, 0, buffer.length, position, (error, count) => (error === null ? resolve(count) : reject(error)));
  });
}
