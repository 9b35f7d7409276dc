import { run } from '../world/run.ts';
import type { KubeApi } from './kube-api.ts';
import { type Allowed, type Isolated, isolatedPods } from './network-policy-rules.ts';
import { trackObjects } from './tracked-objects.ts';

/** Milliseconds in which changes are gathered before the rules are replaced. */
const gatherMs = 100;

/**
 * Enforces NetworkPolicies on the node, through which every packet between pods passes: what no policy allows is dropped silently, as most network
 * plugins do it. Connections that stand already go on. Packets of the node itself (probes) are not concerned. Ends with the signal.
 */
export async function keepNetworkPolicies(api: KubeApi, signal: AbortSignal, onProblem: (problem: string) => void): Promise<void> {
  let last = rulesText([]);
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const text = rulesText(isolatedPods({ policies: policies.all(), pods: pods.all(), namespaces: namespaces.all() }));
    if (text === last || signal.aborted) return;
    await run('nft', ['-f', '-'], { input: text, signal });
    last = text;
  };
  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = writing.then(write).catch((error: unknown) => {
        if (!signal.aborted) onProblem(`network policies: ${String(error)}`);
      });
    }, gatherMs);
  };
  const [policies, pods, namespaces] = [trackObjects(changed), trackObjects(changed), trackObjects(changed)];
  await Promise.all([
    api.watch('/apis/networking.k8s.io/v1/networkpolicies', policies.take, signal),
    api.watch('/api/v1/pods', pods.take, signal),
    api.watch('/api/v1/namespaces', namespaces.take, signal),
  ]);
  clearTimeout(timer);
}

/** The rules as nft reads them; they replace the earlier ones in one step. */
export function rulesText(isolated: readonly Isolated[]): string {
  const chains = isolated.flatMap(({ ip, direction, allowed }) => [
    `chain ${chainOf(ip, direction)} {`,
    ...allowed.flatMap((rule) => ruleText(rule, direction)).map((rule) => `  ${rule}`),
    '  counter drop',
    '}',
  ]);
  const jumps = isolated.map(({ ip, direction }) => `  ip ${direction === 'ingress' ? 'daddr' : 'saddr'} ${ip} jump ${chainOf(ip, direction)}`);
  const base = ['chain forward {', '  type filter hook forward priority 0; policy accept;', '  ct state established,related accept', ...jumps, '}'];
  const lines = ['table ip networkpolicies', 'delete table ip networkpolicies', 'table ip networkpolicies {', ...chains, ...base, '}'];
  return `${lines.join('\n')}\n`;
}

function chainOf(ip: string, direction: string): string {
  return `${direction}-${ip.replaceAll('.', '-')}`;
}

/** One rule, or none where the allowed side has no address at present. Addresses of IPv6 are left out: the lab's pods have none. */
function ruleText({ peers, except = [], port }: Allowed, direction: Isolated['direction']): readonly string[] {
  const side = direction === 'ingress' ? 'saddr' : 'daddr';
  const addresses = peers?.filter((address) => !address.includes(':'));
  if (addresses?.length === 0) return [];
  const parts = [
    // 0.0.0.0/0 is no set element that nft takes beside others, and means everything.
    ...(addresses === undefined || addresses.includes('0.0.0.0/0') ? [] : [`ip ${side} { ${addresses.join(', ')} }`]),
    ...(except.length === 0 ? [] : [`ip ${side} != { ${except.join(', ')} }`]),
    ...(port === undefined ? [] : [`meta l4proto ${port.protocol}${portText(port)}`]),
    'return',
  ];
  return [parts.join(' ')];
}

function portText({ from, to = from }: NonNullable<Allowed['port']>): string {
  if (from === undefined) return '';
  return ` th dport ${from === to ? from : `${from}-${to}`}`;
}
