import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules } from '../../artifacts/kubernetes/kinds.ts';
import { nameOf } from '../../facts/field-of.ts';
import { meshUse } from '../../facts/mesh-use.ts';
import { services } from '../../facts/services.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { overrulings } from './overrulings.ts';

const seeWith = [
  'istioctl proxy-config clusters {client} -n {namespace} --fqdn {host}',
  'kubectl get destinationrules.networking.istio.io -A -o custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name,HOST:.spec.host,CREATED:.metadata.creationTimestamp',
] as const;

/** DestinationRules that Istio does not look at for the clients in question, because another one comes first or theirs is not found. */
export const overruledDestinationRule: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'overruled-destination-rule',
    title: 'DestinationRule that another one overrules',
    description:
      'Follows how Istio looks for the one DestinationRule of a host: the namespace of the client, then that of the Service, then the root namespace; the first that is found holds whole. Two in one namespace for one host are merged by age.',
    references: [
      {
        title: 'istio/istio pilot/pkg/model/push_context.go, destinationRule',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/model/push_context.go',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'istio/istio pilot/pkg/model/destination_rule.go, mergeDestinationRule',
        url: 'https://github.com/istio/istio/blob/master/pilot/pkg/model/destination_rule.go',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'istio/istio pkg/config, ResolveShortnameToFQDN',
        url: 'https://github.com/istio/istio/blob/master/pkg/config/model.go',
        version: 'Istio 1.18 to 1.31',
      },
      {
        title: 'Istio: cross-namespace configuration sharing',
        url: 'https://istio.io/latest/docs/ops/best-practices/traffic-management/#cross-namespace-configuration',
        version: 'Istio 1.18 to 1.31',
      },
    ],
  },
  needs: { destinationRules, meshUse, rootNamespace },
  wants: { services },
  messages: {
    replacedForClients: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets {settings} for {service}, but proxies in {namespace} are given {winner} instead, and nothing of this one.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    olderRuleKept: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets {settings} for {service}, but {winner} is older: of two rules for one host in one namespace only the trafficPolicy of the older is kept.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    oneOfTwoKept: {
      severity: 'info',
      text: 'DestinationRules {rule} and {winner} both set a trafficPolicy for {service}: only that of the older is kept, and which one that is the evidence does not tell.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    notExported: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets {settings} for {service}, but exportTo {exportTo} leaves out the proxies in {namespace}.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    notLookedAt: {
      severity: 'warning',
      text: 'DestinationRule {rule} sets {settings} for {service}, but proxies in {namespace} look in {namespace}, {serviceNamespace} and {root} only.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
    hostNamesNothing: {
      severity: 'warning',
      text: 'DestinationRule {rule} has the host {host}, which Istio takes for {taken}; that names no Service, and {service} goes without.',
      bearsOn: [],
      withoutEffect: { seeWith },
    },
  },
  *analyze({ destinationRules: rules, meshUse: uses, services, rootNamespace: root }, report) {
    for (const { rule, use, setting, instead, meantFor, reason } of overrulings(rules, uses, services, root)) {
      const details = {
        subject: rule.ref,
        ...(use.incident === undefined ? {} : { incident: use.incident }),
        evidence: [setting] as const,
        withoutEffect: {
          meantFor,
          instead,
          names: { client: use.clientPod ?? 'CLIENT-POD', namespace: use.clientNamespace, host: `${use.service}.svc.cluster.local` },
        },
      };
      const [name, service, namespace] = [nameOf(rule), use.service, use.clientNamespace];
      switch (reason.kind) {
        case 'replaced':
          yield report('replacedForClients', { ...details, data: { rule: name, settings: reason.settings, service, namespace, winner: reason.winner } });
          break;
        case 'younger':
          yield report('olderRuleKept', { ...details, data: { rule: name, settings: reason.settings, service, winner: reason.winner } });
          break;
        case 'one-of-two':
          yield report('oneOfTwoKept', { ...details, data: { rule: name, service, winner: reason.winner } });
          break;
        case 'not-exported':
          yield report('notExported', { ...details, data: { rule: name, settings: reason.settings, service, namespace, exportTo: reason.exportTo } });
          break;
        case 'not-looked-at':
          yield report('notLookedAt', {
            ...details,
            data: { rule: name, settings: reason.settings, service, namespace, serviceNamespace: use.serviceNamespace, root },
          });
          break;
        case 'names-nothing':
          yield report('hostNamesNothing', { ...details, data: { rule: name, host: reason.host, taken: reason.taken, service } });
      }
    }
  },
});
