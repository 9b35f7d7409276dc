import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { LogReport } from '../logs/report/log-report.ts';

const root = join(import.meta.dirname, '..', '..');
const bin = join(root, 'bin', 'why503.cjs');
const folder = mkdtempSync(join(tmpdir(), 'why503-logs-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const T = Date.parse('2026-11-22T17:00:00Z');

interface Told {
  readonly at: number;
  readonly port?: number;
  readonly isReset?: boolean;
  readonly own?: string;
  readonly details?: string;
}

function row({
  at,
  port = 40_000,
  isReset = false,
  own = '10.0.9.9',
  details = 'upstream_reset_before_response_started{connection_termination}',
}: Told): string {
  return `[${new Date(T + at).toISOString()}] "GET /x HTTP/1.1" ${isReset ? `503 UC ${details}` : '200 - via_upstream'} - "-" 0 0 2 - "-" "agent" "id" "a:1" "10.0.0.1:8480" outbound|8480||a.b.svc.cluster.local ${own}:${port} 10.1.1.1:8480 10.0.9.9:33000 - default\n`;
}

/** Poisson-like traffic against a server that closes after 5 s: quiet times of all lengths go well but for those at the limit; beyond it there are new connections. */
function race(): string {
  let state = 7;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  let at = 0;
  let port = 20_000;
  let text = row({ at, port });
  for (let index = 0; index < 6_000; index += 1) {
    const gap = Math.trunc(-Math.log(1 - random()) * 1_800) + 3;
    at += gap + 2;
    const isReset = gap > 4_960 && gap <= 5_002;
    if (gap > 5_002) port += 1;
    text += row({ at, port, isReset });
    if (isReset) port += 1;
  }
  return text;
}

function logs(text: string, ...options: readonly string[]) {
  const file = join(folder, 'a.log');
  writeFileSync(file, text);
  const result = spawnSync(process.execPath, [bin, 'logs', file, ...options], { encoding: 'utf8' });
  return { status: result.status, stdout: result.stdout, stderr: result.stderr };
}

const isReport = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true }).compile(
  JSON.parse(readFileSync(join(root, 'docs', 'schema', 'logs.schema.json'), 'utf8')),
);

test('an idle limit of 5 s is named, with exit code 1, in every form', () => {
  const json = logs(race(), '-o', 'json');
  assert.equal(json.status, 1, json.stderr);
  const report: LogReport = JSON.parse(json.stdout);
  assert.ok(isReport(report), JSON.stringify(isReport.errors, undefined, 1));
  const [fit] = report.fits;
  assert.deepEqual([report.verdict, fit?.inference.mechanism], ['named', 'idle-limit']);
  assert.ok(Math.abs((fit?.inference.idleLimit?.estimate ?? 0) - 4_980) < 30);
  for (const output of ['text', 'markdown', 'html']) {
    const { status, stdout } = logs(race(), '-o', output);
    assert.equal(status, 1);
    assert.match(stdout, /4\.9\d s/);
  }
  assert.match(logs(race(), '--lang', 'zh-TW').stdout, /閒置 4\.9/);
});

test('a log without failures is clean, with exit code 0', () => {
  const { status, stdout } = logs(row({ at: 0 }) + row({ at: 1_000 }), '-o', 'json');
  const report: LogReport = JSON.parse(stdout);
  assert.ok(isReport(report), JSON.stringify(isReport.errors, undefined, 1));
  assert.deepEqual([status, report.verdict], [0, 'clean']);
});

test('nothing read is never green', () => {
  for (const text of ['', 'hello\n', `${row({ at: 0 }).slice(0, 120)}\n`]) assert.equal(logs(text).status, 3, JSON.stringify(text));
});

const wrong: Readonly<Record<string, { readonly text: string; readonly doubt: string; readonly says?: RegExp }>> = {
  'errors only': {
    doubt: 'errors-only',
    text: race()
      .split('\n')
      .filter((line) => line.includes(' UC '))
      .join('\n'),
  },
  'rows of two pods': {
    doubt: 'merged',
    text: race()
      .split('\n')
      .map((line, index) => (index % 2 === 0 ? line.replace('10.0.9.9:', '10.0.9.8:') : line))
      .join('\n'),
  },
  'newest first': { doubt: 'merged', text: race().trimEnd().split('\n').toReversed().join('\n'), says: /newest first.*tac FILE/ },
  'every twentieth line twice': {
    doubt: 'duplicated',
    text: race()
      .split('\n')
      .map((line, index) => (index % 20 === 7 ? `${line}\n${line}` : line))
      .join('\n'),
    says: /5 %.* stand there twice/,
  },
  'two copies behind each other': { doubt: 'merged', text: race() + race() },
  'a part cut out': {
    doubt: 'cut',
    text: race()
      .split('\n')
      .filter((_, index) => index < 2_000 || index > 4_000)
      .join('\n'),
  },
};

for (const [name, { text, doubt, says }] of Object.entries(wrong)) {
  test(`${name}: no verdict, and it says why`, () => {
    const { status, stdout } = logs(text, '-o', 'json');
    const report: LogReport = JSON.parse(stdout);
    assert.equal(status, 3);
    assert.ok(
      report.completeness.some((one) => one.doubt === doubt),
      stdout.slice(0, 2_000),
    );
    assert.ok(report.fits.every(({ inference }) => inference.verdict !== 'named'));
    if (says !== undefined) assert.match(logs(text, '--width', '300').stdout, says);
  });
}

