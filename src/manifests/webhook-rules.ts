import { asObject, asObjects, asString, booleanAt, listAt, numberAt, objectAt, objectsAt, stringAt } from '../formats/json.ts';
import type { JsonObject } from '../model/json.ts';
import type { FieldProblem } from './types.ts';

/**
 * What istiod's webhook refuses though the definition allows it (pkg/config/validation/validation.go and agent/validation.go, Istio 1.22 to 1.31), as
 * far as the objects go that a fix for connections touches: Sidecar, DestinationRule, VirtualService. Warnings of the webhook refuse nothing and are left out.
 */
export function webhookProblems(object: JsonObject): readonly FieldProblem[] {
  const spec = objectAt(object, 'spec') ?? {};
  switch (stringAt(object, 'kind')) {
    case 'Sidecar':
      return sidecarProblems(spec);
    case 'DestinationRule':
      return destinationRuleProblems(spec);
    case 'VirtualService':
      return virtualServiceProblems(spec);
    default:
      return [];
  }
}

const broken = (path: string, message: string): FieldProblem => ({ path, why: 'rule', message });

function sidecarProblems(spec: JsonObject): readonly FieldProblem[] {
  const egress = objectsAt(spec, 'egress');
  const ingress = objectsAt(spec, 'ingress');
  const isEmpty = egress.length === 0 && ingress.length === 0 && spec['outboundTrafficPolicy'] === undefined && spec['inboundConnectionPool'] === undefined;
  return [
    ...(isEmpty ? [broken('spec', 'sidecar: empty configuration provided')] : []),
    ...poolProblems(objectAt(spec, 'inboundConnectionPool'), 'spec.inboundConnectionPool'),
    ...ingress.flatMap((listener, index) => ingressProblems(listener, `spec.ingress[${index}]`)),
    ...repeated(ingress.map((listener) => numberAt(listener, 'port', 'number'))).map((index) =>
      broken(`spec.ingress[${index}].port.number`, 'sidecar: ports on IP bound listeners must be unique'),
    ),
    ...egress.flatMap((listener, index) => egressProblems(listener, `spec.egress[${index}]`, index === egress.length - 1)),
  ];
}

function ingressProblems(listener: JsonObject, path: string): readonly FieldProblem[] {
  const endpoint = stringAt(listener, 'defaultEndpoint') ?? '';
  const isUsable = endpoint === '' || endpoint.startsWith('unix://') || /^(?:127\.0\.0\.1|0\.0\.0\.0|\[::1?\])?:\d{1,5}$/.test(endpoint);
  return [
    ...(objectAt(listener, 'port') === undefined ? [broken(`${path}.port`, 'sidecar: port is required for ingress listeners')] : []),
    ...(isUsable
      ? []
      : [
          broken(
            `${path}.defaultEndpoint`,
            'sidecar: defaultEndpoint must be of form 127.0.0.1:<port>, 0.0.0.0:<port>, [::1]:<port>, [::]:<port> or unix://path',
          ),
        ]),
    ...poolProblems(objectAt(listener, 'connectionPool'), `${path}.connectionPool`),
  ];
}

function egressProblems(listener: JsonObject, path: string, isLast: boolean): readonly FieldProblem[] {
  const hosts = listAt(listener, 'hosts');
  return [
    ...(objectAt(listener, 'port') === undefined && !isLast
      ? [broken(path, 'sidecar: the egress listener with empty port should be the last listener in the list')]
      : []),
    ...(hosts.length === 0 ? [broken(`${path}.hosts`, 'sidecar: egress listener must contain at least one host')] : []),
    ...hosts.flatMap((host, index) => hostProblems(asString(host) ?? '', `${path}.hosts[${index}]`)),
  ];
}

