/** A Go module whose CustomResourceDefinitions are kept in lab/schemas, and where in the module they stand. */
export interface SchemaSource {
  readonly product: 'istio' | 'gateway-api' | 'victoriametrics-operator' | 'prometheus-operator';
  /** Version of the product, as its users write it. */
  readonly version: string;
  /** Written file, below lab/schemas. */
  readonly file: string;
  readonly module: string;
  readonly moduleVersion: string;
  /** Glob below the module's folder; documents in it that are no CustomResourceDefinition are left out. */
  readonly manifests: string;
}

/**
 * One patch of each Istio minor: the newest that the module proxy serves with the CRDs the minor ended with. Compared between the release
 * tags of istio/api, the CRDs of a minor change in few patches:
 * 1.22.0–1.22.8 are equal · 1.23.1–1.23.5 (1.23.0 demands an address or a network of a WorkloadEntry; 1.23.6 drops the 1 ms minimum of some
 * durations, and is not served) · 1.24.4–1.24.6 (before: with that minimum) · 1.25.1–1.25.5 · 1.26.0–1.26.8 · 1.27.0–1.27.9 ·
 * 1.28.2–1.28.10 (before: without the Helm annotation) · 1.29.3–1.29.6 (before: one port limited to 6553) · 1.30.0–1.30.3.
 */
const istio = ['1.22.0', '1.23.4', '1.24.4', '1.25.5', '1.26.0', '1.27.0', '1.28.2', '1.29.6', '1.30.3', '1.31.1'].map(
  (version): SchemaSource => ({
    product: 'istio',
    version,
    file: `istio-${minorOf(version)}.json`,
    module: 'istio.io/api',
    moduleVersion: `v${version}`,
    manifests: 'kubernetes/customresourcedefinitions.gen.yaml',
  }),
);

/** The standard channel: what a cluster has unless someone chose experiments. */
const gatewayApi = ['1.1.0', '1.2.1', '1.4.1', '1.6.3'].map(
  (version): SchemaSource => ({
    product: 'gateway-api',
    version,
    file: `gateway-api-${minorOf(version)}.json`,
    module: 'sigs.k8s.io/gateway-api',
    moduleVersion: `v${version}`,
    manifests: 'config/crd/standard/*.yaml',
  }),
);

export const schemaSources: readonly SchemaSource[] = [
  ...istio,
  ...gatewayApi,
  {
    product: 'victoriametrics-operator',
    version: '0.50.0',
    file: 'victoriametrics-operator-0.50.json',
    module: 'github.com/VictoriaMetrics/operator',
    moduleVersion: 'v0.50.0',
    manifests: 'config/crd/overlay/crd.yaml',
  },
  {
    // The overlay is what the operator's releases install: controller-gen's output with pod templates opened by kustomize patches.
    product: 'victoriametrics-operator',
    version: '0.74.1',
    file: 'victoriametrics-operator-0.74.json',
    module: 'github.com/VictoriaMetrics/operator',
    moduleVersion: 'v0.74.1',
    manifests: 'config/crd/overlay/crd.descriptionless.yaml',
  },
  {
    product: 'prometheus-operator',
    version: '0.85.0',
    file: 'prometheus-operator-0.85.json',
    module: 'github.com/prometheus-operator/prometheus-operator',
    moduleVersion: 'v0.85.0',
    manifests: 'example/prometheus-operator-crd/monitoring.coreos.com_{servicemonitors,podmonitors,probes,prometheusrules}.yaml',
  },
];

function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}
