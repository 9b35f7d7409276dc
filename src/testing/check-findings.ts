import assert from 'node:assert/strict';
import type { Finding } from '../model/analyzer.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** What must hold of any finding: plain JSON, no hole left unfilled, evidence that a reader can look up in what was given. */
export function checkFindings(findings: readonly Finding[], snapshot: Snapshot): void {
  assert.deepEqual(JSON.parse(JSON.stringify(findings)), findings, 'findings survive JSON');
  for (const finding of findings) {
    assert.doesNotMatch(finding.text, /\{\w+\}/, `${finding.message}: a hole of the text has no data`);
    assert.ok(finding.evidence.length > 0, `${finding.message}: has no evidence`);
    for (const command of finding.withoutEffect?.seeWith ?? [])
      assert.doesNotMatch(command, /\{\w+\}/, `${finding.message}: a hole of its command has no name`);
    for (const { kind, at } of [...finding.evidence, ...(finding.withoutEffect?.instead ?? [])]) {
      // A default cites a document, so nothing of it need be in the evidence.
      if (kind === 'default') continue;
      assert.equal(snapshot.artifacts[at.artifact]?.status, 'ok', `${finding.message}: cites ${at.artifact}, which was not given`);
    }
  }
  const ids = findings.map((finding) => finding.id);
  assert.equal(new Set(ids).size, ids.length, `finding ids must differ: ${ids.join(', ')}`);
}
