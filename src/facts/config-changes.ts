import { proxyCertificates } from '../artifacts/envoy/index.ts';
import type { Certificate, ProxyCertificates } from '../artifacts/envoy/types.ts';
import {
  authorizationPolicies,
  destinationRules,
  envoyFilters,
  gateways,
  networkPolicies,
  peerAuthentications,
  serviceEntries,
  services,
  sidecars,
  virtualServices,
} from '../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../artifacts/kubernetes/types.ts';
import { containerLogs } from '../artifacts/logs/index.ts';
import type { ContainerLog } from '../artifacts/logs/types.ts';
import { objectsAt, stringAt } from '../formats/json.ts';
import { parseInstant } from '../formats/time/index.ts';
import type { Change } from '../model/change.ts';
import type { ObjectRef } from '../model/evidence.ts';
import { defineFact, type Fact } from '../model/source.ts';
import { type EpochMs, instant } from '../model/time.ts';
import { workloadOfPodName } from './workload-name.ts';

const byKind = {
  virtualServices,
  destinationRules,
  sidecars,
  peerAuthentications,
  authorizationPolicies,
  gateways,
  serviceEntries,
  envoyFilters,
  networkPolicies,
  services,
};

/** Configuration as it was written and as istiod took it over, and the dates of the proxies' certificates. */
export const configChanges: Fact<readonly Change[]> = defineFact({
  id: 'config-changes',
  needs: {},
  wants: { ...byKind, containerLogs, proxyCertificates },
  derive: ({ containerLogs, proxyCertificates, ...objects }) => [
    ...Object.values(objects).flatMap((list) => (list ?? []).flatMap(writesOf)),
    ...(containerLogs ?? []).flatMap(takenOver),
    ...(proxyCertificates ?? []).flatMap(datesOf),
  ],
});

/** When an object was made, and when each of its writers last wrote it; a status is no configuration. */
function writesOf({ ref, at, object }: KubernetesObject): readonly Change[] {
  const written = (path: string, text: string | undefined, detail: string): readonly Change[] => {
    const time = text === undefined ? undefined : parseInstant(text);
    if (text === undefined || time === undefined) return [];
    return [
      { time, slackMs: 1_000, kind: 'objectWritten', source: 'object', subject: ref, detail, evidence: [{ kind: 'field', at: { ...at, path }, value: text }] },
    ];
  };
  const created = stringAt(object, 'metadata', 'creationTimestamp');
  return [
    ...written('metadata.creationTimestamp', created, 'created'),
    ...objectsAt(object, 'metadata', 'managedFields').flatMap((entry, index) => {
      const text = stringAt(entry, 'time');
      if (stringAt(entry, 'subresource') !== undefined || text === created) return [];
      return written(`metadata.managedFields[${index}].time`, text, stringAt(entry, 'manager') ?? '-');
    }),
  ];
}

/** `Push debounce stable[…] for config VirtualService/shop/orders`: istiod's words when it begins to push a change (Istio 1.20 to 1.31). */
function takenOver({ signals }: ContainerLog): readonly Change[] {
  return signals.flatMap(({ id, time, data, at, text }): readonly Change[] => {
    const { kind, namespace, name } = data;
    if (id !== 'config-changed' || time === undefined || kind === undefined || name === undefined) return [];
    // endpoints (of Services too, which istiod calls ServiceEntries) come and go with pods, which are told of themselves
    if (/^(?:Endpoint|Pod|Secret|Address|ConfigMap|Workload$)/i.test(kind) || name.includes('.svc.')) return [];
    const subject: ObjectRef = { kind, ...(namespace === undefined ? {} : { namespace }), name };
    return [{ time, slackMs: 200, kind: 'configTaken', source: 'log', subject, detail: '-', evidence: [{ kind: 'log', at, text, time: instant(time) }] }];
  });
}

function datesOf({ proxy, certificates }: ProxyCertificates): readonly Change[] {
  const { pod, namespace } = proxy;
  if (pod === undefined) return [];
  const subject: ObjectRef = { kind: 'Pod', ...(namespace === undefined ? {} : { namespace }), name: pod, container: 'istio-proxy' };
  const workload = `${workloadOfPodName(pod)}.${namespace ?? 'default'}`;
  const dated = (certificate: Certificate, kind: 'certificateBegins' | 'certificateEnds', time: EpochMs | undefined): readonly Change[] =>
    time === undefined
      ? []
      : [
          {
            time,
            slackMs: kind === 'certificateBegins' ? 120_000 : 1_000,
            kind,
            source: 'object',
            subject,
            detail: certificate.role === 'leaf' ? (certificate.sans[0] ?? certificate.serial) : `CA ${certificate.serial}`,
            workload,
            evidence: [{ kind: 'field', at: certificate.at, value: instant(time) }],
          },
        ];
  return certificates.flatMap((certificate) => [
    // Istio dates a certificate's beginning back by minutes to allow for clocks, so it tells of a rotation roughly
    ...(certificate.role === 'leaf' ? dated(certificate, 'certificateBegins', certificate.notBefore) : []),
    ...dated(certificate, 'certificateEnds', certificate.notAfter),
  ]);
}
