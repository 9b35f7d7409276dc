import { victoriaMetricsObjects } from '../../artifacts/kubernetes/kinds.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { exposedHops } from '../../facts/exposed-hops.ts';
import { appContainers, pods } from '../../facts/pods.ts';
import { serverIdle, serverIdleOf } from '../../facts/server-idle.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { serverIdleDefault, serverTable } from '../../knowledge/keepalive/index.ts';
import { fillCommand } from '../../model/command.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import type { Milliseconds } from '../../model/time.ts';
import { safeServerIdle } from '../../race/safe-limit.ts';
import { flagChange } from '../container-flag.ts';
import { goDuration } from '../durations.ts';
import { raceHopOf } from '../race-hop.ts';

/** Lets the application keep idle connections for longer than the proxy in front of it does, where its software has a flag for that. */
export const serverIdleLimit: AnyFix = defineFix({
  meta: {
    id: 'server-idle-limit',
    title: 'Idle limit of the application',
    description: 'Raises the keep-alive time-out of the receiving application by its command-line flag, in the object that its owner keeps.',
    references: [
      { title: 'VictoriaMetrics/VictoriaMetrics lib/httpserver/httpserver.go', version: 'VictoriaMetrics v1.150.0' },
      { title: 'Go net/http Server.IdleTimeout', url: 'https://pkg.go.dev/net/http#Server', version: 'Go 1.26' },
    ],
  },
  causes: [keepaliveIdleMismatch],
  needs: { exposedHops, pods, serverIdle },
  wants: { victoriaMetricsObjects },
  texts: {
    keepLonger:
      'Let {server} keep idle connections for {wanted} ({flag}); the proxy in front of it keeps them for {client} and now meets a close after {limit}.',
    neverMet: 'The application is always the last to give up, with {margin} to spare; no request meets a closing connection for idleness.',
    restarts: 'The pods of {server} are replaced one after another, which has its own risk where requests are not drained.',
    belongsInValues: 'Helm release {release} writes this workload, and its next upgrade undoes the change: set the flag in the value {field} instead.',
    moreConnections: 'Idle connections stay open for longer: each caller’s proxy may hold one per worker thread.',
  },
  *propose({ exposedHops, pods, serverIdle, victoriaMetricsObjects = [] }, named) {
    const race = raceHopOf(exposedHops, named);
    if (race === undefined || race.hop.endsAtProxy) return;
    const { workload, server, pool } = race.hop;
    const idle = serverIdleOf(serverIdle, workload.name, workload.namespace);
    const pod = pods.find((one) => one.workload.name === workload.name && one.namespace === workload.namespace);
    const container = pod === undefined ? undefined : appContainers(pod).find(({ name }) => idle?.container === undefined || name === idle.container);
    if (pod === undefined || container === undefined) return;
    const wantedMs = Math.ceil(safeServerIdle(pool.value) / 60_000) * 60_000;
    const flag = flagOf(container, wantedMs);
    const found = flag === undefined ? undefined : flagChange(pod, container, flag, victoriaMetricsObjects);
    if (flag === undefined || found === undefined) return;
    yield {
      title: {
        say: 'keepLonger',
        data: {
          server: workload.name,
          wanted: formatDuration(wantedMs),
          flag: `-${flag.name}=${flag.text}`,
          client: formatDuration(pool.value),
          limit: formatDuration(server.value),
        },
      },
      effect: { say: 'neverMet', data: { margin: formatDuration(wantedMs - pool.value) } },
      purpose: 'repair',
      risk: 'pod-restart',
      rank: 3,
      changes: [found.change],
      because: [...server.from, ...pool.from],
      limits: [
        ...(found.kind === 'helm' ? [{ say: 'belongsInValues' as const, data: { release: found.release, field: found.field } }] : []),
        { say: 'restarts', data: { server: workload.name } },
        { say: 'moreConnections', data: {} },
      ],
      verifyWith: [
        fillCommand('kubectl -n {namespace} rollout status {kind}/{server}', {
          namespace: pod.namespace,
          kind: pod.workload.kind.toLowerCase(),
          server: pod.workload.name,
        }),
        'why503 probe 127.0.0.1:PORT --max-wait 70m',
      ],
    };
  },
});

/** The flag of the container's software, with the limit in its unit. */
function flagOf(container: Parameters<typeof serverIdleDefault>[0], wantedMs: Milliseconds): { readonly name: string; readonly text: string } | undefined {
  const known = serverIdleDefault(container);
  const flag = serverTable.find(({ id }) => id === known?.id)?.flags?.[0];
  switch (flag?.unit) {
    case 'go':
      return { name: flag.name, text: goDuration(wantedMs) };
    case 's':
      return { name: flag.name, text: String(wantedMs / 1_000) };
    case 'ms':
      return { name: flag.name, text: String(wantedMs) };
    default:
      return undefined;
  }
}
