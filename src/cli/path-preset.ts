import { clientIdleDefault } from '../knowledge/keepalive/index.ts';
import type { Milliseconds } from '../model/time.ts';
import type { Hop } from '../race/hop.ts';
import { serverPreset } from './server-preset.ts';
import type { SimulateTexts } from './simulate-texts.ts';
import { badValue } from './simulate-values.ts';

/** Envoy's default idle timeout upstream and downstream (api/envoy/config/core/v3/protocol.proto, 1.37); Istio leaves both. */
const ENVOY_IDLE_MS = 3_600_000;

/**
 * The three hops of `vmalert/vminsert` in a mesh with sidecars: client to its sidecar, sidecar to sidecar, sidecar to server. The client's own limit ends at
 * its sidecar. Where versions of the client differ, it is the longest. A hop is named for its server.
 */
export function pathPreset(text: string, rttMs: Milliseconds, say: SimulateTexts): readonly Hop[] {
  const [client = '', server = '', ...rest] = text.split('/');
  const limits = clientIdleDefault(client)?.possible.map(({ value }) => (value === 'never' ? Number.POSITIVE_INFINITY : value));
  if (limits === undefined || server === '' || rest.length > 0) throw badValue('--path', text, say.expectPath, say);
  const clientIdleMs = Math.max(...limits);
  return [
    { name: `sidecar-of-${client}`, rttMs, envoyServerIdleMs: ENVOY_IDLE_MS, ...(Number.isFinite(clientIdleMs) ? { clientIdleMs } : {}) },
    { name: `sidecar-of-${server}`, rttMs, envoyServerIdleMs: ENVOY_IDLE_MS, clientIdleMs: ENVOY_IDLE_MS },
    { name: server, rttMs, ...serverPreset(server, say), clientIdleMs: ENVOY_IDLE_MS },
  ];
}
