import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Compares `text` with the file at `path` (a path or `new URL('__golden__/x.txt', import.meta.url)`). `UPDATE=1` rewrites the file;
 * under `CI` it is never rewritten, so a stale golden cannot pass there.
 */
export function golden(path: string | URL, text: string): void {
  const file = path instanceof URL ? fileURLToPath(path) : path;
  const mayUpdate = process.env['UPDATE'] === '1' && process.env['CI'] === undefined;
  if (mayUpdate) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  assert.ok(existsSync(file), `${file} does not exist; UPDATE=1 npm test writes it`);
  assert.equal(text, readFileSync(file, 'utf8'), `${file} differs; look at the difference, then UPDATE=1 npm test if it is meant`);
}
