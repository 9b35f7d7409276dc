import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import type { Place } from '../model/evidence.ts';
import type { Failure } from '../model/failure.ts';
import { clusterHost } from './failures.ts';
import type { ClientTls } from './tls-ends.ts';
import { hostCovers } from './virtual-service-match.ts';

/** The sender's TLS as the DestinationRules ask for it: by port first, then for the host; none that sets it = automatic. */
export function declaredClientTls(failure: Failure, rules: readonly KubernetesObject[] | undefined): ClientTls | undefined {
  if (failure.direction !== 'outbound' && failure.direction !== 'gateway') return undefined;
  if (failure.cluster === 'PassthroughCluster') return { mode: 'plaintext', basis: 'objects', from: [failure.evidence[0]] };
  const host = clusterHost(failure.cluster);
  if (rules === undefined || host === undefined) return undefined;
  return clientTlsFor(host, Number(failure.cluster?.split('|')[1]), rules);
}

/** The same for a host and one of its ports. */
export function clientTlsFor(host: string, port: number, rules: readonly KubernetesObject[]): ClientTls {
  for (const rule of rules.filter((candidate) => matchesHost(candidate, host)).toSorted((a, b) => exactness(b, host) - exactness(a, host))) {
    const found = modeOf(rule, port);
    if (found !== undefined) return { mode: found.mode, basis: 'objects', from: [{ kind: 'field', at: found.at, value: found.text }] };
  }
  const [rule] = rules;
  return {
    mode: 'auto',
    basis: 'objects',
    from: [{ kind: 'absence', at: { artifact: 'destination-rules', file: rule?.at.file ?? 'destination-rules' }, lookedFor: `trafficPolicy.tls for ${host}` }],
  };
}

function matchesHost(rule: KubernetesObject, host: string): boolean {
  const named = stringAt(rule.object, 'spec', 'host');
  return named !== undefined && hostCovers(named, host, rule.ref.namespace, undefined);
}

const exactness = (rule: KubernetesObject, host: string): number => ((stringAt(rule.object, 'spec', 'host') ?? '').startsWith('*') ? 0 : host.length);

function modeOf(rule: KubernetesObject, port: number): { readonly mode: ClientTls['mode']; readonly text: string; readonly at: Place } | undefined {
  const prefix = rule.at.path === undefined ? '' : `${rule.at.path}.`;
  const ports = objectsAt(rule.object, 'spec', 'trafficPolicy', 'portLevelSettings');
  const index = ports.findIndex((setting) => Number((setting['port'] as { readonly number?: unknown } | undefined)?.number) === port); // read as a number only
  const ported = stringAt(ports[index], 'tls', 'mode');
  const general = stringAt(rule.object, 'spec', 'trafficPolicy', 'tls', 'mode');
  const text = ported ?? general;
  const mode = text === undefined ? undefined : modes[text];
  if (text === undefined || mode === undefined) return undefined;
  return { mode, text, at: { ...rule.at, path: `${prefix}spec.trafficPolicy.${ported === undefined ? 'tls.mode' : `portLevelSettings[${index}].tls.mode`}` } };
}

const modes: { readonly [text: string]: ClientTls['mode'] | undefined } = { DISABLE: 'plaintext', ISTIO_MUTUAL: 'mtls', SIMPLE: 'tls', MUTUAL: 'tls' };
