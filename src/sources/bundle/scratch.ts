import { rmSync } from 'node:fs';
import { mkdtemp, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../user-error.ts';

/** Lends a folder for what needs random access: made when first asked for, removed when `use` ends or the program does. */
export async function withScratch<T>(use: (scratch: () => Promise<string>) => Promise<T>): Promise<T> {
  let folder: string | undefined;
  const remove = (): void => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
  const scratch = async (): Promise<string> => {
    if (folder === undefined) {
      folder = await newScratch();
      process.once('exit', remove); // a second Ctrl-C ends the program at once
    }
    return folder;
  };
  try {
    return await use(scratch);
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}

async function newScratch(): Promise<string> {
  try {
    return await mkdtemp(join(await realpath(tmpdir()), 'why503-'));
  } catch (error) {
    throw new UserError('no-temporary-folder', `no folder can be made in ${tmpdir()}`, 'Set TMPDIR to a folder that can be written to.', error);
  }
}
