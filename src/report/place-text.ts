import type { Evidence, ObjectRef, Place } from '../model/evidence.ts';
import type { Words } from './words.ts';

/** `cluster/pods.yaml:484  Pod monitoring/vminsert-0  spec.containers[0].args[3]`. An object that the file's own name tells is not told twice. */
export function placeText(at: Place): string {
  const file = at.line === undefined ? at.file : `${at.file}:${at.line}`;
  return [
    file,
    ...(at.object === undefined || at.file.includes(at.object.name) ? [] : [objectText(at.object)]),
    ...(at.path === undefined || at.path === '' ? [] : [at.path]),
  ]
    .filter((part) => part !== '')
    .join('  ');
}

/** `Pod monitoring/vminsert-0 (istio-proxy)`. */
export function objectText(ref: ObjectRef): string {
  const name = ref.namespace === undefined ? ref.name : `${ref.namespace}/${ref.name}`;
  return `${ref.kind} ${name}${ref.container === undefined ? '' : ` (${ref.container})`}`;
}

/** What a piece of evidence says, without where. */
export function evidenceText(evidence: Evidence, text: Words): string {
  switch (evidence.kind) {
    case 'field':
      return valueText(evidence.value);
    case 'log':
      return evidence.text;
    case 'event':
      return text('evidenceEvent', { reason: evidence.reason, count: evidence.count, text: evidence.text });
    case 'metric':
      return text('evidenceMetric', { series: evidence.series, value: evidence.unit === undefined ? evidence.value : `${evidence.value} ${evidence.unit}` });
    case 'default': {
      const { title, version } = evidence.documentedBy;
      return text('evidenceDefault', {
        value: valueText(evidence.value),
        source: version === undefined || title.includes(version) ? title : `${title}, ${version}`,
      });
    }
    case 'absence':
      return text('evidenceAbsence', { lookedFor: evidence.lookedFor });
  }
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
