import type { Reference } from '../../model/evidence.ts';
import { parseVersion } from './version.ts';

/** Istio 1.11 to 1.31 take Envoy 1.19 to 1.39: eight minors apart, one for one. */
const first = 11;
const last = 31;
const apart = 8;

const reference: Reference = { title: 'istio/proxy, ENVOY_SHA of the release branches', url: 'https://github.com/istio/proxy', version: 'Istio 1.11 to 1.31' };

/**
 * The Envoy minor inside an Istio release: `1.22.3` has `1.30`. Undefined outside 1.11 to 1.31. For 1.31 the branch tip of
 * 2026-08 says 1.39; the release itself was not seen, so it is `assumed`.
 */
export function istioEnvoyMinor(istio: string): { readonly envoy: string; readonly assumed: boolean; readonly reference: Reference } | undefined {
  const version = parseVersion(istio);
  if (version?.major !== 1 || version.minor === undefined || version.minor < first || version.minor > last) return undefined;
  return { envoy: `1.${version.minor + apart}`, assumed: version.minor === last, reference };
}

/** The Istio minor that has an Envoy minor inside: `1.30.4` is in `1.22`. Undefined outside Envoy 1.19 to 1.39. */
export function envoyIstioMinor(envoy: string): { readonly istio: string; readonly assumed: boolean; readonly reference: Reference } | undefined {
  const version = parseVersion(envoy);
  if (version?.major !== 1 || version.minor === undefined) return undefined;
  const istio = `1.${version.minor - apart}`;
  const found = istioEnvoyMinor(istio);
  return found === undefined ? undefined : { istio, assumed: found.assumed, reference: found.reference };
}
