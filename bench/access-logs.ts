/** Folders of access logs, text and JSON: throughput beside `wc -l` and `grep -c`, and peak memory. `--full` takes 1 GB each. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { writeLogFolder } from './lib/log-folder.ts';
import { command, medianSeconds, run, runMeasured } from './lib/measure.ts';
import { inScratch, logBytes } from './lib/settings.ts';

const verdicts = [0, 1, 3];
const RUNS = logBytes > 200_000_000 ? 1 : 3;

for (const form of ['text', 'json'] as const) {
  inScratch((folder) => {
    const files = writeLogFolder(join(folder, form), form, logBytes);
    const megabytes = files.reduce((sum, file) => sum + statSync(file).size, 0) / 1_000_000;
    const count = medianSeconds(RUNS, () => run('wc', ['-l', ...files]));
    const search = medianSeconds(RUNS, () => run('grep', ['-c', 'UC', ...files]));
    const runs = Array.from({ length: RUNS }, () => runMeasured([command, 'diagnose', folder, '-o', 'json'], verdicts)).toSorted(
      (a, b) => a.seconds - b.seconds,
    );
    const report = runs[Math.trunc(RUNS / 2)]?.seconds ?? 0;
    const peak = Math.max(...runs.map(({ mebibytes = 0 }) => mebibytes));
    const speed = (seconds: number): string => `${seconds.toFixed(2)} s (${(megabytes / seconds).toFixed(0)} MB/s)`;
    console.log(
      `${form}, ${megabytes.toFixed(0)} MB: wc -l ${speed(count)}; grep -c UC ${speed(search)}; why503 ${speed(report)}, ${(report / count).toFixed(0)} x wc; peak ${peak.toFixed(0)} MiB (limit 300)`,
    );
  });
}
