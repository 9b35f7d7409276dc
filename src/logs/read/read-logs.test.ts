import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { createLogObserver, observerLimits, type OpenFile } from '../observe/log-observer.ts';
import { ringOver, ringSlots } from './block-ring.ts';
import { BLOCK, LONGEST_LINE } from './block-size.ts';
import { startHelpers } from './helper-threads.ts';
import { readLogs } from './read-logs.ts';
import { scanFile } from './scan-file.ts';

const T = Date.parse('2026-11-22T17:00:00Z');

/** Rows of connections that live on across blocks, with resets, cut lines and foreign lines among them. */
function log(rows: number): string {
  const lines: string[] = [];
  for (let index = 0; index < rows; index += 1) {
    const port = 40_000 + (index % 17) + Math.trunc(index / 5_000) * 20;
    const flags = index % 501 === 500 ? 'UC' : '-';
    const result = flags === 'UC' ? '503 UC upstream_reset_before_response_started{connection_termination}' : '200 - via_upstream';
    const agent = index % 97 === 0 ? 'an "odd" agent' : 'agent';
    lines.push(
      `[${new Date(T + index * 20).toISOString()}] "GET /${'x'.repeat(index % 40)} HTTP/1.1" ${result} - "-" 0 0 3 - "-" "${agent}" "id" "a:1" "10.0.0.1:8480" outbound|8480||a.b.svc.cluster.local 10.0.9.9:${port} 10.1.1.1:8480 10.0.9.9:33000 - default`,
    );
    if (index % 1_009 === 0) lines.push('2026-11-22T17:00:00.000000Z\tinfo\tsomething else', '');
  }
  return lines.join('\n');
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'why503-logs-test-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function summary(observer: ReturnType<typeof createLogObserver>): unknown {
  const { proxies, pools, failures } = observer.observed();
  return {
    proxies: proxies.map(({ rows, succeeded, failed, damaged, first, last }) => ({ rows, succeeded, failed, damaged, first, last })),
    failures: failures.rows().map(({ count, line }) => ({ count, line })),
    pools: pools.map(({ pool }) => ({
      resets: pool.resets.map(({ file: _file, ...reset }) => reset),
      gaps: pool.gaps.distribution().bins(),
      ordinals: pool.ordinals.distribution().bins(),
      ages: pool.ages.distribution().bins(),
      renewals: pool.renewals.distribution().bins(),
    })),
  };
}

async function read(path: string, workers: number): Promise<unknown> {
  const observer = createLogObserver(observerLimits);
  await readLogs([path], observer, { workers });
  return summary(observer);
}

async function inTwoThreads(path: string, size: number, sink: OpenFile): Promise<void> {
  const helpers = startHelpers(1);
  try {
    await scanFile(path, size, sink, { helpers, slots: ringSlots(2), onBytes: () => {}, isStopped: () => false });
  } finally {
    helpers.end();
  }
}

test('the answer does not depend on the number of threads, nor on compression', () =>
  inFolder(async (folder) => {
    const text = log(40_000);
    assert.ok(text.length > 16 * BLOCK);
    writeFileSync(join(folder, 'a.log'), text);
    writeFileSync(join(folder, 'b.log.gz'), gzipSync(text));
    writeFileSync(join(folder, 'c.log.zst'), zstdCompressSync(text));
    const alone = await read(join(folder, 'a.log'), 0);
    for (const workers of [1, 2, 3]) assert.deepEqual(await read(join(folder, 'a.log'), workers), alone);
    assert.deepEqual(await read(join(folder, 'b.log.gz'), 2), alone);
    assert.deepEqual(await read(join(folder, 'c.log.zst'), 2), alone);
  }));

test('lines that reach over blocks, or are longer than one, are lines of one block', () =>
  inFolder(async (folder) => {
    const path = join(folder, 'a.log');
    const rows = log(50).split('\n');
    const text = [...rows.slice(0, 20), `x${'y'.repeat(BLOCK + 10)}`, ...rows.slice(20, 30), 'z'.repeat(LONGEST_LINE + 3 * BLOCK), ...rows.slice(30)].join(
      '\n',
    );
    writeFileSync(path, text);
    const parallel = createLogObserver(observerLimits);
    await inTwoThreads(path, Buffer.byteLength(text), parallel.open({}, 'a.log'));
    assert.deepEqual(summary(parallel), await read(path, 0));
  }));

