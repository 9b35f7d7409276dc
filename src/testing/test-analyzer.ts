import assert from 'node:assert/strict';
import type { AnyAnalyzer, Finding } from '../model/analyzer.ts';
import { checkFindings } from './check-findings.ts';
import type { Given } from './given.ts';
import { makeSnapshot } from './make-snapshot.ts';
import { reverseLists } from './reverse-lists.ts';
import { runAnalyzer, type Said } from './run-analyzer.ts';

/** A finding as a case expects it: by message id and data, never by text. What is left out is not compared. */
export interface ExpectedFinding {
  readonly message: string;
  readonly data: { readonly [hole: string]: string | number };
  readonly subject?: Finding['subject'];
  readonly hop?: string;
  readonly incident?: string;
  readonly explains?: readonly number[];
  readonly predicts?: string;
}

/** Name, what was given, what is said. `skipped`: something the analyzer needs was not given. */
export interface AnalyzerCase {
  readonly name: string;
  readonly given: readonly Given[];
  readonly expect: readonly ExpectedFinding[] | 'skipped';
}

/** The part of a test runner that is used, so that any runner fits. */
export interface TestFunction {
  (name: string, body: () => void): unknown;
  /** Of a runner that does not run the cases but takes them. */
  readonly collect?: (analyzer: AnyAnalyzer, cases: readonly AnalyzerCase[]) => void;
}

/**
 * Tests an analyzer by cases and checks for free what must hold of every analyzer: the same answer twice and in any order of the evidence,
 * inputs untouched, findings that survive JSON and cite only what was given; each message has a case, and some case is silent.
 */
export function testAnalyzer(test: TestFunction, analyzer: AnyAnalyzer, cases: readonly AnalyzerCase[]): void {
  if (test.collect !== undefined) {
    test.collect(analyzer, cases);
    return;
  }
  const { id } = analyzer.meta;
  for (const { name, given, expect } of cases) {
    test(`${id}: ${name}`, () => {
      const said = runAnalyzer(analyzer, makeSnapshot(given));
      if (expect === 'skipped') return assert.equal(said.status, 'skipped', 'everything it needs was given, so it ran');
      assert.ok(said.status === 'ran', said.status === 'skipped' ? `skipped for want of ${said.missing.join(', ')}` : '');
      assertFindings(analyzer, said.findings, expect);
      checkFindings(said.findings, makeSnapshot(given));
      assert.deepEqual(findingsOf(runAnalyzer(analyzer, makeSnapshot(given))), said.findings, 'the same input twice gives the same findings');
      const reversed = findingsOf(runAnalyzer(analyzer, reverseLists(makeSnapshot(given))));
      assert.deepEqual(ids(reversed), ids(said.findings), 'the order of the evidence must not matter');
    });
  }
  testCoverage(test, analyzer, cases);
}

function testCoverage(test: TestFunction, analyzer: AnyAnalyzer, cases: readonly AnalyzerCase[]): void {
  const { id } = analyzer.meta;
  const expected = cases.flatMap(({ expect }) => (expect === 'skipped' ? [] : expect));
  test(`${id}: every message has a case`, () => {
    const missing = Object.keys(analyzer.messages).filter((message) => !expected.some((finding) => finding.message === message));
    assert.deepEqual(missing, []);
  });
  test(`${id}: some case is silent`, () => assert.ok(cases.some(({ expect }) => expect !== 'skipped' && expect.length === 0)));
  test(`${id}: no case is there twice`, () => {
    for (const key of [cases.map(({ name }) => name), cases.map(({ given }) => JSON.stringify(given))]) assert.equal(new Set(key).size, key.length);
  });
  test(`${id}: what it declares it reads`, () => {
    const read = new Set(cases.flatMap(({ given }) => [...inputsRead(runAnalyzer(analyzer, makeSnapshot(given)))]));
    const unread = [...Object.keys(analyzer.needs), ...Object.keys(analyzer.wants)].filter((name) => !read.has(name));
    assert.deepEqual(unread, []);
  });
}

/** Pairs findings and expectations by message and data, so that neither side's order matters, then compares what the expectation names. */
function assertFindings(analyzer: AnyAnalyzer, findings: readonly Finding[], expect: readonly ExpectedFinding[]): void {
  const local = findings.map((finding) => ({ ...finding, message: finding.message.slice(analyzer.meta.id.length + 1) }));
  const byKey = (a: ExpectedFinding, b: ExpectedFinding): number => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0);
  const wanted = expect.toSorted(byKey);
  const actual = local.toSorted(byKey).map((finding, index) => pick(finding, wanted[index] ?? { message: '', data: {} }));
  assert.deepEqual(actual, wanted);
}

function key({ message, data }: ExpectedFinding): string {
  return JSON.stringify([message, Object.entries(data).toSorted()]);
}

function pick(finding: Finding, wanted: ExpectedFinding): ExpectedFinding {
  const { message, data, subject, hop, incident, explains, predicts } = finding;
  const optional = Object.entries({ subject, hop, incident, explains, predicts }).filter(([name, value]) => Object.hasOwn(wanted, name) && value !== undefined);
  return { message, data, ...Object.fromEntries(optional) };
}

function findingsOf(said: Said): readonly Finding[] {
  return said.status === 'ran' ? said.findings : [];
}

function inputsRead(said: Said): ReadonlySet<string> {
  return said.status === 'ran' ? said.inputsRead : new Set();
}

function ids(findings: readonly Finding[]): readonly string[] {
  return findings.map((finding) => JSON.stringify([finding.id, Object.entries(finding.data).toSorted()])).toSorted();
}
