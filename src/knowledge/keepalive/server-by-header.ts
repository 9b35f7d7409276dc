import { type ServerDefault, serverTable } from './server-table.ts';

/**
 * The server that writes such a `Server:` header (`nginx/1.22.1`, `Jetty(12.0.5)`, `Python/3.12 aiohttp/3.9.1`); undefined where no entry
 * writes it, as for servers that send none (Tomcat since 8.5, Undertow, Go, Node.js, Puma). A hint only: any proxy may write the header anew.
 */
export function serverByHeader(value: string): ServerDefault | undefined {
  const header = value.slice(0, 200).trim();
  const id = headers.find(([pattern]) => pattern.test(header))?.[1];
  return id === undefined ? undefined : serverTable.find((server) => server.id === id);
}

/** The more telling ones first. */
const headers: readonly (readonly [RegExp, string])[] = [
  [/Phusion Passenger/i, 'passenger'],
  [/^APISIX(?:\/|$)/i, 'apisix'],
  [/^(?:nginx|openresty)(?:\/|$)/i, 'nginx'],
  [/^Apache-Coyote\//i, 'tomcat'],
  [/^Apache(?:\/|$)/i, 'apache-httpd'],
  [/^Jetty\(/i, 'jetty'],
  [/^(?:WildFly|JBoss-EAP)\//i, 'undertow'],
  // Its worker with threads: the sync worker announces the close of every response, and a uvicorn worker calls itself uvicorn.
  [/^gunicorn(?:\/|$)/i, 'gunicorn-gthread'],
  [/^uvicorn$/i, 'uvicorn'],
  [/^hypercorn-/i, 'hypercorn'],
  [/^granian$/i, 'granian'],
  [/^daphne$/i, 'daphne'],
  [/^waitress$/i, 'waitress'],
  [/^Werkzeug\//i, 'werkzeug'],
  [/^(?:SimpleHTTP|BaseHTTP)\//i, 'python-http-server'],
  [/^TornadoServer\//i, 'tornado'],
  [/\baiohttp\//i, 'aiohttp-server'],
  [/^Kestrel$/i, 'kestrel'],
  [/^Cowboy$/i, 'cowboy'],
  [/^fasthttp$/i, 'fasthttp'],
  [/^lighttpd(?:\/|$)/i, 'lighttpd'],
  [/^Caddy$/i, 'caddy'],
  [/^(?:istio-)?envoy$/i, 'envoy-downstream'],
];
