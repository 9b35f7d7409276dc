import type { CauseId } from '../knowledge/causes.ts';
import {
  answeredByApplication,
  answeredFurtherOn,
  any503,
  badResponse,
  clientLeft,
  closedInResponse,
  hiddenDestination,
  noFilterChain,
  noRoute,
  tooSlow,
} from '../knowledge/envoy/cause-families.ts';
import { details } from '../knowledge/envoy/details.ts';
import { resetReasons } from '../knowledge/envoy/reset-reasons.ts';
import { responseFlags } from '../knowledge/envoy/response-flags.ts';
import { appliedRules, type RowRule } from './row-rules.ts';
import { decidingFlags, type Signals } from './signals.ts';

/** What is left, best first, and what the rest of the row took away. */
export interface Remaining {
  readonly causes: readonly CauseId[];
  readonly excluded: readonly { readonly id: CauseId; readonly rule: RowRule }[];
  readonly rules: readonly RowRule[];
}

/** The causes the most telling piece leaves open, then weighed by the rest of the row. */
export function remainingCauses(signals: Signals): Remaining {
  const open = [...new Set(openCauses(signals))];
  const rules = appliedRules(signals).filter(
    ({ excludes, first, last }) => [...(excludes ?? []), ...(first ?? []), ...(last ?? [])].some((id) => open.includes(id)) || (first ?? []).length > 0,
  );
  const excluded = rules.flatMap((rule) => (rule.excludes ?? []).filter((id) => open.includes(id)).map((id) => ({ id, rule })));
  const gone = new Set(excluded.map(({ id }) => id));
  const kept = open.filter((id) => !gone.has(id));
  const first = rules.flatMap((rule) => (rule.first ?? []).filter((id) => (kept.includes(id) || rule.adds === true) && !gone.has(id)));
  const last = rules.flatMap((rule) => (rule.last ?? []).filter((id) => kept.includes(id) && !first.includes(id)));
  const causes = [...new Set([...first, ...kept.filter((id) => !last.includes(id)), ...last])];
  return { causes, excluded: excluded.filter(({ id }, index) => excluded.findIndex((other) => other.id === id) === index), rules };
}

function openCauses(signals: Signals): readonly CauseId[] {
  const { application, otherProxy, cluster, detail, resetReason, transport, envoyBody, clients, status } = signals;
  if (application !== undefined) return application.causes;
  if (otherProxy !== undefined) return transport === undefined ? otherProxy.causes : union(otherProxy.causes, transport.causes);
  const flags = decidingFlags(signals);
  if (cluster?.direction === 'black-hole') return hiddenDestination;
  if (detail?.name === 'via_upstream' && flags.length === 0) return viaUpstream(signals);
  if (detail?.name === 'filter_chain_not_found' || (flags.includes('NR') && signals.withoutRequest)) return noFilterChain;
  if (detail?.name === 'upstream_reset_after_response_started' && resetReason === 'connection termination') return closedInResponse;
  if (transport !== undefined && (flags.includes('UF') || flags.length === 0)) return transport.causes;
  const byReset = resetReason === undefined ? [] : (resetReasons[resetReason]?.causes ?? []);
  if (byReset.length > 0) return byReset;
  const byDetail = detail === undefined || !Object.hasOwn(details, detail.name) ? [] : (details[detail.name]?.causes ?? []);
  if (byDetail.length > 0 && detail?.name !== 'via_upstream') return byDetail;
  // a reset for a reason that is not known here: before or after the connection was there
  if (detail?.name === 'upstream_reset_before_response_started' && flags.length === 0)
    return union(responseFlags['UC']?.causes ?? [], responseFlags['UF']?.causes ?? []);
  if (envoyBody !== undefined) return envoyBody.causes;
  if (flags.length > 0) return union(...flags.map((flag) => responseFlags[flag]?.causes ?? []));
  if (signals.flags.includes('URX')) return union(responseFlags['UC']?.causes ?? [], responseFlags['UF']?.causes ?? []);
  const direct = clients.filter(({ wrapper }) => wrapper !== true);
  if (direct.length > 0) return direct[0]?.causes ?? [];
  if (signals.end !== undefined) return signals.end.meaning.causes;
  if (signals.resetBody) return union(responseFlags['UC']?.causes ?? [], responseFlags['UF']?.causes ?? []);
  if (signals.serverHostname !== undefined && status !== undefined && status >= 500) return answeredFurtherOn;
  const wrapped = union(...clients.map(({ causes }) => causes));
  return wrapped.length > 0 ? wrapped : status === undefined ? [] : byStatus(signals, status);
}

function viaUpstream({ cluster, status, row }: Signals): readonly CauseId[] {
  if (status !== undefined && status < 500) return status === 404 ? ['no-route', 'app-answered-503'] : [];
  const found = cluster?.direction === 'inbound' || cluster?.direction === 'inbound-passthrough' ? answeredByApplication : answeredFurtherOn;
  const isVictoriaMetrics =
    row === undefined || cluster?.port === 8480 || /\/insert\/|\/api\/v1\/write/.test(row.path ?? '') || /vm(?:insert|cluster)/.test(row.authority ?? '');
  return isVictoriaMetrics ? found : found.filter((id) => id !== 'vminsert-overloaded' && id !== 'vmstorage-unavailable');
}

function byStatus({ row }: Signals, status: number): readonly CauseId[] {
  if (row !== undefined && row.flags.length === 0 && status < 500) return [];
  switch (status) {
    case 503:
      return any503;
    case 502:
      return union(badResponse, ['keepalive-idle-mismatch', 'shutdown-race', 'sidecar-scope', 'target-port-mismatch', 'readiness-failing', 'app-answered-503']);
    case 504:
      return tooSlow;
    case 404:
      return noRoute;
    case 403:
      return ['authorization-denied', 'upgrade-broken'];
    case 408:
      return ['request-timeout', 'keepalive-idle-mismatch', 'cpu-saturated'];
    case 429:
      return ['rate-limited', 'vminsert-overloaded'];
    case 431:
      return ['header-limit'];
    case 499:
    case 0:
      return clientLeft;
    case 500:
      return ['app-answered-503', 'app-crashed', 'proxy-or-client-defect'];
    default:
      return [];
  }
}

function union(...lists: readonly (readonly CauseId[])[]): readonly CauseId[] {
  return [...new Set(lists.flat())];
}
