import assert from 'node:assert/strict';
import test from 'node:test';
import { seeWith } from '../report/see-with.ts';
import { answerOf } from '../testing/judge.ts';
import { diagnosisOf } from './recorded-cases.ts';

/** Error → cause → command: each row of the table that people on call work by, on a recorded incident. */
const table: readonly { readonly error: string; readonly flag: string; readonly incident: string; readonly cause: string; readonly see: RegExp }[] = [
  {
    error: '503 UC, idle limits',
    flag: 'UC',
    incident: 'keepalive-vminsert-app-hop',
    cause: 'keepalive-idle-mismatch',
    see: /get (?:pod|deployment) vminsert\S* -o|istioctl .*proxy-config|pilot-agent request|config_dump/,
  },
  {
    error: '503 UC, killed for its memory',
    flag: 'UC',
    incident: 'oom-vminsert-bugreport',
    cause: 'oom-killed',
    see: /get pod vminsert\S* -o|describe pod vminsert/,
  },
  {
    error: '503 UF, certificate',
    flag: 'UF',
    incident: 'expired-workload-certificate',
    cause: 'certificate-expired',
    see: /istioctl .*proxy-config secret|certs/,
  },
  { error: 'NR, no route', flag: 'NR', incident: 'virtualservice-no-match', cause: 'no-route', see: /get virtualservice|istioctl .*proxy-config route/ },
  {
    error: '503 UH, no ready endpoints',
    flag: 'UH',
    incident: 'readiness-wrong-path',
    cause: 'readiness-failing',
    see: /get (?:pod|endpointslice|endpoints|events|deployment)\b/,
  },
  { error: '503 UF, connection refused', flag: 'UF', incident: 'wrong-target-port', cause: 'target-port-mismatch', see: /get service vminsert/ },
];

for (const { error, flag, incident, cause, see } of table) {
  test(`${error}: ${cause}, and a command shows it`, async () => {
    const diagnosis = await diagnosisOf(incident);
    assert.equal(answerOf(diagnosis), cause);
    const flags = diagnosis.incidents[0]?.flags.flatMap((written) => written.split(',')) ?? []; // `URX,UF` is written as one
    assert.ok(flags.includes(flag), `flags ${flags}`);
    const findings = diagnosis.findings.filter(({ id }) => diagnosis.causes[0]?.for.includes(id));
    const commands = findings.flatMap(({ evidence }) => evidence.flatMap((item) => seeWith(item) ?? []));
    assert.ok(
      commands.every((command) => /^(?:kubectl|istioctl|dmesg) /.test(command)),
      commands.join('\n'),
    );
    assert.ok(
      commands.some((command) => see.test(command)),
      `none of these is ${see}:\n${commands.join('\n')}`,
    );
    assert.ok(
      diagnosis.fixes.some((fix) => fix.cause === cause && fix.verifyWith.length > 0),
      'and a fix says how to check that it worked',
    );
  });
}
