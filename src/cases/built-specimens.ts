import { accessLog, containerLog, document, type Given, makeSnapshot, manifest } from '../testing/index.ts';
import { asCollected, type Specimen } from './specimen.ts';

/** Small incidents and healthy meshes for the causes of which the fewest are recorded. Whole diagnoses are judged by them, not analyzers. */
export function builtSpecimens(): readonly Specimen[] {
  return built.map(({ given, ...known }) => ({ from: 'built', snapshot: asCollected(makeSnapshot(given)), ...known }));
}

interface Built extends Pick<Specimen, 'id' | 'truth' | 'not'> {
  readonly given: readonly Given[];
}

const started = Date.UTC(2026, 10, 22, 17, 0, 0);
const time = (ms: number): string => new Date(started + ms).toISOString();

interface Asked {
  readonly ms: number;
  readonly answer: string;
  /** Port of the upstream connection; absent: none was made. */
  readonly port?: number;
  readonly took?: number;
  readonly to?: string;
  readonly dialled?: string;
  readonly cluster?: string;
}

const cartHost = 'cart.shop.svc.cluster.local';

/** A request of `web` for `cart`, as the proxy of web writes it. */
function out({ ms, answer, port, took = 2, to = '10.244.1.9:8080', dialled = '10.96.31.10:8080', cluster = `outbound|8080||${cartHost}` }: Asked): string {
  const local = port === undefined ? '-' : `10.244.2.25:${port}`;
  return `[${time(ms)}] "GET /cart HTTP/1.1" ${answer} - "-" 0 95 ${took} - "-" "web/2" "6f28162c-78dd-4dca-a89a-${String(ms).padStart(12, '0')}" "${cartHost}:8080" "${to}" ${cluster} ${local} ${dialled} 10.244.2.25:51050 - default`;
}

/** The same as the proxy of cart writes it. */
function into({ ms, answer, port = 40_000, took = 2 }: Asked): string {
  return `[${time(ms)}] "GET /cart HTTP/1.1" ${answer} - "-" 0 95 ${took} - "-" "web/2" "7f28162c-78dd-4dca-a89a-${String(ms).padStart(12, '0')}" "${cartHost}:8080" "10.244.1.9:8080" inbound|8080|| 127.0.0.6:${port} 10.244.1.9:8080 10.244.2.25:51050 - default`;
}

const ok = '200 - via_upstream';
const closed = '503 UC upstream_reset_before_response_started{connection_termination}';
const timedOut = '504 UT response_timeout';
const unreachable = '503 URX,UF upstream_reset_before_response_started{connection_timeout}';
const many = <T>(count: number, row: (index: number) => T): readonly T[] => Array.from({ length: count }, (_, index) => row(index));

const service = manifest`{ apiVersion: v1, kind: Service, metadata: { name: cart, namespace: shop }, spec: { selector: { app: cart }, ports: [{ port: 8080 }] } }`;
const cart = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: cart-0, namespace: shop, creationTimestamp: '2026-11-21T10:00:00Z', labels: { app: cart }, ownerReferences: [{ kind: StatefulSet, name: cart, controller: true }] }
  spec: { containers: [{ name: cart, resources: { limits: { cpu: 500m } } }, { name: istio-proxy }] }
  status: { phase: Running, podIP: 10.244.1.9, conditions: [{ type: Ready, status: 'True', lastTransitionTime: '2026-11-21T10:00:09Z' }] }
`;
const web = manifest`
  apiVersion: v1
  kind: Pod
  metadata: { name: web-0, namespace: shop, creationTimestamp: '2026-11-21T10:00:00Z', labels: { app: web }, ownerReferences: [{ kind: StatefulSet, name: web, controller: true }] }
  spec: { containers: [{ name: web }, { name: istio-proxy }] }
  status: { phase: Running, podIP: 10.244.2.25 }
