/**
 * `why503 logs` on one log beside ripgrep, awk and DuckDB, all in one run: failures by flags and host, and for every reset the quiet time before it.
 * 64 MB; `--full` takes 1 GB, `--megabytes N` anything else; `--gigabytes N` reads a log of that size besides. Needs `/usr/bin/time`.
 */
import { cpSync, rmSync, statfsSync, statSync, symlinkSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { root, run } from './lib/measure.ts';
import { jsonLine, textLine } from './lib/mesh-rows.ts';
import { duckdb, ripgrep } from './lib/peers.ts';
import { hugeBytes, inScratch, logBytes } from './lib/settings.ts';
import { median, type Timed, timed } from './lib/timed.ts';
import { writeLog } from './lib/write-log.ts';

const RUNS = 3;
const verdicts = [0, 1, 3];

interface Answer {
  readonly failures: number;
  readonly gaps: number;
  readonly totalMs: number;
}

interface Engine {
  readonly name: string;
  readonly on: (file: string) => Timed;
  /** Absent for one that does only a part of the job. */
  readonly answer?: (output: string) => Answer;
  readonly isJson?: boolean;
  /** Too slow to be run more than once. */
  readonly isSlow?: boolean;
}

/** failures other than callers that left; gaps before UC; their sum. */
const awkProgram = String.raw`BEGIN{FS="\""}{split($3,x," ");f=x[2];split($5,b," ");h=$(NF-1);split($NF,y," ");la=y[2];
ts=substr($1,2,23);t=((substr(ts,9,2)*24+substr(ts,12,2))*60+substr(ts,15,2))*60000+substr(ts,18,2)*1000+substr(ts,21,3);k=h" "la;
if(f!="-"&&f!="DC")c[f" "h]++;if(f=="UC"&&k in last){n++;s+=t-last[k]}if(la!="-")last[k]=t+b[3]}
END{for(i in c)m+=c[i];printf "{\"failures\":%d,\"gaps\":%d,\"totalMs\":%.0f}\n",m,n,s}`;

inScratch((folder) => {
  const product = packed(folder);
  const engines = enginesOf([product, 'logs', '--top', '1000', '-o', 'json']);
  const text = writeLog(join(folder, 'istio-proxy.log'), logBytes, textLine);
  const json = writeLog(join(folder, 'istio-proxy.json.log'), logBytes, jsonLine);
  const size = statSync(text).size / 1_000_000;
  console.log(`${size.toFixed(0)} MB each of text and JSON; medians of ${RUNS} runs in turn; load average ${loadavg()[0]?.toFixed(1)} at the beginning`);

  const runs = engines.map((): Timed[] => []);
  for (let turn = 0; turn < RUNS; turn += 1)
    for (const [index, { on, isJson, isSlow }] of engines.entries()) if (isSlow !== true || turn === 0) runs[index]?.push(on(isJson === true ? json : text));

  const ours = runs[0] ?? [];
  const expected = JSON.stringify(answerOf(ours[0]?.output ?? '{}'));
  console.log(`${'engine'.padEnd(30)}   wall s    MB/s   CPU s  peak MB   wall and CPU in ours, turn by turn`);
  for (const [index, { name, answer }] of engines.entries()) {
    const own = runs[index] ?? [];
    const wall = median(own.map((one) => one.wall));
    const agrees = answer === undefined || own.every(({ output }) => JSON.stringify(answer(output)) === expected);
    const cells = [
      wall.toFixed(2),
      (size / Math.max(wall, 0.001)).toFixed(0),
      median(own.map(({ cpu }) => cpu)).toFixed(2),
      Math.max(...own.map(({ megabytes }) => megabytes)).toFixed(0),
    ];
    console.log(
      `${name.padEnd(30)} ${cells.map((cell) => cell.padStart(8)).join('')}   ${against(own, ours, 'wall')} and ${against(own, ours, 'cpu')}${agrees ? '' : `  DISAGREES: ${own[0]?.output.slice(0, 200)}`}`,
    );
  }
  console.log(`answer of all: ${expected}`);

  const quoted = writeLog(join(folder, 'quoted.log'), 2_000_000, (row) => textLine(row).replace('"vmalert"', '"an "odd" agent"'));
  const right = JSON.stringify(answerOf(engines[0]?.on(quoted).output ?? '{}'));
  for (const { name, on, answer, isJson } of engines) {
    if (answer === undefined || isJson === true) continue;
    console.log(`with quotes in user agents ${name} ${copes(() => JSON.stringify(answer(on(quoted).output)) === right)}`);
  }
  if (hugeBytes > 0) readHuge(folder, engines[0], [text, json]);
});

function copes(isRight: () => boolean): string {
  try {
    return isRight() ? 'agrees' : 'differs';
  } catch {
    return 'fails';
  }
}

/** How much longer one engine takes than another: the middle one of the turns. */
function against(own: readonly Timed[], other: readonly Timed[], what: 'wall' | 'cpu'): string {
  return `${median(own.map((one, turn) => one[what] / Math.max(0.001, other[turn]?.[what] ?? 0))).toFixed(2)} x`;
}

function readHuge(folder: string, engine: Engine | undefined, done: readonly string[]): void {
  for (const file of done) rmSync(file);
  const { bavail, bsize } = statfsSync(folder);
  if (engine === undefined || bavail * bsize < hugeBytes * 1.2) {
    console.log('the large log is left out: there is no room for it');
    return;
  }
  const file = writeLog(join(folder, 'huge.log'), hugeBytes, textLine);
  const bytes = statSync(file).size;
  const { wall, cpu, megabytes } = engine.on(file);
  console.log(
    `${(bytes / 1e9).toFixed(1)} GB: ${wall.toFixed(1)} s, ${(bytes / 1e6 / wall).toFixed(0)} MB/s, ${((cpu * 1e9) / bytes).toFixed(2)} s of processor time a GB, peak ${megabytes.toFixed(0)} MB`,
  );
}

function enginesOf(ours: readonly string[]): readonly Engine[] {
  const why503 =
    (more: readonly string[]): Engine['on'] =>
    (file) =>
      timed(process.execPath, [...ours, ...more, file], verdicts);
  const engines: Engine[] = [
    { name: 'why503 logs', on: why503([]), answer: answerOf },
    { name: 'why503 logs --workers 1', on: why503(['--workers', '1']), answer: answerOf },
    { name: 'why503 logs, JSON', on: why503([]), isJson: true },
  ];
  const rg = ripgrep();
  if (rg !== undefined) engines.push({ name: 'rg -c UC, counts only', on: (file) => timed(rg, ['-c', 'UC', file]) });
  engines.push({ name: 'awk', on: (file) => timed('awk', [awkProgram, file]), answer: JSON.parse });
  const duck = duckdb();
  if (duck === undefined) return engines;
  const job = join(import.meta.dirname, 'lib', 'duckdb-job.ts');
  const query =
    (way: string): Engine['on'] =>
    (file) =>
      timed(process.execPath, [job, duck, file, way]);
  engines.push({ name: 'DuckDB, rows as CSV', on: query('csv'), answer: JSON.parse });
  engines.push({ name: 'DuckDB, rows by regex', on: query('regex'), answer: JSON.parse, isSlow: true });
  return engines;
}

/** The product as it is packed, so that no source is compiled while the clock runs. */
function packed(folder: string): string {
  run('npm', ['run', '-s', 'build']);
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(folder, 'product', part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'product', 'node_modules'));
  return join(folder, 'product', 'bin', 'why503.cjs');
}

function answerOf(output: string): Answer {
  const report: {
    readonly rows: { readonly failed: number };
    readonly pools: readonly { readonly gapsBeforeResets: { readonly count: number; readonly totalMs: number } }[];
  } = JSON.parse(output);
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
  return {
    failures: report.rows.failed,
    gaps: sum(report.pools.map(({ gapsBeforeResets }) => gapsBeforeResets.count)),
    totalMs: sum(report.pools.map(({ gapsBeforeResets }) => gapsBeforeResets.totalMs)),
  };
}
