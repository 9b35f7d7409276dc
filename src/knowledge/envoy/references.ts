import type { NonEmpty, Reference } from '../../model/evidence.ts';

const envoyDocs = 'https://www.envoyproxy.io/docs/envoy/latest';

/** Sources the tables of this folder were read from, with the version they were checked against. */
export const router: NonEmpty<Reference> = [
  {
    title: 'Envoy source/common/router/router.cc',
    version: 'Envoy 1.37.0',
    url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/router/router.cc',
  },
];
export const flagsDocument: NonEmpty<Reference> = [
  { title: 'Envoy access logging: response flags', version: 'Envoy 1.40.0', url: `${envoyDocs}/configuration/observability/access_log/usage` },
];
export const detailsDocument: NonEmpty<Reference> = [
  { title: 'Envoy response code details', version: 'Envoy 1.40.0', url: `${envoyDocs}/configuration/http/http_conn_man/response_code_details` },
];
export const codecClient: NonEmpty<Reference> = [
  {
    title: 'Envoy source/common/http/codec_client.cc onEvent',
    version: 'Envoy 1.37.0',
    url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/http/codec_client.cc',
  },
];
export const connectionManager: NonEmpty<Reference> = [
  {
    title: 'Envoy source/common/http/conn_manager_impl.cc',
    version: 'Envoy 1.37.0',
    url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/http/conn_manager_impl.cc',
  },
];
export const resetReasonText: NonEmpty<Reference> = [
  {
    title: 'Envoy source/common/http/utility.cc resetReasonToString',
    version: 'Envoy 1.37.0',
    url: 'https://github.com/envoyproxy/envoy/blob/main/source/common/http/utility.cc',
  },
];
export const hiddenReason: NonEmpty<Reference> = [
  {
    title: 'Envoy changelogs: envoy.reloadable_features.hide_transport_failure_reason_in_response_body',
    version: 'Envoy 1.38.1',
    url: `${envoyDocs}/version_history/version_history`,
  },
];
export const tlsErrors: NonEmpty<Reference> = [
  {
    title: 'Envoy TLS transport socket failure reasons; measured with scripted servers',
    version: 'Envoy 1.36.4 to 1.40.0',
    url: `${envoyDocs}/intro/arch_overview/security/ssl`,
  },
];
export const istioPassthrough: NonEmpty<Reference> = [
  {
    title: 'Istio outbound traffic policy: BlackHoleCluster and PassthroughCluster',
    version: 'Istio 1.31',
    url: 'https://istio.io/latest/docs/tasks/traffic-management/egress/egress-control/',
  },
];
export const istioPeer: NonEmpty<Reference> = [
  {
    title: 'Istio pilot/pkg/networking/core/filterchain_options.go',
    version: 'Istio 1.31',
    url: 'https://istio.io/latest/docs/reference/config/security/peer_authentication/',
  },
];
export const ztunnel: NonEmpty<Reference> = [{ title: 'ztunnel src/proxy.rs', version: 'ztunnel 1.31', url: 'https://github.com/istio/ztunnel' }];
export const victoriaMetrics: NonEmpty<Reference> = [
  {
    title: 'VictoriaMetrics source (app/vminsert, app/vmalert, app/vmagent, app/vmauth, lib/httpserver)',
    version: 'VictoriaMetrics 1.150.0',
    url: 'https://github.com/VictoriaMetrics/VictoriaMetrics',
  },
];
export const nginx: NonEmpty<Reference> = [
  { title: 'nginx src/http/ngx_http_upstream.c', version: 'nginx 1.29', url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html' },
];
export const haproxy: NonEmpty<Reference> = [
  { title: 'HAProxy configuration manual, session state at disconnection', version: 'HAProxy 3.2', url: 'https://docs.haproxy.org/3.2/configuration.html#8.5' },
];
export const awsLoadBalancer: NonEmpty<Reference> = [
  {
    title: 'AWS Application Load Balancer: access logs and troubleshooting',
    version: 'document of 2026',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html',
  },
];
export const googleLoadBalancer: NonEmpty<Reference> = [
  {
    title: 'Google Cloud external Application Load Balancer: statusDetails',
    version: 'document of 2026',
    url: 'https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring',
  },
];
export const linkerd: NonEmpty<Reference> = [
  { title: 'Linkerd proxy error messages', version: 'Linkerd 2.18', url: 'https://linkerd.io/2.18/tasks/troubleshooting/' },
];
export const curl: NonEmpty<Reference> = [{ title: 'curl error codes', version: 'curl 8', url: 'https://curl.se/libcurl/c/libcurl-errors.html' }];
export const clientLibraries: NonEmpty<Reference> = [
  {
    title: 'Error texts of HTTP client libraries (Go net/http, Node.js, Java, Python, gRPC)',
    version: 'Go 1.26, Node.js 24',
    url: 'https://pkg.go.dev/net/http#Transport',
  },
];