/** `namespace/dnsName`: the namespace a label, `*`, `.` or `~`; the name `*`, or a full name whose first label alone may be `*`. */
function hostProblems(host: string, path: string): readonly FieldProblem[] {
  const slash = host.indexOf('/');
  if (slash < 0) return [broken(path, 'host must be of form namespace/dnsName')];
  const [namespace, name] = [host.slice(0, slash), host.slice(slash + 1)];
  if (namespace === '' || name === '') return [broken(path, 'config namespace and dnsName in host entry cannot be empty')];
  if (!/^(?:[*.~]|[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?)$/.test(namespace)) return [broken(path, `invalid namespace value "${namespace}" in sidecar`)];
  if (name === '*') return [];
  if (!name.includes('.')) return [broken(path, 'short names (non FQDN) are not allowed')];
  return /^(?:\*\.)?[A-Za-z0-9_](?:[-A-Za-z0-9_]*[A-Za-z0-9_])?(?:\.[A-Za-z0-9_](?:[-A-Za-z0-9_]*[A-Za-z0-9_])?)*\.?$/.test(name)
    ? []
    : [broken(path, `domain name "${name}" invalid`)];
}

function destinationRuleProblems(spec: JsonObject): readonly FieldProblem[] {
  const subsets = objectsAt(spec, 'subsets');
  return [
    ...policyProblems(objectAt(spec, 'trafficPolicy'), 'spec.trafficPolicy'),
    ...subsets.flatMap((subset, index) => [
      ...((stringAt(subset, 'name') ?? '') === '' ? [broken(`spec.subsets[${index}].name`, 'subset name is required')] : []),
      ...policyProblems(objectAt(subset, 'trafficPolicy'), `spec.subsets[${index}].trafficPolicy`),
    ]),
    ...repeated(subsets.map((subset) => stringAt(subset, 'name'))).map((index) => broken(`spec.subsets[${index}].name`, 'subset names must be unique')),
  ];
}

const policyFields = ['outlierDetection', 'connectionPool', 'loadBalancer', 'tls', 'portLevelSettings', 'tunnel', 'proxyProtocol'] as const;

function policyProblems(policy: JsonObject | undefined, path: string): readonly FieldProblem[] {
  if (policy === undefined) return [];
  const outlier = objectAt(policy, 'outlierDetection');
  const needsSplit = (numberAt(outlier, 'consecutiveLocalOriginFailures') ?? 0) > 0 && booleanAt(outlier, 'splitExternalLocalOriginErrors') !== true;
  return [
    ...(policyFields.some((field) => policy[field] !== undefined) ? [] : [broken(path, 'traffic policy must have at least one field')]),
    ...(needsSplit
      ? [
          broken(
            `${path}.outlierDetection`,
            'outlier detection consecutive local origin failures is specified, but split external local origin errors is set to false',
          ),
        ]
      : []),
    ...poolProblems(objectAt(policy, 'connectionPool'), `${path}.connectionPool`),
    ...objectsAt(policy, 'portLevelSettings').flatMap((setting, index) =>
      poolProblems(objectAt(setting, 'connectionPool'), `${path}.portLevelSettings[${index}].connectionPool`),
    ),
  ];
}

function poolProblems(pool: JsonObject | undefined, path: string): readonly FieldProblem[] {
  if (pool === undefined) return [];
  const http = objectAt(pool, 'http');
  if (http === undefined && objectAt(pool, 'tcp') === undefined) return [broken(path, 'connection pool must have at least one field')];
  const counts = ['http1MaxPendingRequests', 'http2MaxRequests', 'maxRequestsPerConnection', 'maxRetries', 'maxConcurrentStreams'] as const;
  return [
    ...counts.filter((name) => (numberAt(http, name) ?? 0) < 0).map((name) => broken(`${path}.http.${name}`, 'must be non-negative')),
    ...((numberAt(pool, 'tcp', 'maxConnections') ?? 0) < 0 ? [broken(`${path}.tcp.maxConnections`, 'max connections must be non-negative')] : []),
    ...(stringAt(http, 'h2UpgradePolicy') === 'UPGRADE' && booleanAt(http, 'useClientProtocol') === true
      ? [broken(`${path}.http.useClientProtocol`, 'use client protocol must not be true when H2UpgradePolicy is UPGRADE')]
      : []),
  ];
}

function virtualServiceProblems(spec: JsonObject): readonly FieldProblem[] {
  return objectsAt(spec, 'http').flatMap((route, index) => {
    const path = `spec.http[${index}]`;
    const answers = ['route', 'redirect', 'directResponse', 'delegate'].some((field) => route[field] !== undefined);
    const retryOn = (stringAt(route, 'retries', 'retryOn') ?? '').split(',').filter((policy) => policy !== '');
    const attempts = numberAt(route, 'retries', 'attempts');
    return [
      ...(answers ? [] : [broken(path, 'HTTP route, redirect or direct_response is required')]),
      ...(attempts !== undefined && attempts < 0 ? [broken(`${path}.retries.attempts`, 'attempts cannot be negative')] : []),
      ...(attempts === 0 && retryOn.length > 0 ? [broken(`${path}.retries`, 'http retry policy configured when attempts are set to 0 (disabled)')] : []),
      ...retryOn
        .filter((policy) => !retryPolicies.has(policy) && !/^[1-5]\d\d$/.test(policy))
        .map((policy) => broken(`${path}.retries.retryOn`, `${policy} is not a valid retryOn policy`)),
      ...asObjects(route['route']).flatMap((destination, at) =>
        asObject(destination['destination']) === undefined ? [broken(`${path}.route[${at}].destination`, 'destination is required')] : [],
      ),
    ];
  });
}

/** Envoy's retry policies, HTTP and gRPC, and `retriable-status-codes` by number (Istio 1.31, pkg/config/validation). */
const retryPolicies: ReadonlySet<string> = new Set([
  '5xx',
  'gateway-error',
  'reset',
  'reset-before-request',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'retriable-status-codes',
  'retriable-headers',
  'envoy-ratelimited',
  'http3-post-connect-failure',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
]);

/** Positions of values that stood in the list before. */
function repeated<T>(list: readonly (T | undefined)[]): readonly number[] {
  return list.flatMap((value, index) => (value !== undefined && list.indexOf(value) < index ? [index] : []));
}
