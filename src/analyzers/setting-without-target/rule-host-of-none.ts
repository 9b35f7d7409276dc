import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { fieldOf } from '../../facts/field-of.ts';
import { ruleHost } from '../../facts/rule-host.ts';
import type { Service } from '../../facts/services.ts';
import { listAt, stringAt } from '../../formats/json.ts';
import type { Evidence } from '../../model/evidence.ts';

/** The host of a DestinationRule that is no name, or that of no Service. */
export interface HostOfNone {
  readonly host: string;
  readonly setting: Evidence;
  /** The Services among which it is not, all of one namespace; absent where it is no name at all. */
  readonly among?: { readonly namespace: string; readonly services: number; readonly example: Service };
}

/** A name of RFC 1123, after `*` or `*.` or alone (ValidateWildcardDomain in istio/istio pkg/config/validation, Istio 1.31). */
const nameOfHost = /^(?:\*|(?:\*\.|\*-)?[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)*)$/i;

/**
 * Undefined where it names a Service, may name one that was not collected, or names something outside the cluster. A name that a Service
 * of another namespace has is left to `overruled-destination-rule`.
 */
export function hostOfNone(
  rule: KubernetesObject,
  services: readonly Service[] | undefined,
  serviceEntries: readonly KubernetesObject[] | undefined,
): HostOfNone | undefined {
  const written = rule.ref.kind === 'DestinationRule' ? stringAt(rule.object, 'spec', 'host') : undefined;
  const setting = fieldOf(rule, 'spec', 'host');
  if (written === undefined || written === '' || setting === undefined) return undefined;
  if (written.length > 253 || !nameOfHost.test(written)) return { host: written.slice(0, 253), setting };
  const host = ruleHost(rule);
  if (host?.kind !== 'service' && host?.kind !== 'partial') return undefined;
  const [name, namespace] = [host.key.slice(0, host.key.indexOf('.')), host.key.slice(host.key.indexOf('.') + 1)];
  const own = (services ?? []).filter((service) => service.namespace === namespace);
  const [example] = own;
  const isWhole = own.every(({ object }) => object.partial !== true && object.at.path?.startsWith('items[') === true);
  if (example === undefined || !isWhole || services?.some((service) => service.name === name) === true) return undefined;
  const isEntry = (serviceEntries ?? []).some((entry) => listAt(entry.object, 'spec', 'hosts').some((other) => covers(other, written, host.key)));
  return isEntry ? undefined : { host: written, setting, among: { namespace, services: own.length, example } };
}

function covers(host: unknown, written: string, key: string): boolean {
  if (typeof host !== 'string') return false;
  const names = [written, key, `${key}.svc.cluster.local`].map((name) => name.toLowerCase());
  return host.startsWith('*') ? names.some((name) => name.endsWith(host.slice(1).toLowerCase())) : names.includes(host.toLowerCase());
}