test('a failure of what takes the blocks is not lost', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.log'), log(100));
    const sink: OpenFile = {
      block: () => {
        throw new Error('no room');
      },
    };
    await assert.rejects(inTwoThreads(join(folder, 'a.log'), 1_000, sink), /no room/);
  }));

test('threads scan one large file after the other', () =>
  inFolder(async (folder) => {
    const lines = log(60_000).split('\n');
    const half = lines.length >> 1;
    writeFileSync(join(folder, 'istio-proxy.log.1'), `${lines.slice(0, half).join('\n')}\n`);
    writeFileSync(join(folder, 'istio-proxy.log'), lines.slice(half).join('\n'));
    const alone = await read(folder, 0);
    for (const workers of [1, 2, 3]) assert.deepEqual(await read(folder, workers), alone);
  }));

test('what comes before the damage of an archive counts, and the next file begins anew', () =>
  inFolder(async (folder) => {
    const text = log(3_000);
    const packed = gzipSync(text);
    writeFileSync(join(folder, 'a.log.gz'), packed.subarray(0, packed.length >> 1));
    writeFileSync(join(folder, 'b.log'), text);
    const observer = createLogObserver(observerLimits);
    const { skipped } = await readLogs([folder], observer, { workers: 2 });
    const [damaged, whole] = observer.observed().proxies;
    assert.deepEqual([skipped.map(({ file }) => file.endsWith('a.log.gz')), whole?.rows], [[true], 3_000]);
    assert.ok((damaged?.rows ?? 0) > 1_000 && (damaged?.rows ?? 0) < 3_000);
  }));

test('a helper that fails is heard of', () =>
  inFolder(async (folder) => {
    writeFileSync(join(folder, 'a.log'), log(30_000));
    const helpers = startHelpers(1);
    helpers.scan({ disk: join(folder, 'none.log'), memory: ringOver(1, ringSlots(2)) });
    await assert.rejects(
      async () => {
        for (let look = 0; look < 1_000; look += 1) {
          await wait(10);
          helpers.check();
        }
      },
      { code: 'ENOENT' },
    );
    helpers.end();
  }));

test('rotated files of a proxy are read in the order of their rows, and what is no log is passed over', () =>
  inFolder(async (folder) => {
    const place = join(folder, 'logs', 'monitoring', 'vminsert-78797c6fb-wwrsx');
    mkdirSync(place, { recursive: true });
    const rows = log(600).split('\n');
    writeFileSync(join(place, 'istio-proxy.log'), rows.slice(400).join('\n'));
    writeFileSync(join(place, 'istio-proxy.log.1'), `${rows.slice(0, 400).join('\n')}\n`);
    writeFileSync(join(folder, 'pods.yaml'), 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n');
    const whole = join(folder, 'whole.log');
    const observer = createLogObserver(observerLimits);
    const sources = await readLogs([join(folder, 'logs'), join(folder, 'pods.yaml')], observer, { workers: 2 });
    writeFileSync(whole, rows.join('\n'));
    const expected = createLogObserver(observerLimits);
    await readLogs([whole], expected, { workers: 2 });
    const gaps = (from: typeof observer) => from.observed().pools.map(({ pool }) => [pool.gaps.distribution().bins(), pool.resets.map(({ gapMs }) => gapMs)]);
    assert.deepEqual(gaps(observer), gaps(expected));
    assert.equal(sources.files.length, 2);
  }));

test('rows in the saved answer of a log store, JSON or CSV, are the rows that were stored', () =>
  inFolder(async (folder) => {
    const rows = log(300)
      .split('\n')
      .filter((line) => line.startsWith('['));
    const time = (line: string): string => line.slice(1, 25);
    const [plain, json, csv] = ['plain.log', 'hits.json', 'export.csv'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(plain, rows.join('\n'));
    writeFileSync(json, JSON.stringify({ hits: { hits: rows.map((message) => ({ _source: { '@timestamp': time(message), message } })) } }));
    writeFileSync(csv, ['@timestamp,message', ...rows.map((message) => `${time(message)},"${message.replaceAll('"', '""')}"`)].join('\n'));
    const tally = (told: unknown): unknown => JSON.parse(JSON.stringify(told, (key, value: unknown) => (key === 'line' ? undefined : value)));
    const expected = tally(await read(plain, 0));
    assert.deepEqual(tally(await read(json, 0)), expected);
    assert.deepEqual(tally(await read(csv, 0)), expected);
  }));
