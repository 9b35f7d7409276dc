import { virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { noRoute } from '../../causes/no-route.ts';
import { askedBy } from '../../facts/asked-by.ts';
import { fieldOf, nameOf, placeOf } from '../../facts/field-of.ts';
import { traffic } from '../../facts/traffic.ts';
import { ruleFor, virtualServicesFor } from '../../facts/virtual-service-match.ts';
import { objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import { type AnyFix, defineFix, type Manifest } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { incidentFailures } from '../incident-failures.ts';
import { verifyCommand } from '../verify-command.ts';

/** Gives a VirtualService a last route, for requests that none of its matches takes. */
export const fallbackRoute: AnyFix = defineFix({
  meta: {
    id: 'fallback-route',
    title: 'Last route of a VirtualService',
    description: 'Adds a route without a match to the one destination of a VirtualService whose matches leave requests of the mesh without a route.',
    references: [
      {
        title: 'Istio VirtualService: HTTPRoute',
        url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRoute',
        version: 'Istio 1.22 to 1.31',
      },
    ],
  },
  causes: [noRoute],
  needs: { traffic, virtualServices },
  texts: {
    addLast: 'Let VirtualService {rule} send to {destination} what none of its matches takes, such as {path}.',
    everyPath: 'Every request for its hosts finds a route; those that its matches take go on as before.',
    meantSo: 'If the matches are there to keep other paths out, add a match for {path} alone instead.',
    otherPath: 'The application must serve {path}: a path that it does not know is a 404 then.',
  },
  *propose({ traffic, virtualServices }, named) {
    const lost = incidentFailures(traffic, named).filter(({ family }) => family === 'no-route');
    const [first] = lost;
    // at a gateway it would open paths to the outside
    if (first?.path === undefined || askedBy(first).atGateway) return;
    const [rule, second] = virtualServicesFor(askedBy(first), virtualServices);
    if (rule === undefined || second !== undefined || ruleFor(rule, askedBy(first)).kind !== 'none') return;
    const destination = onlyDestination(rule);
    if (destination === undefined || fieldOf(rule, 'spec', 'gateways') !== undefined) return;
    const http = objectsAt(rule.object, 'spec', 'http') as readonly Manifest[]; // parsed from JSON or YAML
    const change = updated(rule, { spec: { http: [...http, { route: [{ destination }] }] } });
    if (change === undefined) return;
    const path = first.path.split('?', 1)[0] ?? first.path;
    yield {
      title: { say: 'addLast', data: { rule: nameOf(rule), destination: stringAt(destination, 'host') ?? '', path } },
      effect: { say: 'everyPath', data: {} },
      limits: [
        { say: 'meantSo', data: { path } },
        { say: 'otherPath', data: { path } },
      ],
      purpose: 'repair',
      risk: 'traffic-change',
      changes: [change],
      because: [{ kind: 'absence', at: placeOf(rule, 'spec', 'http'), lookedFor: `a route for ${path}` }, first.evidence[0]],
      verifyWith: [verifyCommand(named.incident.target)],
    };
  },
});

/** Where all its routes lead, if that is one place and paths are not rewritten on the way. */
function onlyDestination(rule: KubernetesObject): Manifest | undefined {
  const rules = objectsAt(rule.object, 'spec', 'http');
  const isPlain = rules.every((each) => ['redirect', 'rewrite', 'directResponse', 'delegate'].every((name) => each[name] === undefined));
  const destinations = rules.flatMap((each) => objectsAt(each, 'route').map((route) => objectAt(route, 'destination')));
  const [first] = destinations;
  const isOne = destinations.every((each) => JSON.stringify(each) === JSON.stringify(first));
  return isPlain && isOne && first !== undefined ? (first as Manifest) : undefined; // parsed from JSON or YAML
}
