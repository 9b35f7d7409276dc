import type { FoundNames } from './found-names.ts';

/**
 * Finds names in any text by what surrounds them: clusters of Envoy, hosts of URLs, SPIFFE identities, node ids of Istio, names of pods, hosts that end as
 * hosts do. A file is looked at whole, so no pattern looks far.
 */
export function namesInText(text: string, found: FoundNames): void {
  for (const [, name = ''] of text.matchAll(POD)) found.add(name);
  for (const pattern of HOSTS) for (const [, host = ''] of text.matchAll(pattern)) addHost(host, found);
  for (const [, first = '', namespace = '', account = ''] of text.matchAll(SPIFFE)) {
    addHost(first, found);
    found.add(namespace);
    found.add(account);
  }
  for (const [, pod = '', namespace = '', domain = ''] of text.matchAll(NODE_ID)) {
    found.add(pod);
    found.add(namespace);
    addHost(domain, found);
  }
}

/** Parts of a host, unless its end says that it is everybody's. */
export function addHost(host: string, found: FoundNames): void {
  if (PUBLIC.test(host) || /^[\d.]+$/.test(host)) return;
  for (const label of host.split('.').filter((part) => part !== '*')) found.add(label);
}

/** `acme-7d9c5b6f4c-x2k8p` */
const POD = /(?<![A-Za-z0-9-])([a-z][a-z0-9-]{0,60})-(?=[0-9a-z]{0,9}\d)[0-9a-f]{8,10}-[bcdfghjklmnpqrstvwxz2456789]{5}(?![A-Za-z0-9-])/g;

const LABEL = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const HOST = `${LABEL}(?:\\.${LABEL}){0,10}`;
/** Ends of hosts that are no ends of files, packages or fields. */
const ENDS = 'local|internal|com|net|org|io|dev|cloud|corp|lan|intra|biz|info|edu|gov|example|test|invalid|eu|de|uk|fr|tw|cn|jp|us|ai|tech|app';

const HOSTS: readonly RegExp[] = [
  new RegExp(`\\b(?:in|out)bound[|_]\\.?\\d{0,5}[|_](?:\\._)?\\.?([^|\\s"']{0,200}\\|)?(${HOST})`, 'g'),
  new RegExp(`\\b(?:in|out)bound_\\.\\d{1,5}_\\.(?:[^\\s"']{0,100}?)_\\.(${HOST})`, 'g'),
  new RegExp(`\\|(${HOST})(?=[\\s"';.|]|$)`, 'gm'),
  new RegExp(`://(?:[^\\s/@"']{0,200}@)?(${HOST})`, 'g'),
  new RegExp(`(?<![A-Za-z0-9/@_-])((?:${LABEL}\\.){1,10}(?:${ENDS}))(?![A-Za-z0-9/_-]|\\.[a-z])`, 'g'),
  new RegExp(`(?<![A-Za-z0-9._-])((?:${LABEL}\\.){1,6}svc)(?![A-Za-z0-9_-])`, 'g'),
  new RegExp(`"(${HOST}):\\d{1,5}"`, 'g'),
  new RegExp(`\\blookup (${HOST})`, 'g'),
];

/** `spiffe://cluster.local/ns/acme/sa/checkout` */
const SPIFFE = /spiffe:\/\/([A-Za-z0-9.-]{1,200})\/ns\/([a-z0-9-]{1,63})\/sa\/([a-z0-9.-]{1,253})/g;
/** `sidecar~10.1.2.3~checkout-7d9c5b6f4c-x2k8p.acme~acme.svc.cluster.local` */
const NODE_ID = /\b(?:sidecar|router|ztunnel|waypoint)~[0-9a-fA-F.:]{2,45}~([a-z0-9.-]{1,253})\.([a-z0-9-]{1,63})~([A-Za-z0-9.-]{1,253})/g;

/** Projects whose hosts name kinds, types and images. */
const PUBLIC =
  /(?:^|\.)(?:k8s\.io|kubernetes\.io|istio\.io|envoyproxy\.io|googleapis\.com|docker\.io|docker\.com|gcr\.io|quay\.io|ghcr\.io|github\.com|golang\.org|pkg\.dev|victoriametrics\.com|coreos\.com|cncf\.io|grafana\.com|prometheus\.io|linkerd\.io|cilium\.io|projectcontour\.io|openshift\.io|helm\.sh|mcr\.microsoft\.com|public\.ecr\.aws|opentelemetry\.io|cert-manager\.io|w3\.org|letsencrypt\.org)$/i;
