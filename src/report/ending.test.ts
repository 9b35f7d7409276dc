import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis, Incident, RankedCause } from '../model/diagnosis.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { renderText } from './render-text.ts';

/** The sample diagnosis with another cause on the hop between the sidecars, and other marks of its failures. */
function told(cause: Pick<RankedCause, 'id' | 'closedBy'>, marks: Partial<Pick<Incident, 'flags' | 'details' | 'predicted' | 'examples'>>): string {
  const [best] = diagnosed.causes;
  const [incident] = diagnosed.incidents;
  assert.ok(best !== undefined && incident !== undefined);
  const { closedBy: _, ...rest } = best;
  const causes = [{ ...rest, title: 'the cause', ...cause, hop: 'vmalert-sidecar->vminsert-sidecar' }];
  const diagnosis: Diagnosis = { ...diagnosed, causes, incidents: [{ ...incident, details: [], ...marks, hop: 'vmalert-sidecar->vminsert-sidecar', causes }] };
  return renderText(diagnosis, { width: 200 }).split('What stops')[0]?.split('\nPath')[0] ?? '';
}

const crash = { id: 'crash-loop', closedBy: 'server' } as const;

test('only a connection that was up is hung up, by flag or by words', () => {
  assert.match(told(crash, { flags: ['UC'] }), /vminsert-sidecar hung up on vmalert-sidecar/);
  assert.match(told(crash, { flags: [], details: ['connection termination'] }), /hung up/);
  for (const flags of [['UH'], ['UF', 'URX'], ['NR'], ['NC'], ['UO'], ['-'], []])
    assert.doesNotMatch(told(crash, { flags }), /hung up|receiving side/, flags.join());
});

test('without endpoints the target is named, and the proxy that reports it is not to blame', () => {
  for (const cause of [crash, { id: 'readiness-failing', closedBy: 'proxy' } as const]) {
    const text = told(cause, { flags: ['UH'] });
    assert.match(text, /vmalert-sidecar had nobody to send to: no endpoint of vminsert could take requests/);
    assert.match(text, /Who +no endpoint of vminsert could take requests/);
    assert.doesNotMatch(text, /the proxy itself|ended the request/);
  }
});

test('each other flag says what it stands for', () => {
  assert.match(told(crash, { flags: ['URX,UF'] }), /vmalert-sidecar could not connect to vminsert-sidecar/);
  assert.match(told({ id: 'no-route', closedBy: 'proxy' }, { flags: ['NR'] }), /vmalert-sidecar had no route for vminsert/);
  assert.match(told({ id: 'unknown-cluster', closedBy: 'proxy' }, { flags: ['NC'] }), /vmalert-sidecar had no cluster for vminsert/);
  assert.match(told({ id: 'circuit-breaker-overflow', closedBy: 'proxy' }, { flags: ['UO'] }), /reached its limit/);
  assert.match(told({ id: 'app-answered-503' }, { flags: ['-'] }), /vminsert-sidecar answered the 503 itself/);
});

test('an application’s answer is told with the status of its rows, and with none where they tell none', () => {
  const toldOf = (text: string): string =>
    told({ id: 'app-answered-503' }, { flags: ['-'], examples: [{ kind: 'log', at: { artifact: 'access-logs', file: 'a.log' }, text }] });
  assert.match(toldOf('[2026-11-22T17:31:19.977Z] "GET / HTTP/1.1" 500 - via_upstream'), /vminsert-sidecar answered the 500 itself/);
  assert.match(toldOf('{"response_code":504,"response_flags":"-"}'), /vminsert-sidecar answered the 504 itself/);
  assert.match(toldOf('503 in another form'), /vminsert-sidecar made the failing answers itself/);
});

test('a connection without a filter chain missed no route', () => {
  const refused = told({ id: 'mtls-mode-mismatch' }, { flags: ['NR'], details: ['filter_chain_not_found'] });
  assert.match(refused, /DIAGNOSED +the cause/);
  assert.doesNotMatch(refused, /route|does not lead/);
});

test('what was only foretold would fail', () => {
  assert.match(told({ id: 'no-route', closedBy: 'proxy' }, { flags: [], predicted: true }), /requests to vminsert would fail/);
});

test('with several flags a cause is told by the one it shows itself in, else by the connection that ended', () => {
  assert.match(told(crash, { flags: ['UH', 'UF', 'UC'] }), /hung up/);
  assert.match(told({ id: 'readiness-failing', closedBy: 'proxy' }, { flags: ['UC', 'UH'] }), /nobody to send to/);
});
