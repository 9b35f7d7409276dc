/**
 * `why503 logs` on one log beside ripgrep, awk and DuckDB, all in one run: failures by flags and host, and for every reset the quiet time before it.
 * 64 MB; `--full` takes 1 GB, `--megabytes N` anything else. Engines that disagree are named.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, openSync, statSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { root, type Run, run } from './lib/measure.ts';
import { jsonLine, type MeshRow, meshRows, textLine } from './lib/mesh-rows.ts';
import { duckdb, ripgrep } from './lib/peers.ts';
import { inScratch, logBytes } from './lib/settings.ts';

const RUNS = 3;
const verdicts = [0, 1, 3];

interface Answer {
  readonly failures: number;
  readonly gaps: number;
  readonly totalMs: number;
}

/** failures other than callers that left; gaps before UC; their sum. */
const awkProgram = String.raw`BEGIN{FS="\""}{split($3,x," ");f=x[2];split($5,b," ");h=$(NF-1);split($NF,y," ");la=y[2];
ts=substr($1,2,23);t=((substr(ts,9,2)*24+substr(ts,12,2))*60+substr(ts,15,2))*60000+substr(ts,18,2)*1000+substr(ts,21,3);k=h" "la;
if(f!="-"&&f!="DC")c[f" "h]++;if(f=="UC"&&k in last){n++;s+=t-last[k]}if(la!="-")last[k]=t+b[3]}
END{for(i in c)m+=c[i];printf "{\"failures\":%d,\"gaps\":%d,\"totalMs\":%.0f}\n",m,n,s}`;

inScratch((folder) => {
  const product = packed(folder);
  const text = write(join(folder, 'istio-proxy.log'), textLine);
  const json = write(join(folder, 'istio-proxy.json.log'), jsonLine);
  const megabytes = statSync(text).size / 1_000_000;
  const jsonMegabytes = statSync(json).size / 1_000_000;
  console.log(`${megabytes.toFixed(0)} MB of text, ${jsonMegabytes.toFixed(0)} MB of JSON; best of ${RUNS} runs, in turn`);

  const rg = ripgrep();
  const duck = duckdb();
  const ours = [product, 'logs', '--top', '1000', '-o', 'json'];
  const contenders: readonly { readonly name: string; readonly once: () => Run; readonly answer?: (output: string) => Answer; readonly size: number }[] = [
    { name: 'why503 logs', once: () => peaked(process.execPath, [...ours, text]), answer: answerOf, size: megabytes },
    { name: 'why503 logs --workers 1', once: () => peaked(process.execPath, [...ours, '--workers', '1', text]), answer: answerOf, size: megabytes },
    { name: 'why503 logs (JSON)', once: () => peaked(process.execPath, [...ours, json]), size: jsonMegabytes },
    ...(rg === undefined ? [] : [{ name: 'rg -c UC (counts only)', once: () => run(rg, ['-c', 'UC', text]), size: megabytes }]),
    { name: 'awk', once: () => run('awk', [awkProgram, text]), answer: JSON.parse, size: megabytes },
    ...(duck === undefined
      ? []
      : [
          {
            name: 'DuckDB',
            once: () => peaked(process.execPath, [join(import.meta.dirname, 'lib', 'duckdb-job.ts'), duck, text]),
            answer: JSON.parse,
            size: megabytes,
          },
        ]),
  ];
  const runs = contenders.map((): Run[] => []);
  for (let turn = 0; turn < RUNS; turn += 1) for (const [index, { once }] of contenders.entries()) runs[index]?.push(once());

  const first = runs[0]?.toSorted((a, b) => a.seconds - b.seconds)[0];
  const expected = JSON.stringify(answerOf(first?.output ?? '{}'));
  for (const [index, { name, answer, size }] of contenders.entries()) {
    const best = runs[index]?.toSorted((a, b) => a.seconds - b.seconds)[0];
    if (best === undefined || first === undefined) continue;
    const agrees = answer === undefined || JSON.stringify(answer(best.output)) === expected;
    const peak = Math.max(...(runs[index] ?? []).map(({ mebibytes = 0 }) => mebibytes)) * 1.048576;
    const ratio = size / best.seconds / (megabytes / first.seconds);
    console.log(
      `${name.padEnd(24)} ${best.seconds.toFixed(2).padStart(6)} s ${(size / best.seconds).toFixed(0).padStart(6)} MB/s  ${(1 / ratio).toFixed(2).padStart(6)} x the time of why503 per byte${peak > 0 ? `  peak ${peak.toFixed(0)} MB` : ''}${agrees ? '' : `  DISAGREES: ${best.output.slice(0, 200)} instead of ${expected}`}`,
    );
  }
  console.log(`answer of all: ${expected}`);
});

/** The product as it is packed, so that no source is compiled while the clock runs. */
function packed(folder: string): string {
  run('npm', ['run', '-s', 'build']);
  for (const part of ['bin', 'dist', 'package.json']) cpSync(join(root, part), join(folder, 'product', part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'product', 'node_modules'));
  return join(folder, 'product', 'bin', 'why503.cjs');
}

function write(file: string, line: (row: MeshRow) => string): string {
  const handle = openSync(file, 'w');
  let chunk: string[] = [];
  let held = 0;
  let written = 0;
  for (const row of meshRows()) {
    const text = line(row);
    chunk.push(text);
    held += text.length;
    if (held < 4_000_000 && written + held < logBytes) continue;
    written += writeSync(handle, chunk.join(''));
    chunk = [];
    held = 0;
    if (written >= logBytes) break;
  }
  closeSync(handle);
  return file;
}

/** One run with its peak memory by the system's own account, through `time`; without it where there is no `time`. */
function peaked(program: string, args: readonly string[]): Run {
  const start = performance.now();
  const result = spawnSync('/usr/bin/time', ['-f', '%M', program, ...args], { encoding: 'utf8', maxBuffer: 256 * 1024 ** 2 });
  if (result.error !== undefined) return run(program, args, verdicts);
  if (!verdicts.includes(result.status ?? -1)) throw new Error(`${program} ${args.join(' ')} ended with ${result.status}:\n${result.stderr}`);
  const kibibytes = Number(/(\d+)\s*$/.exec(result.stderr)?.[1]);
  return { seconds: (performance.now() - start) / 1000, output: result.stdout, ...(Number.isFinite(kibibytes) ? { mebibytes: kibibytes / 1024 } : {}) };
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
