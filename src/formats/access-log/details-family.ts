/**
 * Response-code details in a normal form: the same for every Envoy version, without what varies from request to request.
 *
 * - `name`, or for upstream resets `name{reason}` or `name{reason|transport}`; other names lose what is in their braces or after `:`
 * - blanks are `_` (Envoy <= 1.20 wrote blanks), reason and transport are separated by `|` (`,` up to 1.30)
 * - transport: `delayed_connect_error:_Connection_refused` (up to 1.30: `111`); `failed_to_bind:_Address_in_use` without the address;
 *   `TLS_error:_CERTIFICATE_VERIFY_FAILED`, the first reason of the TLS library, without numbers and verify text
 * - `connection_failure` (Envoy <= 1.26) stays, except that a refused connection is a `remote_connection_failure`
 *
 * Source: Envoy 2361a93e1e, 76dd416a40, 2bba781a65, 089876e94f, 6a53c075a0.
 */
export function detailsFamily(details: string): string {
  if (details === 'via_upstream') return details;
  const text = details.slice(0, 2000).replaceAll(' ', '_');
  const open = text.indexOf('{');
  const name = open < 0 ? text : text.slice(0, open);
  if (open < 0) return plainName(name);
  if (!name.startsWith('upstream_reset_')) return name.slice(0, 100);
  const close = text.lastIndexOf('}');
  const inner = text.slice(open + 1, close < open ? undefined : close);
  const cut = inner.search(/[|,]/);
  const reason = cut < 0 ? inner : inner.slice(0, cut);
  const transport = cut < 0 ? '' : transportFamily(inner.slice(cut + 1));
  const known = reason === 'connection_failure' && transport.endsWith('Connection_refused') ? 'remote_connection_failure' : reason.slice(0, 80);
  return `${name}{${known}${transport === '' ? '' : `|${transport}`}}`;
}

/** A transport failure reason in the same normal form. */
export function transportFamily(reason: string): string {
  const text = reason.slice(0, 2000).replaceAll(' ', '_');
  if (text.startsWith('TLS_error')) return tlsFamily(text);
  const bind = /^failed_to_bind_to_[^_]{1,100}?:_([A-Za-z_]{1,60})/.exec(text);
  if (bind !== null) return `failed_to_bind:_${bind[1]}`;
  const connect = /^((?:delayed|immediate)_connect_error):_?([^|]{1,80})/.exec(text);
  if (connect !== null) return `${connect[1]}:_${errnoText(connect[2] ?? '')}`;
  return (
    text
      .split('|', 1)[0]
      ?.replaceAll(/\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?/g, '#')
      .slice(0, 100) ?? ''
  );
}

/** The numbers of Linux; Envoy <= 1.30 logs them bare. */
const errnos: Readonly<Record<string, string>> = {
  '98': 'Address_already_in_use',
  '99': 'Cannot_assign_requested_address',
  '101': 'Network_is_unreachable',
  '104': 'Connection_reset_by_peer',
  '110': 'Connection_timed_out',
  '111': 'Connection_refused',
  '113': 'No_route_to_host',
};

const errnoText = (text: string): string => (Object.hasOwn(errnos, text) ? (errnos[text] ?? text) : text);

function tlsFamily(text: string): string {
  const library = /\d{6,12}:SSL_routines:[A-Za-z_]{1,40}:([A-Z0-9_]{1,80})/.exec(text);
  if (library !== null) return `TLS_error:_${library[1]?.replace(/_$/, '')}`;
  return text
    .replace(/^TLS_error:[|_]*/, 'TLS_error:_')
    .replace(/:TLS_error_end.*$/, '')
    .slice(0, 100);
}

/** `codec_error:…`, `downstream_local_disconnect(…)`, `rbac_access_denied_matched_policy[…]`: only the last keeps nothing of its brackets. */
function plainName(text: string): string {
  const policy = text.indexOf('[');
  const base = policy < 0 ? text : text.slice(0, policy);
  const colon = base.indexOf(':');
  const bracket = base.indexOf('(');
  return (colon >= 0 && bracket < 0 ? base.slice(0, colon) : base).slice(0, 100);
}
