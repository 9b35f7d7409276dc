import type { AccessRow } from '../formats/access-log/row.ts';
import type { Family } from '../model/failure.ts';

/**
 * The family of a failing row, from its flags first, then its details. With several flags (`URX,UF`) the one that names the
 * reason counts, URX only says that retries were used up: alone it stands beside an answer that the next hop made, the last of the
 * tries (`503 URX via_upstream`: router.cc onUpstreamHeaders, Envoy 1.20 to 1.40). Sources: as listed in knowledge/envoy.
 */
export function familyOf(row: Pick<AccessRow, 'flags' | 'details' | 'code' | 'method'>): Family {
  const has = (...flags: readonly string[]): boolean => flags.some((flag) => row.flags.includes(flag));
  const details = row.details ?? '';
  if (has('NC') || details.startsWith('cluster_not_found')) return 'no-cluster';
  if (has('NR')) return details.startsWith('filter_chain_not_found') || row.method === undefined ? 'refused-by-listener' : 'no-route';
  if (has('UH')) return 'no-host';
  if (has('UO')) return 'overflow';
  if (has('UF')) return 'connect';
  if (has('UC')) return 'reset';
  if (has('UPE', 'DPE')) return 'protocol';
  if (has('UT', 'SI', 'DT', 'UMSDR')) return 'timeout';
  if (has('UR', 'LR', 'DR')) return 'stream-reset';
  if (has('UAEX', 'RL', 'RLSE') || details.startsWith('rbac_access_denied') || details === 'upgrade_failed') return 'denied';
  const isPlain = row.flags.every((flag) => flag === 'URX');
  if (isPlain && (details === 'via_upstream' || (details === '' && row.flags.length === 0))) return 'answered';
  return 'other';
}
