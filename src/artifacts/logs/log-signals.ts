import type { LogLine } from './log-line.ts';
import type { SignalData, SignalRule } from './log-signal-rule.ts';
import { type ClientSignalId, clientSignals } from './log-signals-client.ts';
import { type HostSignalId, hostSignals } from './log-signals-host.ts';
import { type HttpSignalId, httpSignals } from './log-signals-http.ts';
import { type IstiodSignalId, istiodSignals } from './log-signals-istiod.ts';
import { type LifeSignalId, lifeSignals } from './log-signals-life.ts';
import { type ProxySignalId, proxySignals } from './log-signals-proxy.ts';
import { type VictoriaMetricsSignalId, victoriaMetricsSignals } from './log-signals-victoria-metrics.ts';

/** Every kind of thing a log line can be told to say. */
export type SignalId = LifeSignalId | ClientSignalId | ProxySignalId | IstiodSignalId | VictoriaMetricsSignalId | HostSignalId | HttpSignalId;

const rules: Readonly<Record<SignalId, SignalRule>> = {
  ...lifeSignals,
  ...clientSignals,
  ...proxySignals,
  ...istiodSignals,
  ...victoriaMetricsSignals,
  ...hostSignals,
  ...httpSignals,
};

/** All ids, in the order of the catalogue. */
export const signalIds: readonly SignalId[] = Object.keys(rules) as SignalId[]; // the record's keys are the union, which `Object.keys` forgets

const entries: readonly (readonly [SignalId, SignalRule])[] = signalIds.map((id) => [id, rules[id]]);

/** Needles of one or no letter are found nearly everywhere: their rules are asked for every line. */
const always = entries.filter(([, rule]) => rule.needles.some((needle) => needle.length < 2));

/** One pass that turns most lines away, since most lines say nothing. */
const anyNeedle = new RegExp(
  [...new Set(entries.flatMap(([, rule]) => rule.needles.filter((needle) => needle.length > 1)))]
    .map((needle) => needle.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|'),
);

/** What a line says: none, one or several signals, each with its data. */
export function readSignals(line: LogLine): readonly { readonly id: SignalId; readonly data: SignalData }[] {
  const said: { id: SignalId; data: SignalData }[] = [];
  for (const [id, rule] of anyNeedle.test(line.lower) ? entries : always) {
    if (!rule.needles.some((needle) => line.lower.includes(needle))) continue;
    const data = rule.read(line);
    if (data !== undefined) said.push({ id, data });
  }
  return said;
}
