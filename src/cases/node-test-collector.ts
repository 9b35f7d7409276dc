import type { AnyAnalyzer } from '../model/analyzer.ts';
import type { AnalyzerCase, TestFunction } from '../testing/test-analyzer.ts';

/** Stands in for `node:test` while an analyzer's test file is imported for its cases: runs nothing and keeps what `testAnalyzer` was given. */
export const collected: { readonly analyzer: AnyAnalyzer; readonly cases: readonly AnalyzerCase[] }[] = [];

export const test: TestFunction = Object.assign(() => undefined, {
  collect: (analyzer: AnyAnalyzer, cases: readonly AnalyzerCase[]): void => void collected.push({ analyzer, cases }),
});

// biome-ignore lint/style/noDefaultExport: `node:test` has one, and test files import it
export { test as default };
