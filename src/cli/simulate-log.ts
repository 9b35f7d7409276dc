import { accessLogs } from '../artifacts/logs/index.ts';
import type { ProxyAccessLog, UpstreamPool } from '../artifacts/logs/types.ts';
import type { Traffic } from '../race/traffic.ts';
import { readBundle } from '../sources/bundle/index.ts';
import { UserError } from '../sources/user-error.ts';
import type { SimulateTexts } from './simulate-texts.ts';

/** The traffic of the pool with the most failures, or else the most requests, of the access logs in a file or folder. */
export async function trafficFromLog(path: string, say: SimulateTexts): Promise<{ readonly traffic: Traffic; readonly pool: UpstreamPool }> {
  const snapshot = await readBundle([path]);
  const gathered = snapshot.artifacts[accessLogs.id];
  // What is gathered under an artifact's id is what its reader made.
  const logs = gathered?.status === 'ok' ? (gathered.value as readonly ProxyAccessLog[]) : [];
  const pools = logs.flatMap((log) => log.pools.filter(({ survivorGaps }) => survivorGaps.length > 0).map((pool) => ({ log, pool })));
  const [best] = pools.toSorted((one, other) => other.pool.failures - one.pool.failures || other.pool.requests - one.pool.requests);
  if (best === undefined) throw new UserError('simulate-no-gaps', say.noGaps, say.noGapsNext);
  const { log, pool } = best;
  const seconds = Math.max(1, (log.last - log.first) / 1_000);
  return { traffic: { kind: 'counted', gaps: pool.survivorGaps, perSecond: pool.requests / seconds }, pool };
}
