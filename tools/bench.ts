/** `npm run bench [-- --full]`: runs each script in `bench/`; what they print is what they measured. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));
for (const file of globSync('bench/*.ts').toSorted()) {
  console.log(`\n${file}`);
  const { status } = spawnSync(process.execPath, [file, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
