import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import { outlierEjection } from '../../causes/outlier-ejection.ts';
import { fieldOf, nameOf, placeOf } from '../../facts/field-of.ts';
import { traffic } from '../../facts/traffic.ts';
import { numberAt, objectAt } from '../../formats/json.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { rulesFor } from '../rule-for.ts';
import { incidentFailures } from '../incident-failures.ts';
import { verifyCommand } from '../verify-command.ts';

/** Envoy's own default, which Istio turns off where outlier detection is set. */
const floorPercent = 50;

/** Lets callers use ejected hosts again before none is left. */
export const ejectionFloor: AnyFix = defineFix({
  meta: {
    id: 'ejection-floor',
    title: 'Floor of outlier detection',
    description: 'Sets minHealthPercent of the DestinationRule whose outlier detection took every host away.',
    references: [
      {
        title: 'Istio DestinationRule: OutlierDetection.minHealthPercent',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'Envoy: panic threshold',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/load_balancing/panic_threshold',
        version: 'Envoy 1.40.0',
      },
    ],
  },
  causes: [outlierEjection],
  needs: { traffic, destinationRules, rootNamespace },
  texts: {
    floor: 'Let callers use all hosts of {target} again when fewer than {percent} % of them are left (DestinationRule {rule}).',
    neverNone: 'There is always a host: requests that found none get an answer of an ejected host, good or bad.',
    errorsStay: 'What the hosts are ejected for goes on: their errors reach the callers again, and are the thing to mend.',
  },
  *propose({ traffic, destinationRules, rootNamespace: root }, named) {
    const lacking = incidentFailures(traffic, named).filter(({ family }) => family === 'no-host');
    const [first] = lacking;
    const rule =
      first === undefined
        ? undefined
        : rulesFor(first, destinationRules, root)?.find((each) => objectAt(each.object, 'spec', 'trafficPolicy', 'outlierDetection') !== undefined);
    if (first === undefined || rule === undefined) return;
    const path = ['spec', 'trafficPolicy', 'outlierDetection', 'minHealthPercent'] as const;
    if ((numberAt(rule.object, ...path) ?? 0) >= floorPercent) return;
    const change = updated(rule, { spec: { trafficPolicy: { outlierDetection: { minHealthPercent: floorPercent } } } });
    if (change === undefined) return;
    yield {
      title: { say: 'floor', data: { target: named.incident.target, percent: floorPercent, rule: nameOf(rule) } },
      effect: { say: 'neverNone', data: {} },
      limits: [{ say: 'errorsStay', data: {} }],
      purpose: 'repair',
      risk: 'config-reload',
      changes: [change],
      because: [fieldOf(rule, ...path) ?? { kind: 'absence', at: placeOf(rule, ...path.slice(0, 3)), lookedFor: 'minHealthPercent' }, first.evidence[0]],
      verifyWith: [verifyCommand(named.incident.target)],
    };
  },
});
