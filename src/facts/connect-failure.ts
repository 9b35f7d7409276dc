import { transportFamily } from '../formats/access-log/details-family.ts';
import type { Failure } from '../model/failure.ts';

/** How a connection did not come about; `unknown` = a proxy that does not say (Envoy <= 1.26 writes `connection_failure` for all). */
export type ConnectFailure = 'refused' | 'timeout' | 'unreachable' | 'tls' | 'reset' | 'unknown';

/** Undefined for failures of another kind. Words of Envoy 1.16 to 1.40: flags UF, details `…{remote_connection_failure|delayed_connect_error:_111}`. */
export function connectFailureOf(failure: Failure): ConnectFailure | undefined {
  if (failure.family !== 'connect') return undefined;
  const details = (failure.details ?? '').slice(0, 2_000);
  const reason = failure.transportFailure ?? /[|,]([^}]*)/.exec(details)?.[1] ?? '';
  if (/TLS|SSL|CERT/.test(reason)) return 'tls';
  const text = `${transportFamily(reason)} ${details}`;
  if (/Connection[_ ]refused/.test(text)) return 'refused';
  if (/No[_ ]route[_ ]to[_ ]host|Network[_ ]is[_ ]unreachable/.test(text)) return 'unreachable';
  if (/connection_timeout|Connection[_ ]timed[_ ]out/.test(text)) return 'timeout';
  return /Connection[_ ]reset/.test(text) ? 'reset' : 'unknown';
}
