import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import type { HopIdle } from '../../facts/hop-idle.ts';
import { gapTolerance, idleRaces } from '../../facts/idle-race.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { targetRef } from '../../facts/incident-target.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Compares, hop by hop, how long the sending side keeps an idle connection with how long the receiving side does. */
export const idleTimeoutOrder: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'idle-timeout-order',
    title: 'Order of idle limits',
    description:
      'Compares the effective idle limits at both ends of each hop: the side that sends must give up an idle connection before the side that receives does.',
    references: [
      { title: 'RFC 9112 section 9.5: Connections may be closed at any time', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9.5' },
      {
        title: 'Envoy HttpProtocolOptions.idle_timeout',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/protocol.proto',
        version: 'Envoy 1.37',
      },
      {
        title: 'istio/istio pilot/pkg/networking/core/cluster_builder.go',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/networking/core/cluster_builder.go',
        version: 'Istio 1.31',
      },
    ],
  },
  needs: { idleRaces },
  messages: {
    serverClosesFirst: {
      severity: 'warning',
      text: 'On {hop} the receiving side closes a connection after {server} of quiet and the sending side keeps it for {client}, and {fitting} of {resets} reset requests fit that.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'supports' }],
    },
    serverMayCloseFirst: {
      severity: 'info',
      text: 'On {hop} the receiving side closes a connection after {server} of quiet and the sending side keeps it for {client}; the reset requests ({resets}) are too few to show it, or the quiet time before them is not known.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
    },
    clientClosesFirst: {
      severity: 'info',
      text: 'On {hop} the sending side gives up an idle connection after {client}, before the receiving side does after {server}.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'excludes' }],
    },
    serverNeverCloses: {
      severity: 'info',
      text: 'The application behind {hop} closes idle connections never, as far as its software is known.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'opposes' }],
    },
  },
  *analyze({ idleRaces: races }, report) {
    for (const race of races) {
      const { incident, hop, idle, resets } = race;
      if (race.isInferred && race.atLimit.length < 3) continue;
      const common = { subject: targetRef(incident), incident: incident.id, hop };
      if (idle.server === undefined || idle.pool === undefined) {
        if (idle.serverNeverCloses) yield report('serverNeverCloses', { ...common, data: { hop }, evidence: someRowsOf(incident, resets, 1) });
        continue;
      }
      const [first, ...rest] = idle.server.limit.from;
      const data = { hop, server: formatDuration(idle.server.limit.value), client: formatDuration(idle.pool.value), resets: resets.length };
      if (closesInTime(idle)) {
        yield report('clientClosesFirst', {
          ...common,
          data: { hop, server: data.server, client: data.client },
          evidence: [first, ...rest, ...idle.pool.from],
        });
        continue;
      }
      const atLimit = new Set(race.atLimit);
      const rows = resets
        .map((index) => ({ index, failure: incident.failures[index] }))
        .flatMap(({ index, failure }) => (failure === undefined ? [] : [{ index, failure }]));
      const fitting = rows.filter(({ index }) => atLimit.has(index)).map(({ index }) => index);
      const untimed = rows.filter(({ failure }) => failure.idleGapMs === undefined && failure.ordinal !== 1).map(({ index }) => index);
      const evidence = (explained: readonly number[]) => [first, ...rest, ...(idle.pool?.from ?? []), ...someRowsOf(incident, explained, 2)] as const;
      // the order is wrong in every default mesh; only failures that meet it make it more than a risk
      if (fitting.length >= leastFitting && fitting.length + untimed.length >= resets.length / 2) {
        yield report('serverClosesFirst', {
          ...common,
          data: { ...data, fitting: fitting.length + untimed.length },
          evidence: evidence(fitting),
          explains: [...fitting, ...untimed],
        });
      } else if (fitting.length + untimed.length > resets.length / 2) {
        const open = [...fitting, ...untimed];
        yield report('serverMayCloseFirst', { ...common, data, evidence: evidence(open), explains: open });
      }
    }
  },
});

/** One reset at the limit is said already by its quiet time; the order adds to that only when it happens again. */
const leastFitting = 2;

/** The sending side must be first by more than the network and a stall of its event loop can eat up. */
function closesInTime({ server, pool }: HopIdle): boolean {
  return server !== undefined && pool !== undefined && pool.value + gapTolerance(server.from) < server.from;
}
