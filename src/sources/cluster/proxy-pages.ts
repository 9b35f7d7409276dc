/** A page of Envoy's admin interface to gather, and the artifact of the diagnosis it feeds. */
export interface ProxyPage {
  /** The id of the artifact, as docs/artifacts.md lists them. */
  readonly artifact: string;
  readonly path: string;
  /** The file below `envoy/NAMESPACE/POD/`. */
  readonly file: string;
}

/** The admin pages (Envoy 1.20 to 1.40, docs/operations/admin) that diagnose reads; all of them are GET and change nothing. */
export const proxyPages: readonly ProxyPage[] = [
  { artifact: 'proxy-config', path: '/config_dump?include_eds', file: 'config_dump.json' },
  { artifact: 'proxy-clusters', path: '/clusters?format=json', file: 'clusters.json' },
  { artifact: 'proxy-stats', path: '/stats', file: 'stats.txt' },
  { artifact: 'proxy-certs', path: '/certs', file: 'certs.json' },
  { artifact: 'proxy-listeners', path: '/listeners?format=json', file: 'listeners.json' },
  { artifact: 'proxy-server-info', path: '/server_info', file: 'server_info.json' },
];

/** istiod's own pages, below `istiod/`, at its monitoring port 15014 (Istio 1.4 to 1.32; from its own loopback without a token). */
export const istiodPages: readonly ProxyPage[] = [
  { artifact: 'proxy-sync', path: '/debug/syncz', file: 'syncz.json' },
  { artifact: 'metrics', path: '/metrics', file: 'metrics.txt' },
];
