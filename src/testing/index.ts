/** The kit for testing analyzers and facts. Public: analyzers written elsewhere are tested the same way. */
export { factOf } from './fact-of.ts';
export { accessLog, at, containerLog, document, type Given, lines, manifest, manifestOf } from './given.ts';
export { golden } from './golden.ts';
export { makeSnapshot } from './make-snapshot.ts';
export { exampleOf, readmeHeadings, readmeProblems } from './readme-examples.ts';
export { runAnalyzer } from './run-analyzer.ts';
export { type AnalyzerCase, type ExpectedFinding, testAnalyzer } from './test-analyzer.ts';
export { type FixCase, type NamedHere, testFix } from './test-fix.ts';
