import { resetInferences } from '../../src/facts/reset-inference.ts';
import { createLogObserver, observerLimits } from '../../src/logs/observe/log-observer.ts';
import { createStreamScanner } from '../../src/logs/read/scan-stream.ts';
import { buildReport } from '../../src/logs/report/build-report.ts';
import { type Inference, inferResets } from '../../src/race/inference/index.ts';
import { factOf } from '../../src/testing/fact-of.ts';
import { accessLog } from '../../src/testing/given.ts';
import { observePool, type PoolRequest } from '../../src/testing/observe-pool.ts';
import { requestLines } from '../../src/testing/request-lines.ts';

const scanner = createStreamScanner();
const pod = 'shop/catalog-7ccd69cb6b-4t89s';

/** What `why503 logs` infers from the log that has these rows. */
export function inferredByLogs(rows: readonly PoolRequest[]): Inference {
  const observer = createLogObserver(observerLimits);
  const sink = observer.open({ namespace: 'shop', pod: 'catalog-7ccd69cb6b-4t89s' }, 'istio-proxy.log');
  scanner.push(Buffer.from(`${requestLines(rows).join('\n')}\n`), sink);
  scanner.end(sink);
  const report = buildReport(observer.observed(), { files: ['istio-proxy.log'], bytes: 0, skipped: [], stats: [], isStopped: false }, 10);
  return report.fits[0]?.inference ?? nothing;
}

const nothing = inferResets(observePool([]));

/** What `why503 diagnose` infers from the same log alone. */
export function inferredByDiagnose(rows: readonly PoolRequest[]): Inference {
  const found = factOf(resetInferences, [accessLog(pod, requestLines(rows))]);
  return found.toSorted((a, b) => b.race.resets.length - a.race.resets.length)[0]?.inference ?? nothing;
}
