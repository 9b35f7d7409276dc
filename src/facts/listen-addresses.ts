import { sockets } from '../artifacts/host/index.ts';
import { containerLogs } from '../artifacts/logs/index.ts';
import { metricsPages } from '../artifacts/metrics/index.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import type { Evidence, Place } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { appContainers, type Container, type Pod, pods } from './pods.ts';
import { workloadOfPodName } from './workload-name.ts';

/** Where an application listens, and who says so. */
export interface ListenAddress {
  readonly workload: string;
  readonly namespace?: string;
  readonly pod: string;
  /** Absent = not said; `any` = all addresses. */
  readonly host?: 'any' | 'loopback' | 'other';
  readonly port: number;
  /** `log`, `socket`, `page`: the process as it runs; `flag`, `env`: what it was told; `declared`: containerPort, which binds nothing. */
  readonly from: 'log' | 'socket' | 'page' | 'flag' | 'env' | 'declared';
  readonly evidence: Evidence;
}

/** Ports that applications listen on, from their logs, sockets, flags, variables and declarations. */
export const listenAddresses: Fact<readonly ListenAddress[]> = defineFact({
  id: 'listen-addresses',
  needs: {},
  wants: { pods, containerLogs, metricsPages, sockets },
  derive: ({ pods, containerLogs, metricsPages, sockets }) => {
    const owner = (pod: string, namespace: string | undefined): Pick<ListenAddress, 'workload' | 'namespace' | 'pod'> => {
      const known = pods?.find((candidate) => candidate.name === pod && (namespace === undefined || candidate.namespace === namespace));
      const space = known?.namespace ?? namespace;
      return { workload: known?.workload.name ?? workloadOfPodName(pod), pod, ...(space === undefined ? {} : { namespace: space }) };
    };
    const fromPods = (pods ?? []).flatMap((pod) =>
      appContainers(pod).flatMap((container) => ofContainer(pod, container).map((found) => ({ ...owner(pod.name, pod.namespace), ...found }))),
    );
    const fromLogs = (containerLogs ?? []).flatMap(({ identity, signals }): readonly ListenAddress[] => {
      const { pod, namespace, container } = identity;
      if (pod === undefined || container === 'istio-proxy' || container === 'istio-init' || identity.previous === true) return [];
      return signals.flatMap((signal): readonly ListenAddress[] => {
        const port = Number(signal.data['port']);
        if ((signal.id !== 'listening' && signal.id !== 'started-server') || !isPort(port)) return [];
        return [{ ...owner(pod, namespace), ...hostOf(signal.data['host']), port, from: 'log', evidence: { kind: 'log', at: signal.at, text: signal.text } }];
      });
    });
    const fromPages = (metricsPages ?? []).flatMap((page): readonly ListenAddress[] => {
      const { pod, namespace } = page.source;
      if (pod === undefined) return [];
      return [...page.flags].flatMap(([name, { value, line }]): readonly ListenAddress[] => {
        const bound = /listenaddr/i.test(name) ? addressOf(value) : undefined;
        return bound === undefined
          ? []
          : [{ ...owner(pod, namespace), ...bound, from: 'page', evidence: { kind: 'field', at: { ...page.at, path: `flag{name="${name}"}`, line }, value } }];
      });
    });
    // sockets have no pod of their own, so they speak of the pod whose address or file they name
    const fromSockets = (sockets ?? []).flatMap((row): readonly ListenAddress[] => {
      const pod = pods?.find((candidate) => row.at.file.includes(candidate.name));
      const bound = addressOf(row.local);
      if (row.state !== 'LISTEN' || bound === undefined || pod === undefined || row.process === 'envoy' || row.process === 'pilot-agent') return [];
      return [{ ...owner(pod.name, pod.namespace), ...bound, from: 'socket', evidence: { kind: 'field', at: row.at, value: `${row.state} ${row.local}` } }];
    });
    return [...fromSockets, ...fromLogs, ...fromPages, ...fromPods];
  },
});

type Found = Omit<ListenAddress, 'workload' | 'namespace' | 'pod'>;

function ofContainer(pod: Pod, container: Container): readonly Found[] {
  const at = (path: string): Place => ({ ...pod.object.at, path: `${container.specPath}.${path}` });
  const declared = container.ports.map(
    ({ port }, index): Found => ({ port, from: 'declared', evidence: { kind: 'field', at: at(`ports[${index}].containerPort`), value: port } }),
  );
  const words = [
    ...container.command.map((word, index) => ({ word, path: `command[${index}]` })),
    ...container.args.map((word, index) => ({ word, path: `args[${index}]` })),
  ];
  const flags = words.flatMap(({ word, path }, index): readonly Found[] => {
    const [name = '', own] = splitFlag(word);
    const value = own ?? (name.startsWith('-') ? words[index + 1]?.word : undefined);
    const bound = value === undefined || !isListenName(name.replace(/^-+/, '')) ? undefined : addressOf(value);
    return bound === undefined ? [] : [{ ...bound, from: 'flag', evidence: { kind: 'field', at: at(path), value: word } }];
  });
  const env = objectsAt(container.spec, 'env').flatMap((entry, index): readonly Found[] => {
    const value = stringAt(entry, 'value');
    const bound = value === undefined || !isListenName(stringAt(entry, 'name') ?? '') ? undefined : addressOf(value);
    return bound === undefined ? [] : [{ ...bound, from: 'env', evidence: { kind: 'field', at: at(`env[${index}].value`), value: value ?? '' } }];
  });
  return [...flags, ...env, ...declared];
}

function splitFlag(word: string): readonly string[] {
  const at = word.indexOf('=');
  return at < 0 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

/** Flags and variables that set where a process listens. Others with "port" in them (a peer's port) are left out. */
function isListenName(name: string): boolean {
  return /^(?:http[._-]?)?listen(?:[._-]?(?:addr(?:ess)?|port|host))?$|^(?:http[._-]?|server[._-]|web[._-])?(?:port|bind)(?:[._-]addr(?:ess)?)?$|^(?:httpListenAddr|web\.listen-address|SERVER_PORT|ASPNETCORE_URLS|bind-address|p|b)$/i.test(
    name,
  );
}

/** `:8480`, `0.0.0.0:8480`, `127.0.0.1:80`, `[::]:80`, `http://+:80`, `8480`. */
function addressOf(text: string): { readonly host?: NonNullable<ListenAddress['host']>; readonly port: number } | undefined {
  const match = /^(?:\w{2,8}:\/\/)?(\[[0-9a-fA-F:.%\w]{0,60}\]|[\w.*+%-]{0,100}):(\d{2,5})\/?$/.exec(text.trim());
  if (match !== null) {
    const port = Number(match[2]);
    return isPort(port) ? { ...hostOf(match[1]), port } : undefined;
  }
  const bare = /^\d{2,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return isPort(bare) ? { port: bare } : undefined;
}

function hostOf(host: string | undefined): { readonly host?: NonNullable<ListenAddress['host']> } {
  if (host === undefined) return {};
  const bare = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (bare === '' || bare === '*' || bare === '+' || bare === '0.0.0.0' || bare === '::') return { host: 'any' };
  return { host: bare === 'localhost' || bare === '::1' || bare.startsWith('127.') ? 'loopback' : 'other' };
}

const isPort = (port: number): boolean => Number.isInteger(port) && port > 0 && port <= 65_535;
