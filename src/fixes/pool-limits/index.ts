import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { circuitBreakerOverflow } from '../../causes/circuit-breaker-overflow.ts';
import { fieldOf } from '../../facts/field-of.ts';
import { traffic } from '../../facts/traffic.ts';
import { numberAt } from '../../formats/json.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure } from '../../model/failure.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { rulesFor } from '../rule-for.ts';
import { verifyCommand } from '../verify-command.ts';

/** Raises the limits of a connection pool that refused requests, as far as the refusals show that it takes. */
export const poolLimits: AnyFix = defineFix({
  meta: {
    id: 'pool-limits',
    title: 'Limits of a connection pool',
    description: 'Raises maxConnections, http1MaxPendingRequests and http2MaxRequests of the DestinationRule whose pool refused requests (UO).',
    references: [
      {
        title: 'Envoy circuit breaking',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/circuit_breaking',
        version: 'Envoy 1.40.0',
      },
      {
        title: 'Istio DestinationRule: ConnectionPoolSettings',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  causes: [circuitBreakerOverflow],
  needs: { traffic, destinationRules, rootNamespace },
  texts: {
    raise: 'Raise the limits of DestinationRule {rule} from {from} to {to}: in the worst second it refused {burst} requests.',
    room: 'The pool takes twice what the worst second of this log asked for.',
    moves: 'The application gets what was refused so far: raise only as far as {server} can serve.',
    perProxy: 'The limit holds for each calling proxy by itself, not for all of them together.',
  },
  *propose({ traffic, destinationRules, rootNamespace: root }, { incident }) {
    const observed = traffic.incidents.find(({ id }) => id === incident.id);
    const refused = observed?.failures.filter(({ family }) => family === 'overflow') ?? [];
    const [first] = refused;
    const rule = first === undefined ? undefined : rulesFor(first, destinationRules, root)?.find((one) => limitsOf(one).length > 0);
    if (observed === undefined || first === undefined || rule === undefined) return;
    const burst = worstSecond(refused);
    const limits = limitsOf(rule).map((limit) => ({ ...limit, to: roomFor(limit.value + burst) }));
    const change = updated(rule, {
      spec: { trafficPolicy: { connectionPool: Object.fromEntries(['tcp', 'http'].flatMap((part) => poolPart(part, limits))) } },
    });
    const evidence = limits.flatMap(({ evidence }) => evidence);
    const [cited, ...more] = evidence;
    if (change === undefined || cited === undefined) return;
    yield {
      title: { say: 'raise', data: { rule: rule.ref.name, from: shown(limits, 'value'), to: shown(limits, 'to'), burst } },
      effect: { say: 'room', data: {} },
      limits: [
        { say: 'moves', data: { server: observed.targetName } },
        { say: 'perProxy', data: {} },
      ],
      purpose: 'repair',
      risk: 'config-reload',
      changes: [change],
      because: [cited, ...more, first.evidence[0]],
      verifyWith: [verifyCommand(incident.target)],
    };
  },
});

interface Limit {
  readonly part: 'tcp' | 'http';
  readonly name: string;
  readonly value: number;
  readonly evidence: readonly Evidence[];
}

const fields = [
  ['tcp', 'maxConnections'],
  ['http', 'http1MaxPendingRequests'],
  ['http', 'http2MaxRequests'],
] as const;

function limitsOf(rule: KubernetesObject): readonly Limit[] {
  return fields.flatMap(([part, name]): readonly Limit[] => {
    const path = ['spec', 'trafficPolicy', 'connectionPool', part, name] as const;
    const value = numberAt(rule.object, ...path);
    const field = fieldOf(rule, ...path);
    // 0 is Envoy's own limit, of which nothing is known to be too small
    return value === undefined || value === 0 ? [] : [{ part, name, value, evidence: field === undefined ? [] : [field] }];
  });
}

function poolPart(part: string, limits: readonly (Limit & { readonly to: number })[]): readonly (readonly [string, { readonly [name: string]: number }])[] {
  const own = limits.filter((limit) => limit.part === part);
  return own.length === 0 ? [] : [[part, Object.fromEntries(own.map(({ name, to }) => [name, to]))]];
}

/** The most refusals within any second. */
function worstSecond(refused: readonly Failure[]): number {
  const times = refused.map(({ time }) => time).toSorted((a, b) => a - b);
  return times.reduce((most, time, index) => Math.max(most, times.filter((other, at) => at >= index && other < time + 1_000).length), 0);
}

/** Twice as much, as a power of two, which a person recognises as an estimate. */
function roomFor(wanted: number): number {
  // the fields are int32
  return Math.min(2 ** 31 - 1, 2 ** Math.ceil(Math.log2(Math.max(2, wanted * 2))));
}

function shown(limits: readonly (Limit & { readonly to: number })[], which: 'value' | 'to'): string {
  return limits.map((limit) => `${limit.name} ${limit[which]}`).join(', ');
}
