import { accessLogs } from '../../artifacts/logs/index.ts';
import { appNotListening } from '../../causes/app-not-listening.ts';
import { targetPortMismatch } from '../../causes/target-port-mismatch.ts';
import { rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, servicesOf, targetRef } from '../../facts/incident-target.ts';
import { listenAddresses } from '../../facts/listen-addresses.ts';
import { failuresDuring } from '../../facts/outage-failures.ts';
import { outages } from '../../facts/outages.ts';
import { failingShare } from '../../facts/served-share.ts';
import { services } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { usedServices } from '../../facts/used-services.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { judgePort, listenersOf } from './judge-port.ts';
import { closedPorts } from './closed-ports.ts';
import { refusedByPort } from './refused-by-port.ts';

/** Requests that are refused at a port on which the running application does not listen, or not on that address. */
export const closedTargetPort: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'closed-target-port',
    title: 'Closed target port',
    description:
      'Compares the port at which connections are refused with the ports and addresses the application listens on: its log, sockets, flags, and declared ports.',
    references: [
      {
        title: 'Istio 1.10: inbound traffic is sent to the pod IP',
        url: 'https://istio.io/latest/blog/2021/upcoming-networking-changes/',
        version: 'Istio 1.10 to 1.31',
      },
      {
        title: 'Kubernetes: Service targetPort',
        url: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: {},
  wants: { traffic, accessLogs, services, listenAddresses, outages, usedServices },
  messages: {
    listensElsewhere: {
      severity: 'critical',
      text: '{failures} connections to port {port} of {target} are refused, and the application says it listens on {ports}.',
      // refused from the first to the last, at a port the process never opened, while it was up
      bearsOn: [
        { cause: targetPortMismatch, as: 'proves' },
        { cause: appNotListening, as: 'opposes' },
      ],
    },
    declaresOthers: {
      severity: 'warning',
      text: '{failures} connections to port {port} of {target} are refused; the application is set up for {ports}.',
      bearsOn: [
        { cause: targetPortMismatch, as: 'supports' },
        { cause: appNotListening, as: 'opposes' },
      ],
    },
    listensOnLoopback: {
      severity: 'critical',
      text: '{failures} connections to port {port} of {target} are refused, and the application listens there on the loopback address only.',
      bearsOn: [
        { cause: appNotListening, as: 'proves' },
        { cause: targetPortMismatch, as: 'excludes' },
      ],
    },
    silentPort: {
      severity: 'warning',
      text: '{failures} connections to port {port} of {target} are refused; the port is declared, and nothing in the evidence shows the application listening there.',
      bearsOn: [
        { cause: appNotListening, as: 'hints' },
        { cause: targetPortMismatch, as: 'opposes' },
      ],
    },
    allRefused: {
      severity: 'warning',
      text: 'All {failures} requests to port {port} of {target} are refused, with no restart in sight.',
      bearsOn: [
        { cause: targetPortMismatch, as: 'hints' },
        { cause: appNotListening, as: 'hints' },
      ],
    },
    wouldBeRefused: {
      severity: 'critical',
      text: 'Service {service} sends port {port} to {target}, and the application listens on {ports}.',
      bearsOn: [{ cause: targetPortMismatch, as: 'proves' }],
    },
    wouldReachLoopback: {
      severity: 'critical',
      text: 'Service {service} sends port {port} to {target}, where the application listens on the loopback address only.',
      bearsOn: [{ cause: appNotListening, as: 'proves' }],
    },
    servedMeanwhile: {
      severity: 'info',
      text: 'Port {port} of {target} served {share} % of the requests in the time of the failures.',
      bearsOn: [
        { cause: targetPortMismatch, as: 'excludes' },
        { cause: appNotListening, as: 'excludes' },
      ],
    },
    refusedWhileAway: {
      severity: 'info',
      text: '{failures} connections to port {port} of {target} are refused while pod {pod} is away.',
      bearsOn: [
        { cause: targetPortMismatch, as: 'opposes' },
        { cause: appNotListening, as: 'opposes' },
      ],
    },
    listensThere: {
      severity: 'info',
      text: 'The application of {target} listens on port {port} for all addresses, at which connections were refused.',
      bearsOn: [
        { cause: targetPortMismatch, as: 'excludes' },
        { cause: appNotListening, as: 'excludes' },
      ],
    },
    noneRefused: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} is a refused connection.',
      bearsOn: [
        { cause: targetPortMismatch, as: 'excludes' },
        { cause: appNotListening, as: 'excludes' },
      ],
    },
  },
  *analyze({ traffic, accessLogs, services, listenAddresses, outages, usedServices }, report) {
    for (const incident of traffic?.incidents ?? []) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      const ports = refusedByPort(incident);
      if (ports.size === 0) {
        // a dropped packet or an older proxy hides the word "refused": only failures after a connection was there exclude
        const connected = incident.failures.every((failure) => failure.family !== 'connect');
        if (connected && isSeenWhole(incident))
          yield report('noneRefused', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const pods = new Set(incident.failures.flatMap((failure) => failure.serverPod ?? []));
      const listeners = listenersOf(listenAddresses ?? [], incident.targetName, incident.targetNamespace, pods);
      for (const [port, refused] of ports) {
        const data = { failures: refused.length, port, target: incident.target };
        const rows = rowsOf(incident, refused);
        const share = failingShare(incident, refused, accessLogs ?? []);
        if (share !== undefined && share < 0.5) {
          yield report('servedMeanwhile', {
            ...common,
            data: { port, target: incident.target, share: Math.round((1 - share) * 100) },
            evidence: someRowsOf(incident, refused),
          });
          continue;
        }
        const away = (outages ?? [])
          .map((outage) => ({ outage, inside: new Set(failuresDuring(incident, outage)) }))
          .find(({ inside }) => refused.filter((index) => inside.has(index)).length >= 0.8 * refused.length);
        if (away !== undefined) {
          yield report('refusedWhileAway', { ...common, data: { ...data, pod: away.outage.pod }, evidence: evidenceOf(away.outage.evidence[0], ...rows) });
          continue;
        }
        const judged = judgePort(listeners, port);
        const [first, ...more] = judged.evidence;
        const aim = servicesOf(incident, services ?? []).flatMap((service) =>
          service.ports
            .filter((one) => one.targetPort === port)
            .map((one) => ({ kind: 'field' as const, at: { ...service.object.at, path: `${one.path}.targetPort` }, value: port })),
        );
        const evidence = first === undefined ? someRowsOf(incident, refused) : evidenceOf(first, ...more.slice(0, 3), ...aim.slice(0, 2), ...rows);
        const about = { ...common, explains: refused, evidence };
        switch (judged.kind) {
          case 'elsewhere':
            yield report('listensElsewhere', { ...about, data: { ...data, ports: judged.ports } });
            break;
          case 'set-elsewhere':
            yield report('declaresOthers', { ...about, data: { ...data, ports: judged.ports } });
            break;
          case 'loopback':
            yield report('listensOnLoopback', { ...about, data });
            break;
          case 'declared':
            yield report('silentPort', { ...about, data });
            break;
          case 'there':
            yield report('listensThere', { ...common, evidence, data: { port, target: incident.target } });
            break;
          case 'unknown':
            yield report('allRefused', { ...about, data });
        }
      }
    }
    if (traffic?.observed === true) return; // requests were seen: they tell
    for (const { service, port, target, ports, isLoopback, evidence } of closedPorts(services ?? [], usedServices, listenAddresses ?? [])) {
      const common = { subject: service.object.ref, predicts: target, evidence };
      if (isLoopback) yield report('wouldReachLoopback', { ...common, data: { service: service.key, port, target } });
      else yield report('wouldBeRefused', { ...common, data: { service: service.key, port, target, ports } });
    }
  },
});