test('nothing of the input is obeyed by a page or a terminal', () => {
  const evil = '<script>alert(1)</script>\u001b]0;x\u0007"onload=x';
  const text =
    row({ at: 0 }) + row({ at: 1_000, isReset: true, details: `upstream_reset_${evil}` }) + row({ at: 0 }).replace('10.0.0.1:8480"', '10.0.0.1/<b>:1"');
  const page = logs(text, '-o', 'html').stdout;
  assert.ok(!page.includes('<script') && !page.includes('<b>') && page.includes('Content-Security-Policy'));
  assert.ok(!/\b(?:src|href)=/.test(page));
  for (const output of ['text', 'markdown', 'json', 'html']) assert.ok(!logs(text, '-o', output).stdout.includes('\u001b'));
});

test('mistakes are told with their code', () => {
  const run = (...options: readonly string[]) => spawnSync(process.execPath, [bin, 'logs', ...options], { encoding: 'utf8' });
  assert.deepEqual([run().status, run('-f', 'a', 'b').status, run(join(folder, 'none.log')).status, run('--since', 'soon', 'a').status], [2, 2, 2, 2]);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  test(`a log that grows and is rotated is followed, and ${signal} ends with the report`, async () => {
    const file = join(folder, 'live.log');
    writeFileSync(file, row({ at: 0 }));
    const child = spawn(process.execPath, [bin, 'logs', '-f', file], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, WHY503_LAUNCHED: '1' } });
    let stdout = '';
    const until = (pattern: RegExp): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!pattern.test(stdout)) return;
          child.stdout.off('data', look);
          resolve();
        };
        child.stdout.on('data', look);
        look();
      });
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
    });
    const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
    appendFileSync(file, row({ at: 1_000, isReset: true }));
    await until(/503 UC .*live\.log:2/);
    renameSync(file, `${file}.1`);
    writeFileSync(file, row({ at: 2_000, port: 40_001 }) + row({ at: 4_000, port: 40_001, isReset: true }));
    await until(/after 2 s.*live\.log:4/);
    child.kill(signal);
    assert.equal(await ended, 3);
    assert.match(stdout, /2 of 4 requests failed/);
  });

test('standard input is followed to its end', () => {
  const result = spawnSync(process.execPath, [bin, 'logs', '-f', '-'], { encoding: 'utf8', input: row({ at: 0 }) + row({ at: 1_000, isReset: true }) });
  assert.equal(result.status, 3);
  assert.match(result.stdout, /request 2 on its connection after 998 ms/);
});

test('a compressed log is not followed but named, and what a command writes is followed to its end', () => {
  const file = join(folder, 'live.log.gz');
  writeFileSync(file, gzipSync(row({ at: 0 })));
  const packed = spawnSync(process.execPath, [bin, 'logs', '-f', file], { encoding: 'utf8', timeout: 60_000 });
  assert.equal(packed.status, 2);
  assert.match(packed.stderr, /cannot be followed: it is compressed/);
  const plain = join(folder, 'substituted.log');
  writeFileSync(plain, row({ at: 0 }) + row({ at: 1_000, isReset: true }));
  const substituted = spawnSync('bash', ['-c', '"$0" "$1" logs -f <(cat "$2")', process.execPath, bin, plain], { encoding: 'utf8', timeout: 60_000 });
  assert.match(substituted.stdout, /1 of 2 requests failed/);
});

test('what comes through a pipe with a name, or none, is read like a file', () => {
  const plain = join(folder, 'piped.log');
  writeFileSync(plain, row({ at: 0 }) + row({ at: 1_000, isReset: true }));
  const pipe = join(folder, 'pipe');
  for (const script of [
    '"$0" "$1" logs -o json <(cat "$2")',
    'cat "$2" | "$0" "$1" logs -o json /dev/stdin',
    'exec 3<"$2"; mv "$2" "$2.moved"; rm "$2.moved"; "$0" "$1" logs -o json /dev/fd/3; code=$?; cat /dev/fd/3 >"$2"; exit $code',
    'mkfifo "$3"; cat "$2" >"$3" & "$0" "$1" logs -o json "$3"',
  ]) {
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, bin, plain, pipe], { encoding: 'utf8', timeout: 60_000 });
    const report: LogReport = JSON.parse(stdout || '{}');
    assert.deepEqual([report.rows?.total, stderr], [2, ''], script);
  }
});

test('waiting for a writer of a pipe is ended by Ctrl-C', { timeout: 60_000 }, async (context) => {
  const pipe = join(folder, 'silent');
  spawnSync('mkfifo', [pipe]);
  const child = spawn(process.execPath, [bin, 'logs', pipe], { stdio: 'ignore' });
  context.after(() => child.kill('SIGKILL'));
  const again = setInterval(() => child.kill('SIGINT'), 1_500);
  context.after(() => clearInterval(again));
  const [code] = await once(child, 'exit');
  assert.ok(code === 3 || code === 130, String(code));
});

test('rows that filters leave out are not said to be missing, and a window from late to early is refused', () => {
  const { status, stdout } = logs(row({ at: 0 }), '--cluster', 'another', '-o', 'json');
  const report: LogReport = JSON.parse(stdout);
  assert.deepEqual([status, report.notes.map(({ id }) => id)], [3, ['log-report/allLeftOut']]);
  assert.equal(logs(row({ at: 0 }), '--since', '2026-12-01T00:00:00Z', '--until', '2026-01-01T00:00:00Z').status, 2);
});