`;
const mesh = [service, cart, web] as const;
const served = accessLog(
  'shop/web-0',
  many(20, (index) => out({ ms: index * 3_000, answer: ok, port: 40_001 })),
);
/** Handshakes of the proxy of web that end with these words. */
const failing = (text: string, count: number): Given =>
  accessLog(
    'shop/web-0',
    many(count, (index) =>
      out({ ms: index * 20_000, answer: `503 URX,UF upstream_reset_before_response_started{remote_connection_failure|${text}} - "${text}"` }).replace(
        ' - "-" 0 95',
        ' 0 95',
      ),
    ),
  );
/** Quiet times that went well, each on the connection of the one before, and quiet times after which the request was lost. */
function quiets(wells: readonly number[], losses: readonly number[]): readonly string[] {
  let ms = 0;
  let port = 41_000;
  const rows = [out({ ms, answer: ok, port })];
  for (const gap of wells) {
    ms += gap + 2;
    rows.push(out({ ms, answer: ok, port }));
  }
  for (const gap of losses) {
    ms += gap + 2;
    rows.push(out({ ms, answer: timedOut, port, took: 15_000 }));
    port += 1;
    ms += 20_000;
    rows.push(out({ ms, answer: ok, port }));
  }
  return rows;
}

const built: readonly Built[] = [
  {
    id: 'a firewall forgets flows after 350 s',
    truth: ['middlebox-idle-drop'],
    not: ['keepalive-idle-mismatch', 'cpu-saturated', 'network-policy-blocked'],
    given: [
      ...mesh,
      accessLog(
        'shop/web-0',
        quiets([5_000, 290_000, 61_000, 120_000, 240_000, 12_000, 310_000, 180_000], [420_000, 361_000, 700_000, 390_000, 505_000, 366_000]),
      ),
    ],
  },
  {
    id: 'a server of HTTP/1.0 closes after answers',
    truth: ['unannounced-close'],
    not: ['keepalive-idle-mismatch', 'connection-lifetime-limit', 'app-crashed'],
    given: [
      ...mesh,
      accessLog(
        'shop/cart-0',
        many(6, (index) =>
          many((index % 3) + 2, (turn) => into({ ms: index * 9_000 + turn * 5, answer: turn === (index % 3) + 1 ? closed : ok, port: 42_000 + index })),
        ).flat(),
      ),
    ],
  },
  {
    id: 'a client keeps the address of a pod that was replaced yesterday',
    truth: ['pinned-stale-address'],
    not: ['stale-endpoints', 'network-policy-blocked', 'shutdown-race'],
    given: [
      ...mesh,
      accessLog(
        'shop/web-0',
        many(8, (index) =>
          out({ ms: index * 5_000, answer: unreachable, took: 10_000, to: '10.244.1.77:8080', dialled: '10.244.1.77:8080', cluster: 'PassthroughCluster' }),
        ),
      ),
    ],
  },
  {
    id: 'a headless name was looked up once, at the start of the client',
    truth: ['pinned-stale-address'],
    not: ['stale-endpoints', 'network-policy-blocked', 'app-crashed'],
    given: [
      ...mesh,
      accessLog('shop/web-0', [
        ...many(8, (index) => out({ ms: index * 5_000, answer: unreachable, took: 10_000, to: '10.244.1.78:8080', dialled: '10.244.1.78:8080' })),
        ...many(8, (index) => out({ ms: index * 5_000 + 1_000, answer: ok, port: 43_000, dialled: '10.244.1.9:8080' })),
      ]),
    ],
  },
  {
    id: 'a proxy whose agent cannot reach istiod has no certificate',
    truth: ['certificate-unavailable'],
    not: ['certificate-expired', 'ca-trust-mismatch', 'mtls-mode-mismatch'],
    given: [
      ...mesh,
      failing('TLS_error:_Secret_is_not_supplied_by_SDS', 5),
      containerLog('shop/web-0/istio-proxy', [
        `${time(1_000)}\twarn\tsds\tfailed to warm certificate: failed to generate workload certificate: create certificate: rpc error: code = Unavailable desc = connection error`,
        `${time(1_500)}\terror\tcache\tresource:default failed to sign: create certificate: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.96.0.15:15012: connect: connection refused"`,
      ]),
    ],
  },
  {
    id: 'a node whose clock is slow takes a fresh certificate for one of the future',
    truth: ['clock-skew'],
    not: ['certificate-expired', 'ca-trust-mismatch', 'certificate-unavailable'],
    given: [
      ...mesh,
      failing(
        'TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:verify_cert_failed:_X509_verify_cert:_certificate_verification_error_at_depth_0:_certificate_is_not_yet_valid:TLS_error_end',
        5,
      ),
    ],
  },
  {
    id: 'healthy: a client that dials the address of a pod that is there',
    truth: [],
    not: ['pinned-stale-address', 'stale-endpoints'],
    given: [
      ...mesh,
      accessLog(
        'shop/web-0',
        many(9, (index) => out({ ms: index * 5_000, answer: ok, port: 44_000, dialled: '10.244.1.9:8080', cluster: 'PassthroughCluster' })),
      ),
    ],
  },
  {
    id: 'healthy: a replica was evicted while the other one served',
    truth: [],
    not: ['evicted', 'shutdown-race', 'readiness-failing'],
    given: [
      ...mesh,
      served,
      manifest`{ apiVersion: v1, kind: Event, metadata: { name: e, namespace: shop }, involvedObject: { kind: Pod, namespace: shop, name: cart-1 }, reason: Evicted, message: 'The node was low on resource: memory.', count: 1, firstTimestamp: '2026-11-22T17:00:20Z', lastTimestamp: '2026-11-22T17:00:20Z' }`,
    ],
  },
  {
    id: 'healthy: a container at its CPU limit answers slowly, and answers',
    truth: [],
    not: ['cpu-saturated', 'request-timeout', 'proxy-overloaded'],
    given: [
      ...mesh,
      accessLog(
        'shop/web-0',
        many(9, (index) => out({ ms: index * 5_000, answer: ok, port: 44_000, took: 2_900 })),
      ),
      document('top/pods.txt', 'NAMESPACE   POD      NAME   CPU(cores)   MEMORY(bytes)\nshop        cart-0   cart   499m         83Mi\n'),
    ],
  },
  {
    id: 'healthy: a policy keeps others out',
    truth: [],
    not: ['network-policy-blocked', 'authorization-denied'],
    given: [
      ...mesh,
      served,
      manifest`{ apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: { name: own, namespace: shop }, spec: { podSelector: { matchLabels: { app: cart } }, policyTypes: [Ingress], ingress: [{ from: [{ podSelector: { matchLabels: { app: web } } }] }] } }`,
    ],
  },
  {
    id: 'healthy: vminsert reached its limit, and nobody was refused',
    truth: [],
    not: ['vminsert-overloaded', 'vmstorage-unavailable', 'app-answered-503'],
    given: [
      accessLog(
        'shop/cart-0',
        many(9, (index) => into({ ms: index * 5_000, answer: '204 - via_upstream' }).replaceAll('cart', 'vminsert')),
      ),
      document(
        'metrics/shop/vminsert-0.txt',
        'vm_app_version{version="vminsert-20260901-000000-tags-v1.131.0-cluster", short_version="v1.131.0"} 1\nvm_concurrent_insert_limit_reached_total 5\nvm_concurrent_insert_limit_timeout_total 0\nvm_concurrent_insert_capacity 8\n',
        'shop/vminsert-0',
      ),
    ],
  },
  {
    id: 'healthy: a panic between requests that meets none',
    truth: [],
    not: ['app-closed-mid-request', 'app-crashed'],
    given: [...mesh, served, containerLog('shop/cart-0/cart', ['2026/11/22 17:00:31 http: panic serving 10.244.9.9:40001: net/http: abort Handler'])],
  },
];
