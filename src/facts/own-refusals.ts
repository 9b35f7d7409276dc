import type { ContainerLog } from '../artifacts/logs/types.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Failure, ObservedIncident } from '../model/failure.ts';
import { type EpochMs, instant } from '../model/time.ts';
import type { Pod } from './pods.ts';
import { targetLogs } from './target-evidence.ts';

/** A request that a program of VictoriaMetrics refused, as its own log tells it. */
export interface OwnRefusal {
  readonly time: EpochMs;
  /** Without the query. */
  readonly path: string;
  readonly error: string;
  readonly evidence: Evidence;
}

/** The line follows the answer at once, within the same process and clock; the row of its proxy starts at the request. */
const slackMs = 2_000;

/** What the target's own pods logged of requests that they answered with an error (lib/httpserver of VictoriaMetrics v1.79 to v1.150.0). */
export function ownRefusals(incident: ObservedIncident, logs: readonly ContainerLog[], pods: readonly Pod[]): readonly OwnRefusal[] {
  return targetLogs(incident, logs, pods).flatMap((log) =>
    log.signals.flatMap(({ id, time, data, at, text }): readonly OwnRefusal[] =>
      id !== 'vm-request-error' || time === undefined
        ? []
        : [{ time, path: withoutQuery(data['path'] ?? ''), error: data['error'] ?? text, evidence: { kind: 'log', at, text, time: instant(time) } }],
    ),
  );
}

/** True when the line tells of the answer to this request: it came when that ended, for the same path. */
export function isRefusalOf(failure: Failure | undefined, { time, path }: OwnRefusal): boolean {
  if (failure === undefined || time < failure.end - slackMs || time > failure.end + slackMs) return false;
  return failure.path === undefined || withoutQuery(failure.path) === path;
}

function withoutQuery(path: string): string {
  return path.split('?', 1)[0] ?? path;
}
