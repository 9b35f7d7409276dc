import { pods } from '../../artifacts/kubernetes/kinds.ts';
import { templateCause } from '../../causes/_template.ts';
import { asObject } from '../../formats/json.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** TODO: one sentence on what it observes. This template observes pods that carry a label `broken`. */
export const concurrentInsertLimit: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'concurrent-insert-limit',
    title: 'Concurrent insert limit',
    description: 'TODO: one or two sentences on what is observed and why that matters.',
    references: [{ title: 'TODO: the document or source that says so', version: 'TODO: the version it was checked against' }],
  },
  needs: { pods },
  messages: {
    carriesLabel: {
      severity: 'warning',
      text: 'Pod {pod} carries the label broken={value}.',
      bearsOn: [{ cause: templateCause, as: 'supports' }],
    },
    carriesNoLabel: {
      severity: 'info',
      text: 'None of the {count} pods carries the label broken.',
      bearsOn: [{ cause: templateCause, as: 'excludes' }],
    },
  },
  *analyze({ pods }, report) {
    let found = false;
    for (const { ref, at, object } of pods) {
      const value = asObject(asObject(object['metadata'])?.['labels'])?.['broken'];
      if (typeof value !== 'string') continue;
      found = true;
      yield report('carriesLabel', {
        subject: ref,
        data: { pod: ref.name, value },
        evidence: [{ kind: 'field', at: { ...at, path: 'metadata.labels.broken' }, value }],
      });
    }
    const [first] = pods;
    if (found || first === undefined) return;
    yield report('carriesNoLabel', {
      subject: first.ref,
      data: { count: pods.length },
      evidence: [{ kind: 'absence', at: { artifact: 'pods', file: first.at.file }, lookedFor: 'metadata.labels.broken' }],
    });
  },
});
