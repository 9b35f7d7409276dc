import { closesAt, type Place, type ProbedServer } from './probed-server.ts';

const nginxConfig = (port: number, keepalive: string): string => `daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr;
events { worker_connections 64; }
http {
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxy;
  fastcgi_temp_path fastcgi;
  uwsgi_temp_path uwsgi;
  scgi_temp_path scgi;
  ${keepalive}
  server { listen 127.0.0.1:${port}; location / { return 200 "ok\\n"; } }
}
`;

const nginx = {
  name: 'nginx',
  need: 'nginx',
  command: ({ tool, folder }: Place) => [tool, '-c', `${folder}/nginx.conf`, '-p', folder, '-e', 'stderr'],
  version: (tool: string) => [tool, '-v'],
} as const;

const apacheConfig = ({ port, folder }: Place, keepalive: string): string => `ServerRoot ${folder}
ServerName localhost
PidFile ${folder}/httpd.pid
ErrorLog ${folder}/error.log
Listen 127.0.0.1:${port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
User nobody
Group nogroup
StartServers 1
DocumentRoot ${folder}
${keepalive}
`;

/** It promises `Keep-Alive: timeout=…` only to clients that ask for keep-alive. */
const apache = {
  name: 'Apache httpd (event)',
  need: 'apache2',
  command: ({ tool, folder }: Place) => [tool, '-f', `${folder}/httpd.conf`, '-DFOREGROUND'],
  version: (tool: string) => [tool, '-v'],
  path: '/index.txt',
} as const;

const haproxyConfig = (port: number, limits: string): string => `defaults
  mode http
  timeout client 30s
  ${limits}
frontend probed
  bind 127.0.0.1:${port}
  http-request return status 200 content-type text/plain string ok
`;

const haproxy = {
  name: 'HAProxy',
  need: 'haproxy',
  command: ({ tool, folder }: Place) => [tool, '-db', '-f', `${folder}/haproxy.cfg`],
  version: (tool: string) => [tool, '-v'],
} as const;

/** Web servers and proxies of the system. */
export const webServers: readonly ProbedServer[] = [
  {
    ...nginx,
    id: 'nginx-3s',
    configured: 'keepalive_timeout 3s 2s; keepalive_requests 50',
    options: ['--requests', '100'],
    files: ({ port }) => ({ 'nginx.conf': nginxConfig(port, 'keepalive_timeout 3s 2s; keepalive_requests 50;') }),
    expected: { ...closesAt(3000), promisedMs: 2000, requests: { answered: 50, end: 'announced' } },
  },
  {
    ...nginx,
    id: 'nginx-default',
    configured: 'defaults (75 s)',
    isLong: true,
    files: ({ port }) => ({ 'nginx.conf': nginxConfig(port, '') }),
    expected: { ...closesAt(75_000), maxMs: 75_100 },
  },
  {
    ...apache,
    id: 'apache-2s',
    configured: 'KeepAliveTimeout 2; MaxKeepAliveRequests 20',
    options: ['--requests', '60'],
    files: (place) => ({ 'httpd.conf': apacheConfig(place, 'KeepAliveTimeout 2\nMaxKeepAliveRequests 20'), 'index.txt': 'ok\n' }),
    expected: { ...closesAt(2000), afterFin: 'silent', requests: { answered: 21, end: 'announced' } },
  },
  {
    ...apache,
    id: 'apache-default',
    configured: 'defaults (5 s)',
    files: (place) => ({ 'httpd.conf': apacheConfig(place, ''), 'index.txt': 'ok\n' }),
    expected: { ...closesAt(5000), afterFin: 'silent' },
  },
  {
    ...haproxy,
    id: 'haproxy-keep-alive-3s',
    configured: 'timeout http-keep-alive 3s, http-request 4s',
    files: ({ port }) => ({ 'haproxy.cfg': haproxyConfig(port, 'timeout http-keep-alive 3s\n  timeout http-request 4s') }),
    expected: closesAt(3000),
  },
  {
    ...haproxy,
    id: 'haproxy-request-2s',
    configured: 'timeout http-request 2s only',
    files: ({ port }) => ({ 'haproxy.cfg': haproxyConfig(port, 'timeout http-request 2s') }),
    expected: closesAt(2000),
  },
];
