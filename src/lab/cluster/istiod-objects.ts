import { jsonAccessLogProvider } from './json-access-log.ts';
import type { KubeObject } from './kube-api.ts';

/** What the lab's installation of Istio is made of, besides its CustomResourceDefinitions. */
export interface IstiodOptions {
  /** Injection template as istiod's chart has it. */
  readonly template: string;
  /** The chart's values, for the template. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Mesh options beside the lab's own. */
  readonly mesh?: Readonly<Record<string, unknown>>;
  /** Environment of istiod beside the lab's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** Content of a kubeconfig by which istiod reaches the API server. */
  readonly kubeconfig: string;
}

const namespace = 'istio-system';
const labels = { app: 'istiod', istio: 'pilot', 'istio.io/rev': 'default' };
const meta = (name: string): { name: string; namespace: string; labels: Record<string, string> } => ({ name, namespace, labels });

/** Upstream Envoy lacks Istio's own filters, so istiod is told not to configure them (`PILOT_ENABLE_*`, Istio 1.32). */
const withoutIstioFilters = { PILOT_ENABLE_ALPN_FILTER: 'false', PILOT_ENABLE_METADATA_EXCHANGE: 'false' };

/** Everything that the lab applies to have an istiod, in order. */
export function istiodObjects(options: IstiodOptions): readonly KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('istiod') },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('istio'), data: { mesh: JSON.stringify(meshOptions(options)), meshNetworks: 'networks: {}' } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: meta('istio-sidecar-injector'), data: injector(options) },
    { apiVersion: 'v1', kind: 'Secret', metadata: meta('istio-kubeconfig'), stringData: { config: options.kubeconfig } },
    service(),
    deployment(options),
  ];
}

/** The webhook by which istiod injects sidecars; applied once istiod answers, so that no pod slips through uninjected or is refused. */
export function injectionWebhook(caBundle: string): KubeObject {
  const notRefused = { matchExpressions: [{ key: 'sidecar.istio.io/inject', operator: 'NotIn', values: ['false'] }] };
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'istio-sidecar-injector', labels: { ...labels, app: 'sidecar-injector' } },
    webhooks: [
      {
        name: 'namespace.sidecar-injector.istio.io',
        clientConfig: { service: { name: 'istiod', namespace, path: '/inject', port: 443 }, caBundle },
        sideEffects: 'None',
        rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' }],
        failurePolicy: 'Fail',
        admissionReviewVersions: ['v1'],
        namespaceSelector: { matchExpressions: [{ key: 'istio-injection', operator: 'In', values: ['enabled'] }] },
        objectSelector: notRefused,
      },
    ],
  };
}

/** The webhook by which istiod refuses invalid Istio objects. */
export function validationWebhook(caBundle: string): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'istio-validator-istio-system', labels },
    webhooks: [
      {
        name: 'rev.validation.istio.io',
        clientConfig: { service: { name: 'istiod', namespace, path: '/validate', port: 443 }, caBundle },
        sideEffects: 'None',
        rules: [
          {
            operations: ['CREATE', 'UPDATE'],
            apiGroups: ['security.istio.io', 'networking.istio.io', 'telemetry.istio.io', 'extensions.istio.io'],
            apiVersions: ['*'],
            resources: ['*'],
            scope: '*',
          },
        ],
        failurePolicy: 'Fail',
        admissionReviewVersions: ['v1'],
      },
    ],
  };
}

function meshOptions({ mesh }: IstiodOptions): Readonly<Record<string, unknown>> {
  return {
    accessLogFile: '/dev/stdout',
    enablePrometheusMerge: true,
    rootNamespace: namespace,
    trustDomain: 'cluster.local',
    extensionProviders: [jsonAccessLogProvider],
    ...mesh,
    defaultConfig: {
      discoveryAddress: `istiod.${namespace}.svc:15012`,
      // Found on the path: the lab has no image with Istio's own place for it.
      binaryPath: 'envoy',
      // Istio drops these counters by default; in the lab they are evidence.
      proxyStatsMatcher: { inclusionRegexps: ['.*upstream_.*', '.*downstream_.*', '.*outlier_detection.*', '.*ssl.*'] },
      ...(typeof mesh?.['defaultConfig'] === 'object' ? mesh['defaultConfig'] : {}),
    },
  };
}

function injector({ template, values }: IstiodOptions): Readonly<Record<string, string>> {
  const config = {
    defaultTemplates: ['sidecar'],
    policy: 'enabled',
    alwaysInjectSelector: [],
    neverInjectSelector: [],
    injectedAnnotations: {},
    templates: { sidecar: template },
  };
  return { config: JSON.stringify(config), values: JSON.stringify(values) };
}

const ports = [
  { name: 'grpc-xds', port: 15010, protocol: 'TCP' },
  { name: 'https-dns', port: 15012, protocol: 'TCP' },
  { name: 'https-webhook', port: 443, targetPort: 15017, protocol: 'TCP' },
  { name: 'http-monitoring', port: 15014, protocol: 'TCP' },
];

function service(): KubeObject {
  return { apiVersion: 'v1', kind: 'Service', metadata: meta('istiod'), spec: { ports, selector: { app: 'istiod', istio: 'pilot' } } };
}

function deployment({ env }: IstiodOptions): KubeObject {
  const own = (fieldPath: string): { fieldRef: { apiVersion: string; fieldPath: string } } => ({ fieldRef: { apiVersion: 'v1', fieldPath } });
  const all = {
    REVISION: 'default',
    PILOT_CERT_PROVIDER: 'istiod',
    KUBECONFIG: './var/run/secrets/remote/config',
    CLUSTER_ID: 'Kubernetes',
    ...withoutIstioFilters,
    ...env,
  };
  const container = {
    name: 'discovery',
    image: 'istio/pilot:1.32-dev',
    command: ['pilot-discovery'],
    args: ['discovery', '--monitoringAddr=:15014', '--log_output_level=default:info', '--domain', 'cluster.local', '--keepaliveMaxServerConnectionAge', '30m'],
    ports: [8080, 15010, 15012, 15017, 15014].map((containerPort) => ({ containerPort, protocol: 'TCP' })),
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, initialDelaySeconds: 1, periodSeconds: 1, timeoutSeconds: 5 },
    env: [
      ...Object.entries(all).map(([name, value]) => ({ name, value })),
      { name: 'POD_NAME', valueFrom: own('metadata.name') },
      { name: 'POD_NAMESPACE', valueFrom: own('metadata.namespace') },
      { name: 'SERVICE_ACCOUNT', valueFrom: own('spec.serviceAccountName') },
    ],
    resources: { requests: { cpu: '100m', memory: '256Mi' } },
    volumeMounts: [
      { name: 'istio-token', mountPath: '/var/run/secrets/tokens', readOnly: true },
      { name: 'local-certs', mountPath: '/var/run/secrets/istio-dns' },
      { name: 'istio-kubeconfig', mountPath: '/var/run/secrets/remote', readOnly: true },
    ],
  };
  const pod = {
    serviceAccountName: 'istiod',
    containers: [container],
    volumes: [
      { name: 'istio-token', projected: { sources: [{ serviceAccountToken: { audience: 'istio-ca', expirationSeconds: 43200, path: 'istio-token' } }] } },
      { name: 'local-certs', emptyDir: { medium: 'Memory' } },
      { name: 'istio-kubeconfig', secret: { secretName: 'istio-kubeconfig' } },
    ],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: meta('istiod'),
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'istiod', istio: 'pilot' } },
      template: { metadata: { labels, annotations: { 'sidecar.istio.io/inject': 'false' } }, spec: pod },
    },
  };
}
