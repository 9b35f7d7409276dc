/** `npm run build`: compiles `src` to `dist` (or the folder that is given) and copies the JSON that the compiler does not. */
import { spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));
const dist = process.argv[2] ?? 'dist';
rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', dist], { stdio: 'inherit' });
if (status !== 0) process.exit(1);
for (const file of globSync('src/**/*.json', { exclude: ['**/__golden__/**', '**/fixtures/**', '**/_template/**'] })) {
  const target = file.replace(/^src/, dist);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(file, target);
}
