import { satisfies } from '../../knowledge/versions/index.ts';
import type { Failure } from '../../model/failure.ts';

/**
 * Failures (indices) on tunnels between nodes or waypoints, where the release may go on using one to an address that another pod has by now:
 * istio/istio#58389, up to an hour until meshConfig.hboneIdleTimeout of Istio 1.29; confirmed by maintainers, read 2026-08.
 */
export function onStaleTunnels(version: string, failures: readonly Failure[]): readonly number[] {
  if (!satisfies(version, '<1.29')) return [];
  return failures.flatMap(({ family, upstreamHost }, index) =>
    (family === 'reset' || family === 'connect') && upstreamHost?.includes('connect_originate') === true ? [index] : [],
  );
}
