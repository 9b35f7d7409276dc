import { snapshotTime } from '../../artifacts/snapshot-time.ts';
import { pinnedStaleAddress } from '../../causes/pinned-stale-address.ts';
import { staleEndpoints } from '../../causes/stale-endpoints.ts';
import { cast } from '../../facts/cast.ts';
import { rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, podsOf, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { outages } from '../../facts/outages.ts';
import { pods } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Failure } from '../../model/failure.ts';
import { departedAddresses } from './departed-addresses.ts';

/** Requests sent to addresses that no pod has had for longer than a push takes. */
export const departedAddress: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'departed-address',
    title: 'Address that no pod has',
    description:
      'Compares the addresses of failing requests with the pods and endpoints that are there, and tells a proxy with an old list from a client that dials an old address itself.',
    references: [
      { title: 'Istio: pilot/pkg/features PILOT_DEBOUNCE_MAX (10 s)', version: 'Istio 1.31' },
      {
        title: 'Envoy original destination',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/service_discovery#original-destination',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
    ],
  },
  needs: { traffic },
  wants: { pods, services, proxyViews, outages, cast, snapshotTime },
  messages: {
    proxyKeepsDeparted: {
      severity: 'critical',
      text: 'Proxy {pod} still lists {address} for {target}, an address that neither a pod nor an EndpointSlice has; {failures} requests to it fail.',
      bearsOn: [{ cause: staleEndpoints, as: 'proves' }],
    },
    sentToDeparted: {
      severity: 'critical',
      text: '{failures} requests for {target} went to {address}, which no pod has, while pod {living} was there all the time.',
      bearsOn: [{ cause: staleEndpoints, as: 'supports' }],
    },
    proxyOutOfDate: {
      severity: 'warning',
      text: 'Proxy {pod} has not taken the last {types} from istiod, and {failures} of its requests went to {address}, which no pod has.',
      bearsOn: [{ cause: staleEndpoints, as: 'supports' }],
    },
    clientDialsDeparted: {
      severity: 'critical',
      text: '{client} itself dials {address}, which no pod of {target} has; {failures} of its requests fail.',
      // an original-destination cluster goes where the application pointed: the address is the client's own
      bearsOn: [
        { cause: pinnedStaleAddress, as: 'proves' },
        { cause: staleEndpoints, as: 'opposes' },
      ],
    },
    addressesLive: {
      severity: 'info',
      text: 'All {addresses} addresses that failing requests for {target} went to belong to pods that were there.',
      bearsOn: [
        { cause: staleEndpoints, as: 'excludes' },
        { cause: pinnedStaleAddress, as: 'excludes' },
      ],
    },
    nothingDialled: {
      severity: 'info',
      text: 'None of the {failures} failing requests for {target} went to an address outside its own pod.',
      bearsOn: [
        { cause: staleEndpoints, as: 'excludes' },
        { cause: pinnedStaleAddress, as: 'excludes' },
      ],
    },
  },
  *analyze({ traffic, pods, services, proxyViews, outages, cast, snapshotTime }, report) {
    const listedAs = ({ pod, cluster, upstreamHost }: Failure) =>
      pod === undefined ? undefined : proxyViews?.get(pod)?.endpoints?.find((endpoint) => endpoint.cluster === cluster && endpoint.address === upstreamHost);
    for (const incident of traffic.incidents) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const dialled = incident.failures.flatMap((failure, index) => (failure.direction === 'inbound' || failure.upstreamHost === undefined ? [] : [index]));
      if (dialled.length === 0) {
        // a headless Service's UH comes from an original destination that is gone, so rows without an address say nothing there; HAProxy names no address at all
        if (isSeenWhole(incident) && incident.failures.every((failure) => failure.family !== 'no-host' && failure.told === undefined))
          yield report('nothingDialled', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      if (pods === undefined || cast === undefined) continue;
      const own = podsOf(incident, pods, services ?? []);
      const { departed, living } = departedAddresses(incident, dialled, {
        pods,
        own,
        outages: outages ?? [],
        cast,
        services: services ?? [],
        isListed: (failure) => listedAs(failure) !== undefined,
        now: snapshotTime?.takenAt,
      });
      for (const { address, indices, isOwnChoice } of departed) {
        const first = incident.failures[indices[0] ?? 0];
        const steady = own.find((pod) => (pod.createdAt ?? Number.POSITIVE_INFINITY) < (first?.time ?? 0) - 30_000 && pod.deletedAt === undefined);
        const noPod = {
          kind: 'absence' as const,
          at: { artifact: 'pods', file: pods[0]?.object.at.file ?? 'pods', path: 'status.podIPs' },
          lookedFor: address,
        };
        const data = { address, target: incident.target, failures: indices.length };
        const rows = rowsOf(incident, indices);
        const about = { ...common, explains: indices };
        if (isOwnChoice) {
          yield report('clientDialsDeparted', {
            ...about,
            data: { ...data, client: first?.client ?? first?.pod ?? 'the caller' },
            evidence: evidenceOf(noPod, ...rows),
          });
          continue;
        }
        const view = first?.pod === undefined ? undefined : proxyViews?.get(first.pod);
        const listed = first === undefined ? undefined : listedAs(first);
        const slices = servicesOf(incident, services ?? []).flatMap((service) => service.endpoints ?? []);
        const isInSlices = slices.some((endpoint) => address.startsWith(`${endpoint.address}:`));
        if (listed !== undefined && !isInSlices)
          yield report('proxyKeepsDeparted', {
            ...about,
            data: { ...data, pod: view?.key ?? '' },
            evidence: evidenceOf({ kind: 'field', at: listed.at, value: listed.address }, noPod, ...rows),
          });
        else if (steady !== undefined)
          yield report('sentToDeparted', { ...about, data: { ...data, living: steady.name }, evidence: evidenceOf(noPod, ...rows) });
        const late = Object.entries(view?.sync?.types ?? {})
          .filter(([, { state }]) => state === 'stale' || state === 'never-acked' || state === 'error')
          .map(([name]) => name);
        if (view?.sync !== undefined && late.length > 0)
          yield report('proxyOutOfDate', {
            ...about,
            data: { ...data, pod: view.key, types: late.join(', ') },
            evidence: evidenceOf(
              { kind: 'field', at: view.sync.at, value: late.map((name) => `${name} ${view.sync?.types[name]?.state ?? ''}`).join(', ') },
              ...rows,
            ),
          });
      }
      if (departed.length > 0 || living === undefined) continue;
      yield report('addressesLive', {
        ...common,
        data: { addresses: living.addresses, target: incident.target },
        evidence: evidenceOf(
          { kind: 'field', at: { ...living.pod.object.at, path: 'status.podIP' }, value: [...living.pod.ips] },
          ...rowsOf(incident, dialled, 1),
        ),
      });
    }
  },
});
