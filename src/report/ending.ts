import { isAnswer } from '../model/verdict.ts';
import type { Incident, RankedCause } from '../model/diagnosis.ts';
import type { Page } from './page.ts';

/**
 * How the failing requests ended. Only a connection that was up can be hung up; the others name who was missing instead of
 * blaming the proxy that reports it.
 */
export type Ending = 'closed' | 'noEndpoint' | 'noConnection' | 'noRoute' | 'noCluster' | 'limit' | 'answered' | 'predicted' | 'other';

/** Response flags by what they say of the end, the most telling first (Envoy 1.38, access log RESPONSE_FLAGS). */
const byFlag: readonly (readonly [flag: string, ending: Ending])[] = [
  ['UC', 'closed'],
  ['UR', 'closed'],
  ['UPE', 'closed'],
  ['UF', 'noConnection'],
  ['UH', 'noEndpoint'],
  ['NC', 'noCluster'],
  ['NR', 'noRoute'],
  ['UO', 'limit'],
];

/** Causes that show themselves in one way, also where the incident carries flags of other kinds. */
const natural: ReadonlyMap<string, Ending> = new Map([
  ['readiness-failing', 'noEndpoint'],
  ['service-selector-mismatch', 'noEndpoint'],
  ['outlier-ejection', 'noEndpoint'],
  ['app-not-listening', 'noConnection'],
  ['target-port-mismatch', 'noConnection'],
  ['network-policy-blocked', 'noConnection'],
  ['conntrack-exhausted', 'noConnection'],
  ['pinned-stale-address', 'noConnection'],
  ['stale-endpoints', 'noConnection'],
  ['no-route', 'noRoute'],
  ['unknown-cluster', 'noCluster'],
  ['circuit-breaker-overflow', 'limit'],
  ['app-answered-503', 'answered'],
  ['vminsert-overloaded', 'answered'],
  ['vmstorage-unavailable', 'answered'],
]);

/** How the requests of an incident ended, told for one of its causes. */
export function endingOf(incident: Incident | undefined, cause: RankedCause): Ending {
  if (incident === undefined) return 'other';
  if (incident.predicted) return 'predicted';
  const flags = new Set(incident.flags.flatMap((each) => each.split(',')));
  // A listener that has no filter chain for a connection refuses it before there is a request, so no route was looked for.
  if (incident.details.some((each) => each.startsWith('filter_chain_not_found'))) flags.delete('NR');
  const seen = byFlag.flatMap(([flag, ending]) => (flags.has(flag) ? [ending] : []));
  if (isConnectionEnd(incident)) seen.push('closed');
  if (isRefusal(incident)) seen.push('noConnection');
  const own = natural.get(cause.id);
  if (own !== undefined && seen.includes(own)) return own;
  const [first] = seen;
  if (first !== undefined) return first;
  return own === 'answered' ? own : 'other';
}

/** Logs without flags, such as those of applications, TCP clients and proxies other than Envoy, tell the end in words. */
function isConnectionEnd({ details }: Incident): boolean {
  return details.some((each) => /connection[_ ](?:termination|reset)|remote[_ ]reset|prematurely closed|^SH--/i.test(each.slice(0, 500)));
}

/** The same for a connection that did not come about. */
function isRefusal({ details }: Incident): boolean {
  return details.some((each) => /while connecting to upstream|^connection failed: |error trying to connect|^[sS]C--/.test(each.slice(0, 500)));
}

/** The incident that a cause of the whole diagnosis answers for. */
export function incidentOf(page: Page, cause: RankedCause): Incident | undefined {
  const { incidents } = page.diagnosis;
  const answered = incidents.filter(({ causes }) => causes.some((each) => each.id === cause.id && isAnswer(each)));
  return answered.find(({ hop }) => hop === cause.hop) ?? answered[0] ?? incidents[0];
}

/** The status of a failing answer as an example row shows it, in Envoy's text or JSON; undefined where none is told. */
export function statusOf(incident: Incident | undefined): string | undefined {
  const rows = incident?.examples.flatMap((each) => (each.kind === 'log' ? [each.text.slice(0, 8000)] : [])) ?? [];
  return rows.map((row) => /(?:HTTP\/[\d.]{1,3}" |"response_code" ?: ?"?)([45]\d\d)\b/.exec(row)?.[1]).find((status) => status !== undefined);
}
