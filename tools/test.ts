/**
 * `npm test`: types, lint, generated files and every test; ends with `N passed, N failed` alone on a line.
 * `npm test -- PATTERN…` runs only the test files whose path contains one of the patterns.
 */
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type Check, runChecks } from './lib/run-checks.ts';
import { runTests } from './lib/run-tests.ts';

const checks: readonly Check[] = [
  { name: 'types', command: ['node_modules/.bin/tsc', '-p', '.', '--pretty', 'false'], repair: 'npm run types' },
  {
    name: 'lint and format',
    command: ['node_modules/.bin/biome', 'check', '--error-on-warnings', '--colors=off', '--max-diagnostics=50'],
    repair: 'npm run format',
  },
  { name: 'generated files are up to date', command: [process.execPath, 'tools/generate.ts', '--check'], repair: 'npm run generate' },
];

const patterns = process.argv.slice(2);
const files = globSync(['src/**/*.test.ts', 'tools/**/*.test.ts', 'cases/**/*.test.ts'])
  .filter((file) => patterns.length === 0 || patterns.some((pattern) => file.includes(pattern)))
  .toSorted();

// With a second core the checks cost no time of their own.
const together = availableParallelism() > 1;
const checked = patterns.length === 0 ? runChecks(checks) : Promise.resolve([]);
if (!together) await checked;
const tests = await runTests(files);
const results = await checked;

for (const { name, ok, output, repair } of results) console.log(ok ? `ok: ${name}` : `\nFAILED: ${name} (try \`${repair}\`)\n${output}`);
const failedChecks = results.filter((result) => !result.ok).length;
if (tests.passed + tests.failed === 0) console.log('FAILED: not one test ran');
const failed = tests.failed + failedChecks + (tests.passed + tests.failed === 0 ? 1 : 0);
console.log(`${tests.passed + results.length - failedChecks} passed, ${failed} failed`);
// A test that left a socket or a timer open must not keep the run from ending.
process.exit(failed === 0 ? 0 : 1);
