import { defaultOutboundRetry, parseVersion } from '../knowledge/versions/index.ts';
import { fill } from '../model/text.ts';
import type { Hop } from '../race/hop.ts';
import { type Scenario, busyTime } from '../race/scenario.ts';
import { mostUnderWay } from '../race/stack-gaps.ts';
import { requestsPerSecond, type Traffic } from '../race/traffic.ts';
import { UserError } from '../sources/user-error.ts';
import { pathPreset } from './path-preset.ts';
import { serverPreset } from './server-preset.ts';
import type { SimulateTexts } from './simulate-texts.ts';
import { badValue, durationOrZero, keyValues, limit, perSecond, positiveDuration, wholeNumber } from './simulate-values.ts';

/** What was typed; values are read here, so that what is wrong with one is said in the reader's language. */
export interface ScenarioOptions {
  readonly server?: string;
  readonly serverIdle?: string;
  readonly envoyServer?: string;
  readonly clientIdle?: string;
  readonly maxRequestsPerConnection?: string;
  readonly period?: string;
  readonly jitter?: string;
  readonly burst?: string;
  readonly rate?: string;
  readonly serviceTime: string;
  readonly rtt: string;
  readonly workers: string;
  readonly hosts: string;
  readonly pools: string;
  readonly retries?: string;
  readonly istio?: string;
  readonly throttled?: boolean;
  readonly path?: string;
  readonly hop: readonly string[];
}

const MOST = 100_000;
/** Envoy's own default, which Istio leaves as it is (upstream idle_timeout, protocol.proto). */
const ENVOY_CLIENT_IDLE = '1h';
const hopKeys = ['name', 'client', 'server', 'envoy', 'rtt', 'max-requests', 'server-max-requests', 'server-max-age'];

/** @param counted Traffic as a log has it, if one was given. */
export function scenarioFrom(options: ScenarioOptions, counted: Traffic | undefined, say: SimulateTexts): Scenario {
  const scenario: Scenario = {
    traffic: trafficFrom(options, counted, say),
    serviceMs: positiveDuration('--service-time', options.serviceTime, say),
    shape: {
      workers: wholeNumber('--workers', options.workers, 1, 1_000, say),
      hosts: wholeNumber('--hosts', options.hosts, 1, 10_000, say),
    },
    pools: wholeNumber('--pools', options.pools, 1, MOST, say),
    retries: retriesFrom(options, say),
    isThrottled: options.throttled === true,
    hops: hopsFrom(options, say),
  };
  return bounded(scenario, say);
}

/** Refuses what would take too long to compute. */
export function bounded(scenario: Scenario, say: SimulateTexts): Scenario {
  const { traffic, shape, hops } = scenario;
  const [first] = hops;
  const busyMs = first === undefined ? 0 : busyTime(scenario, first);
  const load = (requestsPerSecond(traffic) / 1_000 / (shape.workers * shape.hosts)) * busyMs;
  if (load > mostUnderWay)
    throw new UserError('simulate-too-busy', fill(say.tooBusy, { load: Math.round(load) }), fill(say.tooBusyNext, { most: mostUnderWay }));
  return scenario;
}

function trafficFrom({ period, jitter, burst, rate }: ScenarioOptions, counted: Traffic | undefined, say: SimulateTexts): Traffic {
  const given = [period, rate, counted].filter((each) => each !== undefined);
  if (given.length > 1) throw new UserError('simulate-two-traffics', say.twoTraffics, say.twoTrafficsNext);
  if (counted !== undefined) return counted;
  if (rate !== undefined) return { kind: 'random', perSecond: perSecond('--rate', rate, say) };
  if (period === undefined) throw new UserError('simulate-no-traffic', say.noTraffic, say.noTrafficNext);
  return {
    kind: 'periodic',
    periodMs: positiveDuration('--period', period, say),
    jitterMs: durationOrZero('--jitter', jitter ?? '10ms', say),
    ...(burst === undefined ? {} : { burst: wholeNumber('--burst', burst, 1, mostUnderWay, say) }),
  };
}

