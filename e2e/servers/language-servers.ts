import { join } from 'node:path';
import { closesAt, type Place, type ProbedServer } from './probed-server.ts';

const apps = join(import.meta.dirname, '..', '..', 'lab', 'apps');

const node = {
  name: 'Node http',
  need: 'node',
  version: (tool: string) => [tool, '--version'],
} as const;
const nodeCommand = ({ tool, port }: Place, ...options: readonly string[]): readonly string[] => [
  tool,
  join(apps, 'server.mjs'),
  '--host',
  '127.0.0.1',
  '--port',
  String(port),
  ...options,
];

const go = {
  name: 'Go net/http',
  need: 'go',
  version: (tool: string) => ['go', 'version', tool],
} as const;

const python = { need: 'python' } as const;
const programs = join(import.meta.dirname, 'python');
const installed =
  (name: string) =>
  (tool: string): readonly string[] => [join(tool, 'python'), '-c', `import importlib.metadata as m; print(m.version("${name}"))`];

/** Servers of programming languages, in the configuration that programs mostly have. */
export const languageServers: readonly ProbedServer[] = [
  {
    ...node,
    id: 'node-2s',
    configured: 'keepAliveTimeout 2000',
    command: (place) => nodeCommand(place, '--keep-alive-timeout', '2s'),
    // Node adds keepAliveTimeoutBuffer, 1 s, to what it promises (lib/_http_server.js, v24).
    expected: { ...closesAt(3000), promisedMs: 2000 },
  },
  {
    ...node,
    id: 'node-default',
    configured: 'defaults (5 s + 1 s)',
    command: (place) => nodeCommand(place),
    expected: { ...closesAt(6000), promisedMs: 5000 },
  },
  {
    ...go,
    id: 'go-idle-3s',
    configured: 'IdleTimeout 3s',
    command: ({ tool, port }) => [tool, '-listen', `127.0.0.1:${port}`, '-idle', '3s'],
    expected: closesAt(3000),
  },
  {
    ...go,
    id: 'go-read-2s',
    configured: 'ReadTimeout 2s only',
    command: ({ tool, port }) => [tool, '-listen', `127.0.0.1:${port}`, '-read', '2s'],
    expected: closesAt(2000),
  },
  {
    ...python,
    name: 'uvicorn',
    id: 'uvicorn-default',
    configured: 'defaults (5 s)',
    command: ({ tool, port }) => [join(tool, 'uvicorn'), '--app-dir', programs, '--port', String(port), '--log-level', 'warning', 'applications:asgi'],
    version: installed('uvicorn'),
    expected: closesAt(5000),
  },
  {
    ...python,
    name: 'gunicorn gthread',
    id: 'gunicorn-gthread-default',
    configured: '--threads 4 (2 s)',
    command: ({ tool, port }) => [join(tool, 'gunicorn'), '--chdir', programs, '--threads', '4', '-b', `127.0.0.1:${port}`, 'applications:wsgi'],
    version: installed('gunicorn'),
    expected: { ...closesAt(2000), maxMs: 3000 },
  },
  {
    ...python,
    name: 'gunicorn sync',
    id: 'gunicorn-sync',
    configured: 'defaults',
    command: ({ tool, port }) => [join(tool, 'gunicorn'), '--chdir', programs, '-b', `127.0.0.1:${port}`, 'applications:wsgi'],
    version: installed('gunicorn'),
    expected: { kind: 'closes-each', announced: 'header' },
  },
  {
    ...python,
    name: 'hypercorn',
    id: 'hypercorn-default',
    configured: 'defaults (5 s)',
    command: ({ tool, port }) => ['env', `PYTHONPATH=${programs}`, join(tool, 'hypercorn'), '-b', `127.0.0.1:${port}`, 'applications:asgi'],
    version: installed('hypercorn'),
    expected: closesAt(5000),
  },
  {
    ...python,
    name: 'aiohttp',
    id: 'aiohttp-3s',
    configured: 'keepalive_timeout=3',
    command: ({ tool, port }) => [join(tool, 'python'), join(programs, 'aiohttp_server.py'), String(port), '3'],
    version: installed('aiohttp'),
    expected: closesAt(3000),
  },
  {
    ...python,
    name: 'aiohttp',
    id: 'aiohttp-default',
    configured: 'defaults (75 s)',
    isLong: true,
    command: ({ tool, port }) => [join(tool, 'python'), join(programs, 'aiohttp_server.py'), String(port)],
    version: installed('aiohttp'),
    expected: { ...closesAt(75_000), maxMs: 75_100 },
  },
  {
    ...python,
    name: 'waitress',
    id: 'waitress-default',
    configured: 'defaults (120 s, looked for every 30 s)',
    isLong: true,
    options: ['--max-wait', '170s'],
    command: ({ tool, port }) => ['env', `PYTHONPATH=${programs}`, join(tool, 'waitress-serve'), '--host=127.0.0.1', `--port=${port}`, 'applications:wsgi'],
    version: installed('waitress'),
    expected: { ...closesAt(120_000), maxMs: 151_000 },
  },
  {
    ...python,
    name: 'waitress',
    id: 'waitress-2s',
    configured: 'channel_timeout=2, cleanup_interval=1',
    command: ({ tool, port }) => [
      'env',
      `PYTHONPATH=${programs}`,
      join(tool, 'waitress-serve'),
      '--host=127.0.0.1',
      `--port=${port}`,
      '--channel-timeout=2',
      '--cleanup-interval=1',
      'applications:wsgi',
    ],
    version: installed('waitress'),
    expected: { ...closesAt(2000), maxMs: 4200 },
  },
  {
    ...python,
    name: 'http.server',
    id: 'python-http-server',
    configured: 'defaults (HTTP/1.0)',
    command: ({ tool, port, folder }) => [join(tool, 'python'), '-m', 'http.server', '--bind', '127.0.0.1', '--directory', folder, String(port)],
    version: (tool) => [join(tool, 'python'), '--version'],
    expected: { kind: 'closes-each', announced: 'version' },
  },
];
