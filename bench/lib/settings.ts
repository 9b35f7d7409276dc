import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { full: { type: 'boolean', default: false }, megabytes: { type: 'string' }, gigabytes: { type: 'string' } },
  strict: true,
});

/** Bytes of each generated log folder: 64 MB, with `--full` 1 GB, or as `--megabytes` says. */
export const logBytes: number = (values.megabytes === undefined ? (values.full ? 1_000 : 64) : Number(values.megabytes)) * 1_000_000;

/** Bytes of a log that is read besides, to see whether cost grows with size alone: as `--gigabytes` says; 0 = none. */
export const hugeBytes: number = Number(values.gigabytes ?? 0) * 1_000_000_000;

/** Lends a folder in the place for temporary files and removes it afterwards. */
export function inScratch(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'why503-bench-'));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
