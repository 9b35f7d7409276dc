import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { fieldOf, nameOf } from '../../facts/field-of.ts';
import type { MeshUse } from '../../facts/mesh-use.ts';
import { ruleHost } from '../../facts/rule-host.ts';
import type { Service } from '../../facts/services.ts';
import { listAt, stringAt } from '../../formats/json.ts';
import type { Cause } from '../../model/cause.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';
import { type Found, hasSelector, isExportedTo, lookUp, madeAt } from '../../facts/rule-lookup.ts';
import { lostSettings } from './rule-settings.ts';

/** One rule that does not act for one use, and why. */
export interface Overruling {
  readonly rule: KubernetesObject;
  readonly use: MeshUse;
  readonly setting: Evidence;
  readonly meantFor: Cause;
  readonly instead: NonEmpty<Evidence>;
  readonly reason:
    | { readonly kind: 'replaced'; readonly settings: string; readonly winner: string }
    | { readonly kind: 'younger'; readonly settings: string; readonly winner: string }
    | { readonly kind: 'one-of-two'; readonly winner: string }
    | { readonly kind: 'not-exported'; readonly settings: string; readonly exportTo: string }
    | { readonly kind: 'not-looked-at'; readonly settings: string }
    | { readonly kind: 'names-nothing'; readonly host: string; readonly taken: string };
}

/** Rules for the Services in use that do not act; each at most once per reason and incident. */
export function overrulings(
  rules: readonly KubernetesObject[],
  uses: readonly MeshUse[],
  services: readonly Service[] | undefined,
  root: string,
): readonly Overruling[] {
  const first = new Map<string, Overruling>();
  for (const use of uses) {
    const found = lookUp(rules, use.service, use.serviceNamespace, use.clientNamespace, root);
    if (found?.isUnsure === true) continue;
    for (const rule of rules) {
      const overruled = overrulingOf(rule, use, found, uses, root) ?? misnamed(rule, use, found, services, root);
      if (overruled === undefined) continue;
      const key = `${overruled.reason.kind} ${nameOf(rule)} ${use.incident ?? ''}`;
      if (!first.has(key)) first.set(key, overruled);
    }
  }
  return [...first.values()];
}

function overrulingOf(rule: KubernetesObject, use: MeshUse, found: Found | undefined, uses: readonly MeshUse[], root: string): Overruling | undefined {
  const host = ruleHost(rule);
  if (host?.kind !== 'service' || host.key !== use.service || hasSelector(rule)) return undefined;
  if (found?.rules.includes(rule) === true) return mergedAway(rule, use, found.rules, root);
  const [winner] = found?.rules ?? [];
  const lost = lostSettings(rule, winner);
  if (lost === undefined) return undefined;
  const { namespace } = rule.ref;
  const common = { rule, use, setting: lost.setting, meantFor: lost.meantFor, instead: insteadOf(rule, use, lost.inWinner, root) };
  const settings = lost.names;
  const isLookedAt = namespace === use.clientNamespace || namespace === use.serviceNamespace || namespace === root;
  // a rule of a third namespace is for the clients there, if there are any
  if (!isLookedAt)
    return use.isReceiver || uses.some((other) => other.clientNamespace === namespace) ? undefined : { ...common, reason: { kind: 'not-looked-at', settings } };
  if (!isExportedTo(rule, use.clientNamespace)) {
    const exportTo = listAt(rule.object, 'spec', 'exportTo').map(String).join(', ');
    return { ...common, reason: { kind: 'not-exported', settings, exportTo } };
  }
  return winner === undefined ? undefined : { ...common, reason: { kind: 'replaced', settings, winner: nameOf(winner) } };
}

/** Subsets of several rules come together; a trafficPolicy is that of the oldest rule that has one (mergeDestinationRule). */
function mergedAway(rule: KubernetesObject, use: MeshUse, merged: readonly KubernetesObject[], root: string): Overruling | undefined {
  const withPolicy = merged.filter((one) => fieldOf(one, 'spec', 'trafficPolicy') !== undefined && sameExport(one, rule));
  const [winner] = withPolicy;
  if (winner === undefined || !withPolicy.includes(rule) || withPolicy.length < 2) return undefined;
  const isTold = withPolicy.every((one) => madeAt(one) !== undefined);
  const other = isTold ? winner : withPolicy.find((one) => one !== rule);
  if (other === undefined || other === rule || (!isTold && winner === rule)) return undefined;
  const lost = lostSettings(rule, other);
  if (lost === undefined) return undefined;
  const common = { rule, use, setting: lost.setting, meantFor: lost.meantFor, instead: insteadOf(rule, use, lost.inWinner, root) };
  const name = nameOf(other);
  return { ...common, reason: isTold ? { kind: 'younger', settings: lost.names, winner: name } : { kind: 'one-of-two', winner: name } };
}

function sameExport(a: KubernetesObject, b: KubernetesObject): boolean {
  const [own, other] = [a, b].map(({ object }) => listAt(object, 'spec', 'exportTo').map(String).toSorted().join());
  return own === other;
}

/** A host that a person reads as the Service and Istio does not. */
function misnamed(
  rule: KubernetesObject,
  use: MeshUse,
  found: Found | undefined,
  services: readonly Service[] | undefined,
  root: string,
): Overruling | undefined {
  const host = ruleHost(rule);
  const written = stringAt(rule.object, 'spec', 'host');
  const setting = fieldOf(rule, 'spec', 'host');
  if (written === undefined || setting === undefined) return undefined;
  const isPartial = host?.kind === 'partial' && host.key === use.service;
  const isElsewhere =
    host?.kind === 'service' &&
    host.key !== use.service &&
    !written.includes('.') &&
    use.service.startsWith(`${written}.`) &&
    services?.some(({ namespace }) => namespace === rule.ref.namespace) === true &&
    services.every((service) => service.key !== host.key);
  if (!isPartial && !isElsewhere) return undefined;
  const taken = isPartial ? written : `${written}.${rule.ref.namespace ?? 'default'}.svc.cluster.local`;
  const [winner] = found?.rules ?? [];
  const lost = lostSettings(rule, winner);
  return {
    rule,
    use,
    setting,
    meantFor: lost?.meantFor ?? keepaliveIdleMismatch,
    instead: insteadOf(rule, use, lost?.inWinner, root),
    reason: { kind: 'names-nothing', host: written, taken },
  };
}

function insteadOf(rule: KubernetesObject, use: MeshUse, inWinner: Evidence | undefined, root: string): NonEmpty<Evidence> {
  const places = [...new Set([use.clientNamespace, use.serviceNamespace, root])].join(', ');
  return [
    inWinner ?? { kind: 'absence', at: { artifact: rule.at.artifact, file: rule.at.file }, lookedFor: `DestinationRule for ${use.service} in ${places}` },
  ];
}
