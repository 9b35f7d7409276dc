import { gateways, virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { middleboxIdleDrop } from '../../causes/middlebox-idle-drop.ts';
import { requestTimeout } from '../../causes/request-timeout.ts';
import { clusterHost } from '../../facts/failures.ts';
import { gatewayTimeouts } from '../../facts/gateway-limits.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { type ProxyView, proxyViews } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { asObjects, listAt, objectsAt, stringAt } from '../../formats/json.ts';
import { formatDuration, parseDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Traced } from '../../model/evidence.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import type { Milliseconds } from '../../model/time.ts';

/** Looks for failing requests that all took as long as a time limit allows. */
export const timeLimitWall: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'time-limit-wall',
    title: 'Durations at a time limit',
    description: 'Compares how long failing requests took with the time limits of routes, and looks for durations that stop at one value.',
    references: [
      { title: 'Envoy: How do I configure timeouts?', url: 'https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts', version: 'Envoy 1.37' },
      {
        title: 'Istio VirtualService HTTPRoute.timeout',
        url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/',
        version: 'Istio 1.31',
      },
    ],
  },
  needs: { traffic },
  wants: { proxyViews, virtualServices, gateways },
  messages: {
    timeoutAtLimit: {
      severity: 'critical',
      text: '{failed} requests on {hop} are ended by the proxy after {low} to {high}, at the time limit of {limit} that is set for them.',
      bearsOn: [{ cause: requestTimeout, as: 'proves' }],
    },
    fewAtLimit: {
      severity: 'warning',
      text: '{failed} requests on {hop} are ended by the proxy after {low} to {high}, at the time limit of {limit} that is set for them; so few may as well have lost their connection.',
      bearsOn: [{ cause: requestTimeout, as: 'supports' }],
    },
    proxyTimesOut: {
      severity: 'critical',
      text: '{failed} requests on {hop} are ended by the proxy for a time limit, after {low} to {high}.',
      bearsOn: [{ cause: requestTimeout, as: 'supports' }],
    },
    // a server that is slow and a request that was lost on the way read the same to the caller
    callersTellTimeout: {
      severity: 'warning',
      text: 'Callers tell of {failed} requests on {hop} that a proxy ended for a time limit; no row says how long they took and whether the server had them.',
      bearsOn: [
        { cause: requestTimeout, as: 'supports' },
        { cause: middleboxIdleDrop, as: 'supports' },
      ],
    },
    resetsAtWall: {
      severity: 'warning',
      text: '{failed} requests on {hop} are reset after {low} to {high}, as if the receiving side had a time limit of its own.',
      bearsOn: [{ cause: requestTimeout, as: 'supports' }],
    },
    gatewayTimeoutAnswered: {
      severity: 'warning',
      text: '{failed} requests are answered with 504 by {server}, after {low} to {high}.',
      bearsOn: [{ cause: requestTimeout, as: 'supports' }],
    },
    noTimeLimitMet: {
      severity: 'info',
      text: 'None of the {total} failing requests carries a time-out flag, and the longest takes {high}.',
      bearsOn: [{ cause: requestTimeout, as: 'excludes' }],
    },
  },
  *analyze({ traffic, proxyViews: views, virtualServices: routes, gateways = [] }, report) {
    for (const incident of traffic.incidents) {
      const common = { subject: targetRef(incident), incident: incident.id };
      const timed = pick(incident, (failure) => failure.family === 'timeout');
      for (const [hop, members] of Map.groupBy(timed, ({ failure }) => failure.hop)) {
        const [first] = members;
        if (first === undefined) continue;
        const limit = limitFor(first.failure, views, routes) ?? gatewayLimit(first.failure, gateways);
        const met = limit === undefined ? [] : members.filter(({ failure }) => atLimit(failure.durationMs, limit.value));
        const explains = indices(members);
        const spread = spreadOf(members);
        if (limit !== undefined && met.length >= members.length / 2) {
          yield report(met.length < enough ? 'fewAtLimit' : 'timeoutAtLimit', {
            ...common,
            hop,
            data: { failed: members.length, hop, ...spread, limit: formatDuration(limit.value) },
            evidence: evidenceOf(someRowsOf(incident, indices(met), 2)[0], ...limit.from),
            explains,
          });
        } else if (members.every(({ failure }) => failure.direction === 'unknown')) {
          yield report('callersTellTimeout', { ...common, hop, data: { failed: members.length, hop }, evidence: someRowsOf(incident, explains), explains });
        } else
          yield report('proxyTimesOut', {
            ...common,
            hop,
            data: { failed: members.length, hop, ...spread },
            evidence: someRowsOf(incident, explains),
            explains,
          });
      }
      const answered = pick(incident, (failure) => failure.family === 'answered' && failure.code === 504);
      if (answered.length > 0) {
        const server = answered[0]?.failure.writer.name ?? incident.targetName;
        yield report('gatewayTimeoutAnswered', {
          ...common,
          data: { failed: answered.length, server, ...spreadOf(answered) },
          evidence: someRowsOf(incident, indices(answered)),
          explains: indices(answered),
        });
      }
      const walls = [
        ...Map.groupBy(
          pick(incident, (failure) => failure.family === 'reset' && (failure.durationMs ?? 0) >= shortestWall),
          ({ failure }) => failure.hop,
        ),
      ].filter(([, members]) => isWall(members));
      for (const [hop, members] of walls) {
        yield report('resetsAtWall', {
          ...common,
          hop,
          data: { failed: members.length, hop, ...spreadOf(members) },
          evidence: someRowsOf(incident, indices(members)),
          explains: indices(members),
        });
      }
      const isGivenUp = incident.families.includes('gave-up');
      if (isGivenUp || timed.length + answered.length + walls.length > 0 || !isSeenWhole(incident) || incident.failures.length === 0) continue;
      const longest = pick(incident, () => true).toSorted((a, b) => (b.failure.durationMs ?? 0) - (a.failure.durationMs ?? 0))[0];
      yield report('noTimeLimitMet', {
        ...common,
        data: { total: incident.total, high: formatDuration(longest?.failure.durationMs ?? 0) },
        evidence: someRowsOf(incident, [longest?.index ?? 0], 1),
      });
    }
  },
});

