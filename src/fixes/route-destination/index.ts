import { destinationRules, serviceEntries, virtualServices } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { unknownCluster } from '../../causes/unknown-cluster.ts';
import { askedBy } from '../../facts/asked-by.ts';
import { nameOf, placeOf } from '../../facts/field-of.ts';
import { nameOfHost } from '../../facts/parties.ts';
import { isKnownHost, isKnownSubset, type Registered } from '../../facts/route-destinations.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { virtualServicesFor } from '../../facts/virtual-service-match.ts';
import { numberAt, objectsAt, stringAt } from '../../formats/json.ts';
import { type AnyFix, defineFix, type Manifest } from '../../model/fix.ts';
import { updated } from '../change.ts';
import { incidentFailures } from '../incident-failures.ts';
import { verifyCommand } from '../verify-command.ts';

/** Lets a VirtualService route to what exists, in place of a cluster that does not. */
export const routeDestination: AnyFix = defineFix({
  meta: {
    id: 'route-destination',
    title: 'Destination of a route',
    description:
      'Corrects a destination that is the misspelt name of the one Service that is like it, or takes a destination that does not exist out of a route that has another.',
    references: [
      {
        title: 'Istio VirtualService: HTTPRouteDestination',
        url: 'https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination',
        version: 'Istio 1.22 to 1.31',
      },
    ],
  },
  causes: [unknownCluster],
  needs: { traffic, virtualServices, services },
  wants: { destinationRules, serviceEntries },
  texts: {
    correct: 'Let VirtualService {rule} route to Service {to}: it names {from}, which does not exist.',
    takeOut: 'Let VirtualService {rule} send to its other destination what it sends to {from}, which does not exist.',
    found: 'Its requests find a cluster with the next push.',
    meant: 'If {from} is to exist, define it instead: then it gets its share of requests.',
    spelling: 'It is the only Service of namespace {namespace} with a name like this; that it is meant is a guess from the spelling.',
  },
  *propose({ traffic, virtualServices, services, destinationRules, serviceEntries }, named) {
    const lost = incidentFailures(traffic, named).filter(({ family }) => family === 'no-cluster');
    const [first] = lost;
    if (first === undefined) return;
    const registered: Registered = { destinationRules, services, serviceEntries };
    for (const rule of virtualServicesFor(askedBy(first), virtualServices)) {
      const found = corrected(rule, registered) ?? withoutUnknown(rule, registered);
      const change = found === undefined ? undefined : updated(rule, { spec: { http: found.http } });
      if (found === undefined || change === undefined) continue;
      const { from, to } = found;
      yield {
        title: to === undefined ? { say: 'takeOut', data: { rule: nameOf(rule), from } } : { say: 'correct', data: { rule: nameOf(rule), from, to } },
        effect: { say: 'found', data: {} },
        limits: to === undefined ? [{ say: 'meant', data: { from } }] : [{ say: 'spelling', data: { namespace: rule.ref.namespace ?? 'default' } }],
        purpose: to === undefined ? 'mitigate' : 'repair',
        risk: 'traffic-change',
        changes: [change],
        isPart: true,
        because: [{ kind: 'field', at: placeOf(rule, 'spec', 'http'), value: from }, first.evidence[0]],
        verifyWith: [verifyCommand(named.incident.target)],
      };
    }
  },
});

interface Corrected {
  readonly http: readonly Manifest[];
  readonly from: string;
  readonly to?: string;
}

/** With names corrected that are like one Service's alone. */
function corrected(rule: KubernetesObject, registered: Registered): Corrected | undefined {
  const namespace = rule.ref.namespace ?? 'default';
  const replaced = new Map<string, string>();
  const http = changedRoutes(rule, (routes) =>
    routes.map((route) => {
      const host = stringAt(route, 'destination', 'host') ?? '';
      const own = nameOfHost(host);
      const destination = route['destination'];
      if (isKnown(route, rule, registered) || (own.namespace ?? namespace) !== namespace || typeof destination !== 'object' || destination === null)
        return route;
      const like = (registered.services ?? []).filter((service) => service.namespace === namespace && isLike(service.name, own.name));
      const [meant, another] = like;
      if (meant === undefined || another !== undefined) return route;
      replaced.set(host, meant.name);
      return { ...route, destination: { ...destination, host: `${meant.name}${host.slice(own.name.length)}` } };
    }),
  );
  const [one] = replaced;
  return one === undefined ? undefined : { http, from: one[0], to: one[1] };
}

/** Without destinations that do not exist, where a route has another: it gets their share. */
function withoutUnknown(rule: KubernetesObject, registered: Registered): Corrected | undefined {
  const gone: string[] = [];
  const http = changedRoutes(rule, (routes) => {
    const known = routes.filter((route) => isKnown(route, rule, registered));
    const [first, ...others] = known;
    if (first === undefined || known.length === routes.length) return routes;
    gone.push(...routes.filter((route) => !known.includes(route)).map(nameOfDestination));
    const { weight: _weight, ...alone } = first;
    if (others.length === 0) return [alone];
    const left = others.reduce((sum, each) => sum + (numberAt(each, 'weight') ?? 0), 0);
    const all = routes.reduce((sum, each) => sum + (numberAt(each, 'weight') ?? 0), 0);
    return [{ ...first, weight: all - left }, ...others];
  });
  const [from] = gone;
  return from === undefined ? undefined : { http, from };
}

function changedRoutes(rule: KubernetesObject, change: (routes: readonly Manifest[]) => readonly Manifest[]): readonly Manifest[] {
  return objectsAt(rule.object, 'spec', 'http').map((each) => {
    const own = each as Manifest; // parsed from JSON or YAML
    return own['route'] === undefined ? own : { ...own, route: change(objectsAt(own, 'route') as readonly Manifest[]) }; // as above
  });
}

function isKnown(route: Manifest, rule: KubernetesObject, registered: Registered): boolean {
  const [host, subset] = [stringAt(route, 'destination', 'host') ?? '', stringAt(route, 'destination', 'subset')];
  const destination = {
    host,
    ...(subset === undefined ? {} : { subset }),
    ...(rule.ref.namespace === undefined ? {} : { namespace: rule.ref.namespace }),
    at: rule.at,
  };
  return isKnownHost(destination, registered) && isKnownSubset(destination, registered);
}

function nameOfDestination(route: Manifest): string {
  const [host, subset] = [stringAt(route, 'destination', 'host') ?? '', stringAt(route, 'destination', 'subset')];
  return subset === undefined ? host : `subset ${subset} of ${host}`;
}

/** One letter too many, too few, or another; or two that changed places. */
function isLike(name: string, written: string): boolean {
  if (name === written || Math.abs(name.length - written.length) > 1 || written.length < 4) return false;
  const [shorter, longer] = name.length < written.length ? [name, written] : [written, name];
  let head = 0;
  while (head < shorter.length && shorter[head] === longer[head]) head += 1;
  const rest = (text: string, skip: number): string => text.slice(head + skip);
  if (shorter.length < longer.length) return rest(shorter, 0) === rest(longer, 1);
  const isSwapped = shorter[head] === longer[head + 1] && shorter[head + 1] === longer[head] && rest(shorter, 2) === rest(longer, 2);
  return rest(shorter, 1) === rest(longer, 1) || isSwapped;
}
