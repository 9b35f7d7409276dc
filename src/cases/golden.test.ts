import { join } from 'node:path';
import test from 'node:test';
import { renderJson, renderText } from '../report/index.ts';
import { golden } from '../testing/golden.ts';
import { casesFolder, diagnosisOf } from './recorded-cases.ts';

for (const id of ['keepalive-vminsert-app-hop', 'oom-vminsert-bugreport', 'healthy-old-oom']) {
  test(`${id}: the whole report and the whole diagnosis are as they were looked at`, async () => {
    const diagnosis = await diagnosisOf(id);
    // The folder in which the checkout lies is nobody's business.
    const anywhere = { ...diagnosis, snapshot: { ...diagnosis.snapshot, origin: `cases/${id}/bundle` } };
    golden(join(casesFolder, id, 'expected.report.txt'), renderText(anywhere, { width: 80 }));
    golden(join(casesFolder, id, 'expected.diagnosis.json'), renderJson(anywhere));
  });
}
