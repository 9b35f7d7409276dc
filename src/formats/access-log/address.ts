/** An IP address or name with its port. */
export interface Address {
  readonly host: string;
  readonly port?: number;
}

/**
 * The address in `10.1.1.1:8480`, `[::1]:80`, `name:80`, or inside `envoy://connect_originate/10.1.1.1:8080` (HBONE).
 * Undefined for `-`, socket paths and anything else.
 */
export function addressOf(text: string): Address | undefined {
  if (text.length > 300) return undefined;
  const inner = text.startsWith('envoy://') ? text.slice(text.lastIndexOf('/') + 1) : text;
  const colon = inner.lastIndexOf(':');
  if (colon <= 0) return isIp(inner) ? { host: inner } : undefined;
  const port = Number(inner.slice(colon + 1));
  if (inner.startsWith('[')) {
    const close = inner.indexOf(']');
    if (close < 0) return undefined;
    const host = inner.slice(1, close);
    return close === colon - 1 && isPort(port) ? { host, port } : { host };
  }
  const host = inner.slice(0, colon);
  if (host.includes(':')) return { host: inner }; // a bare IPv6 address has colons of its own
  return isPort(port) && /^[\w.-]+$/.test(host) ? { host, port } : undefined;
}

const isIp = (text: string): boolean => /^\d{1,3}(?:\.\d{1,3}){3}$/.test(text);
const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65_535;