/** One or two requests meet a limit by chance of whatever held them up. */
const enough = 3;

interface Member {
  readonly failure: Failure;
  readonly index: number;
}

/** Server-side time limits are of seconds; anything shorter is no wall. */
const shortestWall: Milliseconds = 1_000;

function pick(incident: ObservedIncident, test: (failure: Failure) => boolean): readonly Member[] {
  return incident.failures.flatMap((failure, index) => (test(failure) ? [{ failure, index }] : []));
}

const indices = (members: readonly Member[]): readonly number[] => members.map(({ index }) => index);

function durations(members: readonly Member[]): readonly Milliseconds[] {
  return members.map(({ failure }) => failure.durationMs ?? 0).toSorted((a, b) => a - b);
}

function spreadOf(members: readonly Member[]): { readonly low: string; readonly high: string } {
  const all = durations(members);
  return { low: formatDuration(all[0] ?? 0), high: formatDuration(all.at(-1) ?? 0) };
}

/** Timers fire a little late, never early; milliseconds are cut off. */
function atLimit(duration: Milliseconds | undefined, limit: Milliseconds): boolean {
  return duration !== undefined && duration >= limit - 5 && duration <= limit + Math.max(250, 0.05 * limit);
}

/** Three or more durations within 2 % (at least 100 ms): work ends when it ends, a limit at one time. */
function isWall(members: readonly Member[]): boolean {
  const all = durations(members);
  const [low = 0, high = 0] = [all[0], all.at(-1)];
  return members.length >= 3 && high - low <= Math.max(100, 0.02 * low);
}

/** The time limit of the route that leads to the failing row's cluster: from the proxy's dump, else from a VirtualService. */
function limitFor(
  failure: Failure,
  views: ReadonlyMap<string, ProxyView> | undefined,
  routes: readonly KubernetesObject[] | undefined,
): Traced<Milliseconds> | undefined {
  const view = failure.pod === undefined ? undefined : views?.get(failure.pod);
  const own = (view?.config?.routes ?? []).filter(
    (route) => route.cluster === failure.cluster || (failure.cluster !== undefined && route.weightedClusters.includes(failure.cluster)),
  );
  const limits = own.flatMap((route) => (route.timeoutMs === undefined || route.timeoutMs.value <= 0 ? [] : [route.timeoutMs]));
  const fitting = limits.find((limit) => atLimit(failure.durationMs, limit.value)) ?? limits[0];
  if (fitting !== undefined) return { value: fitting.value, from: [{ kind: 'field', at: fitting.at, value: `${fitting.value / 1_000}s` }] };
  const host = clusterHost(failure.cluster);
  for (const service of routes ?? []) {
    if (host === undefined || !listAt(service.object, 'spec', 'hosts').some((named) => named === host || named === host.split('.')[0])) continue;
    for (const [index, route] of asObjects(objectsAt(service.object, 'spec', 'http')).entries()) {
      const text = stringAt(route, 'timeout');
      const value = text === undefined ? undefined : parseDuration(text);
      if (text === undefined || value === undefined || value <= 0 || !atLimit(failure.durationMs, value)) continue;
      return {
        value,
        from: [
          {
            kind: 'field',
            at: { ...service.at, path: `${service.at.path === undefined ? '' : `${service.at.path}.`}spec.http[${index}].timeout` },
            value: text,
          },
        ],
      };
    }
  }
  return undefined;
}

/** The time limit of a route of Contour or Envoy Gateway that the failing row took. */
function gatewayLimit({ cluster, durationMs }: Failure, objects: readonly KubernetesObject[]): Traced<Milliseconds> | undefined {
  return cluster === undefined ? undefined : gatewayTimeouts(cluster, objects).find(({ value }) => atLimit(durationMs, value));
}
