import { relative } from 'node:path';
import { run } from 'node:test';
import { inspect } from 'node:util';
import { watchForSilence } from './watch-for-silence.ts';

export interface TestCount {
  readonly passed: number;
  readonly failed: number;
}

/** More than the slowest test takes on a busy machine. */
const silenceMs = 240_000;

/** Runs test files in this process, prints what fails as it fails, and counts tests (suites are not tests). */
export async function runTests(files: readonly string[]): Promise<TestCount> {
  let passed = 0;
  let failed = 0;
  if (files.length === 0) return { passed, failed };
  // Without isolation a file that cannot be loaded is only seen as a rejection, and would end the run without a count.
  const unhandled = (error: unknown): void => {
    failed += 1;
    console.log(`\nFAILED: outside any test\n${describeError(error)}`);
  };
  process.on('unhandledRejection', unhandled);
  process.on('uncaughtException', unhandled);
  const watch = watchForSilence(silenceMs);
  const stream = run({ files: [...files], isolation: 'none' });
  stream.on('test:dequeue', ({ name }) => watch.began(name)).on('test:complete', ({ name }) => watch.ended(name));
  for await (const event of stream) {
    if (event.type === 'test:pass' && event.data.details.type !== 'suite' && event.data.skip === undefined) passed += 1;
    if (event.type !== 'test:fail') continue;
    const { name, file, line, details } = event.data;
    // A suite or a parent fails because of a child, which is reported on its own.
    if (details.error.failureType === 'subtestsFailed') continue;
    failed += 1;
    console.log(`\nFAILED: ${name}\n  ${file === undefined ? '' : relative('', file)}:${line ?? 0}\n${describeError(details.error.cause ?? details.error)}`);
  }
  await watch.stop();
  process.off('unhandledRejection', unhandled);
  process.off('uncaughtException', unhandled);
  return { passed, failed };
}

function describeError(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : inspect(error, { depth: 6 });
  return text.replaceAll(/^/gm, '  ');
}
