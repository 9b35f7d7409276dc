import type { FirewallRule } from '../../artifacts/host/types.ts';
import type { Evidence } from '../../model/evidence.ts';

/** Packet filter rules that drop or reject what goes to one of these ports. Rules without a port are Istio's and Kubernetes' own more often than not. */
export function droppingRules(
  rules: readonly FirewallRule[],
  ports: readonly number[],
): readonly { readonly port: number; readonly rule: string; readonly evidence: Evidence }[] {
  return rules.flatMap(({ at, rule }) => {
    if (!/\b(?:DROP|REJECT|drop|reject)\b/.test(rule) || /^:|^Chain /.test(rule)) return [];
    const port = ports.find((one) => new RegExp(String.raw`(?:--dports? |dpt:|dport )(?:[\d,:]*,)?${one}\b`).test(rule));
    return port === undefined ? [] : [{ port, rule, evidence: { kind: 'field' as const, at, value: rule } }];
  });
}
