/** `npm run bench`: wall time and peak memory of each script in `bench/`, and of the command's cold start. */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));
const node = medianMs(['-e', '0']);
const help = medianMs(['bin/why503.cjs', '--help']);
console.log(`node -e 0        ${node.toFixed(0)} ms`);
console.log(`why503 --help    ${help.toFixed(0)} ms (${(help / node).toFixed(1)} times node; the limit is 3)`);
for (const file of globSync('bench/*.ts').toSorted()) {
  console.log(`\n${file}`);
  const { status } = spawnSync(process.execPath, [file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

function medianMs(args: readonly string[]): number {
  const times = Array.from({ length: 11 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, [...args], { stdio: 'ignore' });
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  return times[5] ?? 0;
}
