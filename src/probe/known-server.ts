import { type ServerIdleDefault, serverIdleDefault } from '../knowledge/keepalive/index.ts';

/** Products by how their Server header begins, where that is not the name the knowledge has for them. */
const products: readonly (readonly [start: string, id: string])[] = [
  ['apache-coyote', 'tomcat'],
  ['apache tomcat', 'tomcat'],
  ['apache', 'apache-httpd'],
  ['envoy', 'envoy-downstream'],
  ['istio-envoy', 'envoy-downstream'],
  ['hypercorn', 'hypercorn'],
  ['tornadoserver', 'tornado'],
  ['openresty', 'nginx'],
  ['aiohttp', 'aiohttp-server'],
];

/**
 * What is known of the server that its own header names; undefined when it names none that is known. Gunicorn is left out: its header is
 * the same for workers of every kind, and they differ.
 */
export function knownServer(header: string | undefined): ServerIdleDefault | undefined {
  // Python servers on aiohttp say `Python/3.11 aiohttp/3.9`.
  const name = (header ?? '').trim().toLowerCase().slice(0, 200);
  const words = name.startsWith('python/') ? name.split(' ').slice(1).join(' ') : name;
  if (words === '' || words.startsWith('gunicorn')) return undefined;
  const id = products.find(([start]) => words.startsWith(start))?.[1] ?? words.split(/[/\s(]/, 1)[0] ?? '';
  return id === '' ? undefined : serverIdleDefault({ app: id });
}
