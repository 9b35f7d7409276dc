/**
 * `npm run test:e2e -- probe [probe/ID…]`: starts real servers on 127.0.0.1, runs `why503 probe` against each, and compares the limit, the kind of close
 * and the counts with what the server was told. A row that is wrong is tried once more, alone. Servers that this machine lacks are skipped. Ends with
 * `N passed, N failed[, N skipped]`.
 *
 * `node e2e/probe.ts --table [--defaults]` prints the table of docs/probe.md; `--defaults` adds servers at defaults of up to two minutes.
 */
import { spawn, spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { DoneReport } from '../src/probe/index.ts';
import { problemsOf } from './servers/problems-of.ts';
import { findTools, type Tool } from './servers/find-tools.ts';
import { servers } from './servers/index.ts';
import type { ProbedServer } from './servers/probed-server.ts';
import { startServer } from './servers/start-server.ts';
import { tableRow, tableHead } from './servers/table-row.ts';

const why503 = join(import.meta.dirname, '..', 'bin', 'why503.cjs');
const options = process.argv.slice(2).filter((word) => word.startsWith('--'));
const ids = process.argv
  .slice(2)
  .filter((word) => !word.startsWith('--'))
  .map((word) => word.replace(/^probe\//, ''));
const isTable = options.includes('--table');
/** Servers at the same time; more would make each other late. */
const together = 4;

interface Result {
  readonly server: ProbedServer;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly said: readonly string[];
  /** What was wrong at the first try. */
  readonly earlier?: readonly string[];
  readonly version?: string;
  readonly report?: DoneReport;
}

const chosen = servers.filter(({ id, isLong }) => (ids.length === 0 ? isLong !== true || options.includes('--defaults') : ids.includes(id)));
const tools = await findTools(chosen.map(({ need }) => need));
const results: Result[] = [];
const again: Result[] = [];
// The long ones first, so that the short ones fill the gaps.
const queue = chosen.toSorted((a, b) => Number(b.isLong ?? false) - Number(a.isLong ?? false));
await Promise.all(
  Array.from({ length: together }, async () => {
    for (let server = queue.shift(); server !== undefined; server = queue.shift()) {
      const result = await tried(server, tools.get(server.need));
      if (result.outcome === 'failed') again.push(result);
      else done(result);
    }
  }),
);
// Others at work on the machine make servers late, and the prober cannot see that.
for (const { server, said } of again) {
  const result = await tried(server, tools.get(server.need));
  done({ ...result, earlier: said });
}
if (isTable) printTable();
const count = (outcome: Result['outcome']): number => results.filter((result) => result.outcome === outcome).length;
const skipped = count('skipped');
console.log(`${count('passed')} passed, ${count('failed')} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`);
process.exit(count('failed') === 0 && count('passed') > 0 ? 0 : 1);

function done(result: Result): void {
  results.push(result);
  if (!isTable) print(result);
}

async function tried(server: ProbedServer, tool: Tool | undefined): Promise<Result> {
  if (tool === undefined || 'missing' in tool) return { server, outcome: 'skipped', said: [tool?.missing ?? 'unknown'] };
  try {
    const running = await startServer(server, tool.path);
    try {
      const report = await probe(server, running.port);
      const said = problemsOf(server, report);
      return { server, outcome: said.length === 0 ? 'passed' : 'failed', said, version: versionOf(server, tool.path), report };
    } finally {
      await running.stop();
    }
  } catch (error) {
    return { server, outcome: 'failed', said: [error instanceof Error ? error.message : String(error)] };
  }
}

/** The real command in a process of its own. */
async function probe(server: ProbedServer, port: number): Promise<DoneReport> {
  const target = `127.0.0.1:${port}${server.path ?? '/'}`;
  const args = [why503, 'probe', target, '-o', 'json', '--no-progress', ...(server.options ?? [])];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const text = Buffer.concat(chunks).toString('utf8');
  if (text === '') throw new Error(`why503 probe ended with ${code} and said nothing`);
  const report: DoneReport = JSON.parse(text);
  const expected = { measured: 0, longer: 3, interrupted: 3, failed: 2 }[report.outcome];
  if (code !== expected) throw new Error(`why503 probe ended with ${code}, not ${expected}`);
  return report;
}

function versionOf(server: ProbedServer, tool: string): string {
  const [program = '', ...args] = server.version(tool);
  const { stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/local/go/bin:${dirname(process.execPath)}` },
  });
  return /\d+\.\d+(?:\.\d+)*/.exec(`${stdout}\n${stderr}`)?.[0] ?? '?';
}

function print({ server, outcome, said, earlier, version, report }: Result): void {
  const word = { passed: 'ok', failed: 'not ok', skipped: 'skip' }[outcome];
  const idle = report?.idle.kind === 'measured' ? `: ${report.idle.minMs} to ${report.idle.maxMs} ms, error up to ${report.idle.errorMs} ms` : '';
  console.log(`${word} probe/${server.id} ${server.name} ${version ?? ''} ${server.configured}${idle}`);
  for (const line of said) console.log(`    ${line}`);
  for (const line of earlier ?? []) console.log(`    at the first try: ${line}`);
}

function printTable(): void {
  console.log(tableHead);
  for (const server of servers) {
    const result = results.find((each) => each.server === server);
    if (result?.report !== undefined) console.log(tableRow(server, result.version ?? '?', result.report));
  }
  for (const { server, outcome, said } of results) if (outcome !== 'passed') console.log(`${outcome} ${server.id}: ${said.join('; ')}`);
}
