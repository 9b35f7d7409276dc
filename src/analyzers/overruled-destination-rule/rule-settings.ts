import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { circuitBreakerOverflow } from '../../causes/circuit-breaker-overflow.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { mtlsModeMismatch } from '../../causes/mtls-mode-mismatch.ts';
import { outlierEjection } from '../../causes/outlier-ejection.ts';
import { absenceOf, fieldOf } from '../../facts/field-of.ts';
import type { Cause } from '../../model/cause.ts';
import type { Evidence } from '../../model/evidence.ts';

/** Settings of a trafficPolicy that people change because requests fail, and what they hope to end by them; the most telling first. */
const settings: readonly { readonly path: readonly string[]; readonly meantFor: Cause }[] = [
  { path: ['connectionPool', 'http', 'idleTimeout'], meantFor: keepaliveIdleMismatch },
  { path: ['connectionPool', 'http', 'maxRequestsPerConnection'], meantFor: keepaliveIdleMismatch },
  { path: ['tls'], meantFor: mtlsModeMismatch },
  { path: ['connectionPool', 'http'], meantFor: circuitBreakerOverflow },
  { path: ['connectionPool', 'tcp'], meantFor: circuitBreakerOverflow },
  { path: ['outlierDetection'], meantFor: outlierEjection },
];

/** What one rule sets and another, which acts in its place, does not set so. */
export interface Lost {
  readonly names: string;
  readonly setting: Evidence;
  readonly meantFor: Cause;
  /** The winner's own value, or that it has none. */
  readonly inWinner?: Evidence;
}

/** Undefined when nothing that matters is lost. */
export function lostSettings(rule: KubernetesObject, winner: KubernetesObject | undefined): Lost | undefined {
  const lost = settings.flatMap(({ path, meantFor }) => {
    const full = ['spec', 'trafficPolicy', ...path];
    const own = fieldOf(rule, ...full);
    const other = winner === undefined ? undefined : fieldOf(winner, ...full);
    if (own === undefined || JSON.stringify(own.value) === JSON.stringify(other?.value)) return [];
    const name = path.join('.');
    return [{ name, setting: own, meantFor, ...(winner === undefined ? {} : { inWinner: other ?? absenceOf(winner, name) }) }];
  });
  // a block says nothing beside its own field that is named already
  const telling = lost.filter(({ name }) => !lost.some((other) => other.name.startsWith(`${name}.`)));
  const [first] = telling;
  if (first === undefined) return undefined;
  const { name: _name, ...rest } = first;
  return { ...rest, names: telling.map(({ name }) => name).join(', ') };
}