function retriesFrom({ retries, istio }: ScenarioOptions, say: SimulateTexts): number {
  if (retries !== undefined) return wholeNumber('--retries', retries, 0, 10, say);
  if (istio === undefined) return 0;
  const retry = parseVersion(istio) === undefined ? undefined : defaultOutboundRetry(istio).known?.value;
  if (retry === undefined) throw badValue('--istio', istio, say.expectVersion, say);
  // A sidecar retries the 503 that the server's sidecar wrote, or it retries nothing of this race.
  return retry.statusCodes.includes(503) ? retry.attempts : 0;
}

function hopsFrom(options: ScenarioOptions, say: SimulateTexts): readonly Hop[] {
  const { server, serverIdle, envoyServer, clientIdle, maxRequestsPerConnection, rtt } = options;
  const hops = [
    ...(options.path === undefined ? [] : pathPreset(options.path, durationOrZero('--rtt', rtt, say), say)),
    ...options.hop.map((text, index) => hopFrom(text, `hop ${index + 1}`, rtt, say)),
  ];
  if (server !== undefined || serverIdle !== undefined || envoyServer !== undefined) {
    const preset = server === undefined ? {} : serverPreset(server, say);
    if (serverIdle === '0' || serverIdle === '0s')
      throw new UserError('simulate-no-reuse', fill(say.noReuse, { name: server ?? '--server-idle 0' }), say.noReuseNext);
    const idle = serverIdle === undefined ? undefined : limit('--server-idle', serverIdle, say);
    const drop = limit('--client-idle', clientIdle ?? ENVOY_CLIENT_IDLE, say);
    hops.push({
      name: server ?? 'server',
      rttMs: durationOrZero('--rtt', rtt, say),
      ...(serverIdle === undefined ? preset : idle === undefined ? {} : { serverIdle: { minMs: idle, maxMs: idle } }),
      ...(envoyServer === undefined ? {} : { envoyServerIdleMs: positiveDuration('--envoy-server', envoyServer, say) }),
      ...(drop === undefined ? {} : { clientIdleMs: drop }),
      ...(maxRequestsPerConnection === undefined
        ? {}
        : { clientMaxRequests: wholeNumber('--max-requests-per-connection', maxRequestsPerConnection, 1, 1_000_000, say) }),
    });
  }
  if (hops.length === 0) throw new UserError('simulate-no-server', say.noServer, say.noServerNext);
  return hops;
}

function hopFrom(text: string, fallback: string, rtt: string, say: SimulateTexts): Hop {
  const given = keyValues('--hop', text, hopKeys, say);
  const has = (key: string): string | undefined => given.get(key);
  const [server, envoy, most] = [has('server'), has('envoy'), has('max-requests')];
  const [serverMost, age] = [has('server-max-requests'), has('server-max-age')];
  const idle = server === undefined ? undefined : limit('server', server, say);
  const drop = limit('client', has('client') ?? ENVOY_CLIENT_IDLE, say);
  return {
    name: has('name') ?? fallback,
    rttMs: durationOrZero('rtt', has('rtt') ?? rtt, say),
    ...(idle === undefined ? {} : { serverIdle: { minMs: idle, maxMs: idle } }),
    ...(envoy === undefined ? {} : { envoyServerIdleMs: positiveDuration('envoy', envoy, say) }),
    ...(drop === undefined ? {} : { clientIdleMs: drop }),
    ...(most === undefined ? {} : { clientMaxRequests: wholeNumber('max-requests', most, 1, 1_000_000, say) }),
    ...(serverMost === undefined ? {} : { serverMaxRequests: wholeNumber('server-max-requests', serverMost, 1, 1_000_000, say) }),
    ...(age === undefined ? {} : { serverMaxAgeMs: positiveDuration('server-max-age', age, say) }),
  };
}
