import assert from 'node:assert/strict';
import test from 'node:test';
import { templateId } from '../analyzers/_template/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../model/analyzer.ts';
import { manifest } from './given.ts';
import { type AnalyzerCase, testAnalyzer } from './test-analyzer.ts';

const labelled = manifest`{ apiVersion: v1, kind: Pod, metadata: { name: a, namespace: x, labels: { broken: 'yes' } } }`;
const plain = manifest`{ apiVersion: v1, kind: Pod, metadata: { name: a, namespace: x } }`;
const good: readonly AnalyzerCase[] = [
  { name: 'labelled', given: [labelled], expect: [{ message: 'carriesLabel', data: { pod: 'a', value: 'yes' } }] },
  { name: 'plain', given: [plain], expect: [{ message: 'carriesNoLabel', data: { count: 1 } }] },
  { name: 'none', given: [manifest`{ apiVersion: v1, kind: PodList, items: [] }`], expect: [] },
  { name: 'nothing', given: [], expect: 'skipped' },
];

/** Names of the tests that fail when `testAnalyzer` runs these cases. */
function failing(analyzer: AnyAnalyzer, cases: readonly AnalyzerCase[]): readonly string[] {
  const failed: string[] = [];
  testAnalyzer(
    (name, body) => {
      try {
        body();
      } catch {
        failed.push(name.replace(/^[\w-]+: /, ''));
      }
    },
    analyzer,
    cases,
  );
  return failed;
}

/** The template's analyzer with another body. */
function withBody(analyze: AnyAnalyzer['analyze']): AnyAnalyzer {
  return { ...templateId, analyze };
}

test('good cases of a good analyzer pass', () => assert.deepEqual(failing(templateId, good), []));

test('other data than expected fails', () => {
  assert.deepEqual(
    failing(templateId, [{ name: 'labelled', given: [labelled], expect: [{ message: 'carriesLabel', data: { pod: 'a', value: 'no' } }] }, ...good.slice(1)]),
    ['labelled'],
  );
});

test('a finding that nobody expects fails', () => {
  assert.ok(failing(templateId, [{ name: 'labelled', given: [labelled], expect: [] }]).includes('labelled'));
});

test('skipped is told from silent both ways', () => {
  assert.ok(failing(templateId, [{ name: 'plain', given: [plain], expect: 'skipped' }]).includes('plain'));
  assert.ok(failing(templateId, [{ name: 'nothing', given: [], expect: [] }]).includes('nothing'));
});

test('a message without a case, no silent case and a case given twice fail', () => {
  const [first] = good;
  assert.ok(first);
  assert.deepEqual(failing(templateId, [first, { ...first, name: 'again' }]), ['every message has a case', 'some case is silent', 'no case is there twice']);
});

test('a subject is compared where the case names it', () => {
  const expect = (name: string): AnalyzerCase['expect'] => [
    { message: 'carriesLabel', data: { pod: 'a', value: 'yes' }, subject: { kind: 'Pod', namespace: 'x', name } },
  ];
  assert.deepEqual(failing(templateId, [{ name: 'labelled', given: [labelled], expect: expect('a') }, ...good.slice(1)]), []);
  assert.deepEqual(failing(templateId, [{ name: 'labelled', given: [labelled], expect: expect('b') }, ...good.slice(1)]), ['labelled']);
});

test('an analyzer that writes to its input fails', () => {
  const vandal = withBody(function* ({ pods }: { pods: unknown[] }) {
    pods.pop();
    yield* [];
  });
  assert.ok(failing(vandal, [{ name: 'plain', given: [plain], expect: [] }]).includes('plain'));
});

test('an analyzer whose answer hangs on the order of files fails', () => {
  const second = manifest`{ apiVersion: v1, kind: Pod, metadata: { name: b, namespace: x } }`;
  const orderly = defineAnalyzer({
    meta: templateId.meta,
    needs: templateId.needs,
    messages: { first: { severity: 'info', text: 'First is {pod}.', bearsOn: [] } },
    *analyze({ pods }, report) {
      const [pod] = pods as readonly { readonly ref: { readonly kind: string; readonly name: string } }[]; // the template needs pods
      if (pod !== undefined) {
        yield report('first', {
          subject: pod.ref,
          data: { pod: pod.ref.name },
          evidence: [{ kind: 'absence', at: { artifact: 'pods', file: 'manifest.yaml' }, lookedFor: 'x' }],
        });
      }
    },
  });
  assert.ok(failing(orderly, [{ name: 'two pods', given: [plain, second], expect: [{ message: 'first', data: { pod: 'a' } }] }]).includes('two pods'));
});

test('evidence from what was not given fails', () => {
  const liar = defineAnalyzer({
    meta: templateId.meta,
    needs: {},
    messages: { says: { severity: 'info', text: 'Something.', bearsOn: [] } },
    *analyze(_input, report) {
      yield report('says', { subject: { kind: 'Pod', name: 'a' }, data: {}, evidence: [{ kind: 'field', at: { artifact: 'events', file: 'x' }, value: 1 }] });
    },
  });
  assert.ok(failing(liar, [{ name: 'plain', given: [plain], expect: [{ message: 'says', data: {} }] }]).includes('plain'));
});

test('an input that is declared and never read fails', () => {
  const idle = withBody(function* () {
    yield* [];
  });
  assert.ok(failing(idle, [{ name: 'plain', given: [plain], expect: [] }]).includes('what it declares it reads'));
});
