/** An Envoy and a Go server on loopback whose connections race: many clusters for one server, so that each is a pool of its own. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { labCache } from '../../src/lab/parts/cache.ts';
import { root } from './measure.ts';

export interface RacingPair {
  /** `GET /<pool>` goes to the server by that pool. */
  readonly port: number;
  readonly accessLog: string;
  readonly envoyVersion: string;
  readonly goVersion: string;
  readonly stop: () => Promise<void>;
}

/** Undefined where the lab's Envoy or Go is missing. Everything is bound to 127.0.0.1 and lies in `folder`. */
export async function startRacingPair(folder: string, pools: number, serverIdle: string): Promise<RacingPair | undefined> {
  const envoy = join(labCache(process.env).bin, 'envoy');
  const server = join(folder, 'go-server');
  if (!existsSync(envoy) || spawnSync('go', ['build', '-C', join(root, 'lab/apps/go-server'), '-o', server]).status !== 0) return undefined;
  const [port, serverPort] = [await freePort(), await freePort()];
  const accessLog = join(folder, 'access.log');
  const config = join(folder, 'envoy.json');
  writeFileSync(config, JSON.stringify(bootstrap(port, serverPort, accessLog, pools)));
  const processes = [
    spawn(server, ['-listen', `127.0.0.1:${serverPort}`, '-idle', serverIdle], { stdio: 'ignore' }),
    spawn(envoy, ['-c', config, '--concurrency', '1', '--disable-hot-restart', '--file-flush-interval-msec', '100', '-l', 'error'], { stdio: 'ignore' }),
  ];
  const stop = async (): Promise<void> => {
    await Promise.all(processes.map(ended));
  };
  if (!((await answers(serverPort)) && (await answers(port)))) {
    await stop();
    throw new Error('the server or Envoy did not start');
  }
  return { port, accessLog, envoyVersion: firstVersion(envoy, '--version'), goVersion: firstVersion('go', 'version'), stop };
}

function bootstrap(port: number, serverPort: number, accessLog: string, pools: number): object {
  const names = Array.from({ length: pools }, (_, index) => `${index}`);
  const address = (value: number): object => ({ socket_address: { address: '127.0.0.1', port_value: value } });
  const fields = {
    start: '%START_TIME(%s.%9f)%',
    took: '%COMMON_DURATION(DS_RX_BEG:DS_TX_END:us)%',
    flags: '%RESPONSE_FLAGS%',
    code: '%RESPONSE_CODE%',
    pool: '%UPSTREAM_CLUSTER_RAW%',
    connection: '%UPSTREAM_CONNECTION_ID%',
  };
  const type = (name: string): string => `type.googleapis.com/envoy.extensions.${name}`;
  const manager = {
    '@type': type('filters.network.http_connection_manager.v3.HttpConnectionManager'),
    stat_prefix: 'race',
    access_log: [
      {
        name: 'envoy.access_loggers.file',
        typed_config: { '@type': type('access_loggers.file.v3.FileAccessLog'), path: accessLog, log_format: { json_format: fields } },
      },
    ],
    http_filters: [{ name: 'envoy.filters.http.router', typed_config: { '@type': type('filters.http.router.v3.Router') } }],
    route_config: {
      virtual_hosts: [{ name: 'all', domains: ['*'], routes: names.map((name) => ({ match: { path: `/${name}` }, route: { cluster: name, timeout: '5s' } })) }],
    },
  };
  return {
    static_resources: {
      listeners: [
        {
          name: 'race',
          address: address(port),
          filter_chains: [{ filters: [{ name: 'envoy.filters.network.http_connection_manager', typed_config: manager }] }],
        },
      ],
      clusters: names.map((name) => ({
        name,
        type: 'STATIC',
        connect_timeout: '2s',
        load_assignment: { cluster_name: name, endpoints: [{ lb_endpoints: [{ endpoint: { address: address(serverPort) } }] }] },
      })),
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Waits until something listens; gives up after 20 s. */
async function answers(port: number): Promise<boolean> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
    });
    if (isOpen) return true;
    await wait(100);
  }
  return false;
}

/** Asks a process to end, and after 3 s makes it. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await exit;
  clearTimeout(timer);
}

function firstVersion(program: string, option: string): string {
  return /\d+\.\d+\.\d+/.exec(spawnSync(program, [option], { encoding: 'utf8' }).stdout)?.[0] ?? 'unknown';
}
