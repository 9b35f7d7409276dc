import type { JsonObject } from '../../model/json.ts';
import { ageMs, countAgo } from './age.ts';
import type { Table } from './columns.ts';

type Row = Table['rows'][number]['cells'];

/** `kubectl get` tables whose titles tell what they list: pods, services, endpoints, nodes, deployments and the like. */
export function objectsOf(table: Table): readonly JsonObject[] {
  const titles = new Set(table.titles);
  const has = (...wanted: readonly string[]): boolean => wanted.every((title) => titles.has(title));
  if (has('NAME', 'READY', 'STATUS', 'RESTARTS')) return each(table, 'Pod', 'v1', pod);
  if (has('NAME', 'CLUSTER-IP', 'PORT(S)')) return each(table, 'Service', 'v1', service);
  if (has('NAME', 'ENDPOINTS') && !has('ADDRESSTYPE')) return each(table, 'Endpoints', 'v1', endpoints);
  if (has('NAME', 'STATUS', 'ROLES', 'VERSION')) return each(table, 'Node', 'v1', node);
  if (has('NAME', 'READY', 'UP-TO-DATE', 'AVAILABLE')) return each(table, 'Deployment', 'apps/v1', workload);
  if (has('NAME', 'DESIRED', 'CURRENT', 'READY')) return each(table, has('NODE SELECTOR') ? 'DaemonSet' : 'ReplicaSet', 'apps/v1', workload);
  return [];
}

function each(
  table: Table,
  kind: string,
  apiVersion: string,
  fields: (row: Row, spacing: { readonly namespace?: string }) => JsonObject,
): readonly JsonObject[] {
  return table.rows.flatMap(({ cells }) => {
    const name = cells['NAME']?.replace(/^[a-z.]+\//, '');
    if (name === undefined || !/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(name)) return [];
    const space = cells['NAMESPACE'] === undefined ? {} : { namespace: cells['NAMESPACE'] };
    const old = ageMs(cells['AGE']);
    return [
      {
        apiVersion,
        kind,
        why503Partial: true,
        metadata: { name, ...space },
        ...(old === undefined ? {} : { why503: { ageMs: old } }),
        ...fields(cells, space),
      },
    ];
  });
}

const PHASES: ReadonlySet<string> = new Set(['Pending', 'Running', 'Succeeded', 'Failed', 'Unknown']);

/** The STATUS column is the phase, or the reason a container waits or ended for. */
function pod(row: Row): JsonObject {
  const status = row['STATUS'] ?? 'Unknown';
  const [ready, total] = (row['READY'] ?? '').split('/').map(Number);
  const restarts = countAgo(row['RESTARTS']);
  const isPhase = PHASES.has(status);
  const isReady = ready !== undefined && ready === total && ready > 0;
  return {
    ...(row['NODE'] === undefined ? {} : { spec: { nodeName: row['NODE'] } }),
    status: {
      phase: isPhase ? status : status === 'Completed' ? 'Succeeded' : 'Running',
      ...(isPhase ? {} : { reason: status }),
      ...(row['IP'] === undefined ? {} : { podIP: row['IP'] }),
      conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
    },
    why503Table: {
      readyContainers: ready ?? 0,
      containers: total ?? 0,
      status,
      ...(restarts.count === undefined ? {} : { restarts: restarts.count }),
      ...(restarts.agoMs === undefined ? {} : { lastRestartAgoMs: restarts.agoMs }),
    },
  };
}

/** `8480/TCP,8089:30089/UDP` and, with `-o wide`, the selector. */
function service(row: Row): JsonObject {
  const ports = (row['PORT(S)'] ?? '').split(',').flatMap((text) => {
    const match = /^(\d+)(?::(\d+))?\/(\w+)$/.exec(text);
    return match === null ? [] : [{ port: Number(match[1]), protocol: match[3], ...(match[2] === undefined ? {} : { nodePort: Number(match[2]) }) }];
  });
  const pairs = (row['SELECTOR'] ?? '')
    .split(',')
    .flatMap((pair) => (pair.includes('=') ? [[pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const] : []));
  return {
    spec: {
      type: row['TYPE'] ?? 'ClusterIP',
      clusterIP: row['CLUSTER-IP'] ?? 'None',
      ports,
      ...(pairs.length === 0 ? {} : { selector: Object.fromEntries(pairs) }),
    },
  };
}

/** `10.0.0.1:8480,10.0.0.2:8480 + 3 more...` or nothing at all. */
function endpoints(row: Row): JsonObject {
  const addresses = (row['ENDPOINTS'] ?? '')
    .replace(/\s*\+ \d+ more\.\.\.$/, '')
    .split(',')
    .flatMap((part) => {
      const match = /^(.+):(\d+)$/.exec(part.trim());
      return match?.[1] === undefined ? [] : [{ ip: match[1].replace(/^\[|\]$/g, ''), port: Number(match[2]) }];
    });
  const byPort = Map.groupBy(addresses, ({ port }) => port);
  return { subsets: [...byPort].map(([port, own]) => ({ addresses: own.map(({ ip }) => ({ ip })), ports: [{ port }] })) };
}

function node(row: Row): JsonObject {
  const states = (row['STATUS'] ?? '').split(',');
  return {
    spec: { ...(states.includes('SchedulingDisabled') ? { unschedulable: true } : {}) },
    status: {
      conditions: [{ type: 'Ready', status: states[0] === 'Ready' ? 'True' : 'False' }],
      ...(row['VERSION'] === undefined ? {} : { nodeInfo: { kubeletVersion: row['VERSION'] } }),
      ...(row['INTERNAL-IP'] === undefined ? {} : { addresses: [{ type: 'InternalIP', address: row['INTERNAL-IP'] }] }),
    },
  };
}

function workload(row: Row): JsonObject {
  const [ready, wanted] = (row['READY'] ?? '').split('/').map(Number);
  const desired = Number(row['DESIRED'] ?? wanted);
  const available = Number(row['AVAILABLE'] ?? ready);
  return {
    ...(Number.isFinite(desired) ? { spec: { replicas: desired } } : {}),
    status: { ...(Number.isFinite(ready) ? { readyReplicas: ready } : {}), ...(Number.isFinite(available) ? { availableReplicas: available } : {}) },
  };
}
