import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { UserError } from '../../sources/user-error.ts';
import { labCache } from './cache.ts';
import { parts } from './catalogue.ts';
import { currentKey } from './states.ts';
import { keep } from './store.ts';
import { systemPrograms } from './system-programs.ts';
import { findTools } from './tools.ts';

test('without parts the error names them and the command that installs them', () => {
  assert.throws(
    () => findTools('en', { WHY503_CACHE: '/nowhere/at/all' }),
    (error) => error instanceof UserError && error.code === 'lab-incomplete' && error.message.includes('kubernetes') && error.next.includes('why503 lab setup'),
  );
});

test('with all parts every path is absolute and every file is there', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'why503-tools-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const env = { WHY503_CACHE: folder, PATH: join(folder, 'system') };
  mkdirSync(env.PATH);
  for (const { program } of systemPrograms) writeFileSync(join(env.PATH, program), '', { mode: 0o755 });
  const cache = labCache(env);
  for (const part of parts) {
    const made = join(cache.work, part.id);
    for (const file of [...part.programs.map((name) => `bin/${name}`), ...part.files]) {
      mkdirSync(join(made, file, '..'), { recursive: true });
      writeFileSync(join(made, file), '', { mode: 0o755 });
    }
    keep(cache, part, currentKey(part), made, 1);
  }
  const { versions, crds, injection, kwokStages, ...programs } = findTools('en', env);
  assert.equal(versions['istio'], '1.32-dev');
  assert.equal(programs.etcd, join(env.PATH, 'etcd'));
  const paths = [...Object.values(injection), ...Object.values(kwokStages), ...Object.values(programs)];
  assert.ok(crds.every((file) => existsSync(file)));
  assert.deepEqual(
    paths.filter((path) => path === undefined || !path.startsWith(folder)),
    [],
  );
});
