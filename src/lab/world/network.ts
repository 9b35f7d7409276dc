import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { run } from './run.ts';

/** The node's end of all pod networks. */
export interface NodeNetwork {
  /** The node's address: pods' gateway, and where probes come from. */
  readonly ip: string;
  readonly mtu: number;
  readonly addPod: (ip: string) => Promise<PodNetwork>;
}

export interface PodNetwork {
  /** Process that holds the pod's network namespace; enter it with `nsenter --target PID --net`. */
  readonly pid: number;
  readonly ip: string;
  /** The node's end of the pod's cable. */
  readonly link: string;
  readonly remove: () => Promise<void>;
}

export interface NodeNetworkOptions {
  /** Default 10.203.0.1. */
  readonly ip?: string;
  /** Length of the prefix of nodes and pods. Default 16. */
  readonly prefix?: number;
  /** Bytes. Default 1500. */
  readonly mtu?: number;
}

const bridge = 'why503';

/** Makes the node's network in the network namespace this process runs in, which must be the lab's own. */
export async function createNode(options: NodeNetworkOptions = {}): Promise<NodeNetwork> {
  const { ip = '10.203.0.1', prefix = 16, mtu = 1500 } = options;
  await ipBatch([`link set lo up`, `link add ${bridge} mtu ${mtu} type bridge`, `addr add ${ip}/${prefix} dev ${bridge}`, `link set ${bridge} up`]);
  setting('net/ipv4/ip_forward', '1');
  // Traffic between pods goes through the node (see `podLinks`) and leaves by the interface it came from: that is meant.
  for (const name of ['all', 'default', bridge]) setting(`net/ipv4/conf/${name}/send_redirects`, '0');
  let next = 0;
  return { ip, mtu, addPod: (podIp) => addPod(podIp, `pod${++next}`, { ip, mtu }) };
}

async function addPod(ip: string, link: string, node: { readonly ip: string; readonly mtu: number }): Promise<PodNetwork> {
  const pause = await startPause();
  const pid = pause.pid ?? 0;
  try {
    await ipBatch([`link add ${link} mtu ${node.mtu} type veth peer name eth0 mtu ${node.mtu} netns ${pid}`, `link set ${link} master ${bridge} up`]);
    await run('nsenter', ['--target', `${pid}`, '--net', '--', 'ip', '-batch', '-'], { input: `${podLinks(ip, node.ip).join('\n')}\n` });
  } catch (error) {
    pause.kill('SIGKILL');
    throw error;
  }
  return {
    pid,
    ip,
    link,
    remove: async () => {
      // Also where a process lives on in the namespace, nothing reaches it any more.
      await run('ip', ['link', 'del', link]).catch(() => undefined);
      if (pause.exitCode !== null || pause.signalCode !== null) return;
      pause.kill('SIGKILL');
      await once(pause, 'exit');
    },
  };
}

/** A /32 address with the node as gateway, as Calico does it: every packet between pods passes the node's routing, where Services and policies act. */
function podLinks(ip: string, gateway: string): readonly string[] {
  return [
    `link set lo up`,
    `addr add ${ip}/32 dev eth0`,
    `link set eth0 up`,
    `route add ${gateway} dev eth0 scope link`,
    `route add default via ${gateway} dev eth0`,
  ];
}

/** A process that does nothing but hold a network namespace; programs of any user may listen on low ports there, as container runtimes set it. */
async function startPause(): Promise<ChildProcess> {
  const script = 'echo 0 2>/dev/null >/proc/sys/net/ipv4/ip_unprivileged_port_start; echo ready; exec sleep infinity';
  const child = spawn('setpriv', ['--pdeathsig', 'SIGKILL', '--', 'unshare', '--net', '--', 'sh', '-c', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once('data', () => resolve());
    child.on('error', reject);
    child.on('exit', () => reject(new Error(`no network namespace for a pod: ${Buffer.concat(errors).toString().trim()}`)));
  });
  child.stdout.destroy();
  child.stderr.destroy();
  return child;
}

function ipBatch(lines: readonly string[]): Promise<string> {
  return run('ip', ['-batch', '-'], { input: `${lines.join('\n')}\n` });
}

function setting(path: string, value: string): void {
  writeFileSync(`/proc/sys/${path}`, value);
}
