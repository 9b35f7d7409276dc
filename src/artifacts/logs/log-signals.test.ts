import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLogLine } from './log-line.ts';
import { readSignals, type SignalId, signalIds } from './log-signals.ts';

const vm = (level: string, file: string, message: string): string => `2026-11-22T17:27:41.123Z\t${level}\tVictoriaMetrics/${file}\t${message}`;
const istio = (level: string, rest: string): string => `2026-11-22T17:27:41.123456Z\t${level}\t${rest}`;
const write = 'http://vminsert.monitoring.svc.cluster.local:8480/insert/0/prometheus/api/v1/write';
const body = 'upstream connect error or disconnect/reset before headers. reset reason: connection termination';

/** A line, and the data that its signal must at least carry. */
const cases: Readonly<Record<SignalId, readonly (readonly [line: string, data: { readonly [name: string]: string }])[]>> = {
  'started-server': [[vm('info', 'lib/httpserver/httpserver.go:152', 'started server at http://0.0.0.0:8480/'), { host: '0.0.0.0', port: '8480' }]],
  listening: [
    ['2026-11-22T17:18:14.501Z info listening on 3000 keepAliveTimeout 5000 ms', { port: '3000' }],
    ['[2026-11-22 17:27:41 +0000] [1] [INFO] Listening at: http://0.0.0.0:8000 (1)', { host: '0.0.0.0', port: '8000' }],
    ['INFO:     Uvicorn running on http://127.0.0.1:8000 (Press CTRL+C to quit)', { host: '127.0.0.1', port: '8000' }],
    ['2026-11-22T17:27:41.123Z  INFO 1 --- [main] o.s.b.w.e.tomcat.TomcatWebServer : Tomcat started on port(s): 8080 (http)', { port: '8080' }],
    ['[GIN-debug] Listening and serving HTTP on :8080', { port: '8080' }],
    ['info: Microsoft.Hosting.Lifetime[14] Now listening on: http://[::]:80', { host: '[::]', port: '80' }],
  ],
  'keepalive-setting': [['2026-11-22T17:18:14.501Z info listening on 3000 keepAliveTimeout 5000 ms', { value: '5000', unit: 'ms' }]],
  'sigterm-received': [
    [vm('info', 'app/vminsert/main.go:169', 'service received signal terminated'), { signal: 'SIGTERM' }],
    ['[2026-11-22 17:27:41 +0000] [1] [INFO] Handling signal: term', { signal: 'SIGTERM' }],
    ['SIGTERM received, closing', { signal: 'SIGTERM' }],
  ],
  'shutting-down': [[vm('info', 'app/vminsert/main.go:171', 'gracefully shutting down http service at ["" :8480]'), {}]],
  'shutdown-delay': [
    [
      vm(
        'info',
        'lib/httpserver/httpserver.go:200',
        'Waiting for 4.000s before shutdown of http server "127.0.0.1:38481", so load balancers could re-route requests to other servers',
      ),
      { delay: '4.000s' },
    ],
  ],
  stopped: [[vm('info', 'app/vminsert/main.go:175', 'successfully shut down http service in 0.002 seconds'), { took: '0.002' }]],
  'graceful-shutdown-failed': [
    [
      vm(
        'fatal',
        'app/vminsert/main.go:172',
        'cannot stop http service: cannot gracefully shutdown http server at "127.0.0.1:27480" in 7.000s; probably, `-http.maxGracefulShutdownDuration` command-line flag value must be increased; error: context deadline exceeded',
      ),
      { address: '127.0.0.1:27480', after: '7.000s' },
    ],
  ],
  panic: [
    ['panic: runtime error: index out of range [3] with length 3', { runtime: 'go', kind: 'panic' }],
    ['fatal error: concurrent map writes', { kind: 'fatal-error' }],
    ['goroutine 1 [running]:', { kind: 'trace' }],
  ],
  'handler-panic': [['2026/11/22 17:27:41 http: panic serving 10.244.0.7:51234: runtime error: invalid memory address', { remote: '10.244.0.7:51234' }]],
  'uncaught-exception': [
    ["TypeError: Cannot read properties of undefined (reading 'items')", { error: "TypeError: Cannot read properties of undefined (reading 'items')" }],
    ['Node.js v20.20.2', { runtime: 'node', kind: 'exit', version: 'v20.20.2' }],
    ['Traceback (most recent call last):', { runtime: 'python' }],
    ['Exception in thread "main" java.lang.IllegalStateException: no config', { runtime: 'java', thread: 'main' }],
  ],
  'out-of-memory': [
    ['FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory', {}],
    ['java.lang.OutOfMemoryError: Java heap space', {}],
    [istio('error', 'Epoch 0 exited with error: signal: killed'), { text: 'signal: killed' }],
  ],
  segfault: [['Segmentation fault (core dumped)', {}]],
  'worker-exit': [
    ['2026/11/22 17:27:41 [alert] 1#1: worker process 29 exited on signal 9', { pid: '29', signal: '9' }],
    ['[2026-11-22 17:27:41 +0000] [1] [ERROR] Worker (pid:8) was sent SIGKILL! Perhaps out of memory?', { pid: '8', signal: 'SIGKILL' }],
    ['[2026-11-22 17:27:41 +0000] [1] [CRITICAL] WORKER TIMEOUT (pid:9)', { pid: '9' }],
    ['DAMN ! worker 1 (pid: 12) died, killed by signal 9 :( trying respawn ...', { pid: '12', signal: '9' }],
    ['[22-Nov-2026 17:27:41] WARNING: [pool www] child 31 exited on signal 9 (SIGKILL) after 12.3 seconds from start', { pid: '31', signal: '9' }],
    ['[Sun Nov 22 17:27:41.123456 2026] [core:notice] [pid 1] AH00052: child pid 44 exit signal Segmentation fault (11)', { pid: '44', signal: '11' }],
  ],
  'invalid-flag': [
    ['invalid value "4O" for flag -maxLabelsPerTimeseries: parse error', { flag: 'maxLabelsPerTimeseries', value: '4O' }],
    ['flag provided but not defined: -http.idleTimeout', { flag: 'http.idleTimeout' }],
    ['Error: unknown flag: --retires', { flag: '--retires' }],
  ],
  'config-error': [
    ['2026/11/22 17:27:41 [emerg] 1#1: unknown directive "upstreamm" in /etc/nginx/nginx.conf:3', {}],
    ["Error: Cannot find module '/app/server.js'", {}],
  ],
  'address-in-use': [
    ['Error: listen EADDRINUSE: address already in use :::3000', {}],
    ['listen tcp :8480: bind: address already in use', { address: ':8480' }],
  ],
  fatal: [[vm('fatal', 'app/vminsert/main.go:96', 'missing -storageNode arg'), { text: 'missing -storageNode arg' }]],
  'client-503': [
    [`2026-11-22T17:18:30.647Z error push 0: HTTP 503 '${body}'`, { code: '503', reason: 'connection termination' }],
    ["2026-11-22T17:18:30.920Z error push 1: HTTP 503 'no healthy upstream'", { code: '503', body: 'no healthy upstream' }],
    ['requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url: http://catalog:3000/v1', { code: '503', url: 'http://catalog:3000/v1' }],
    ['AxiosError: Request failed with status code 503', { code: '503' }],
    [
      "push 2: HTTP 503 'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: Connection refused'",
      { reason: 'remote connection failure', retried: 'true', transport: 'delayed connect error: Connection refused' },
    ],
  ],
  'client-eof': [
    [`second attempt: Post "${write}": EOF`, { error: 'EOF', method: 'Post', url: write }],
    ['cannot read hello: unexpected EOF', { error: 'unexpected EOF' }],
    ['Error: socket hang up', {}],
    ["requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))", {}],
  ],
  'client-reset-by-peer': [
    ['read tcp 10.244.0.7:41000->10.96.0.9:8480: read: connection reset by peer', { local: '10.244.0.7:41000', remote: '10.96.0.9:8480' }],
    ['Error: read ECONNRESET', { error: 'ECONNRESET' }],
  ],
  'client-refused': [
    ['dial tcp 10.244.0.9:8400: connect: connection refused', { address: '10.244.0.9:8400' }],
    ['Error: connect ECONNREFUSED 10.0.0.1:3000', { target: '10.0.0.1:3000' }],
  ],
  'client-timeout': [
    [`Post "${write}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`, {}],
    ['dial tcp 10.244.0.2:15012: i/o timeout', { address: '10.244.0.2:15012' }],
  ],
  'client-dns': [
    ['dial tcp: lookup vminsert.monitoring on 10.96.0.10:53: no such host', { name: 'vminsert.monitoring', server: '10.96.0.10:53' }],
    ['Error: getaddrinfo ENOTFOUND catalog', { name: 'catalog' }],
  ],
  'tls-error': [
    [
      'tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-11-22T17:27:41Z is after 2026-11-22T17:00:00Z',
      { kind: 'expired' },
    ],
    ['x509: certificate signed by unknown authority', { kind: 'unknown-authority' }],
    ['TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER:TLS_error_end', { kind: 'wrong-version' }],
    ['http: TLS handshake error from 10.0.0.1:5000: EOF', { kind: 'handshake', remote: '10.0.0.1:5000' }],
  ],
  'nginx-upstream-closed': [
    [
      '2026/11/22 17:27:41 [error] 29#29: *7 upstream prematurely closed connection while reading response header from upstream, client: 10.0.0.1, server: x, request: "POST /v1 HTTP/1.1", upstream: "http://10.0.0.2:8080/v1"',
      { upstream: 'http://10.0.0.2:8080/v1' },
    ],
    [
      '2026/11/22 17:27:41 [error] 29#29: *7 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 10.0.0.1',
      { errno: '104' },
    ],
    ['2026/11/22 17:27:41 [error] 29#29: *7 connect() failed (111: Connection refused) while connecting to upstream', { errno: '111' }],
  ],
  'nginx-upstream-timeout': [
    ['2026/11/22 17:27:41 [error] 29#29: *7 upstream timed out (110: Connection timed out) while reading response header from upstream', {}],
  ],
  'haproxy-server-down': [['Server be/app1 is DOWN, reason: Layer4 connection problem, info: "Connection refused"', { server: 'be/app1' }]],
  'cert-sign-failed': [
    [
      istio(
        'error',
        'cache\tresource:default failed to sign: create certificate: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.244.0.2:15012: i/o timeout"',
      ),
      { resource: 'default' },
    ],
    [istio('warn', 'ca\tca request failed, starting attempt 2 in 103.1ms'), { attempt: '2' }],
  ],
  'cert-generated': [
    [
      istio('info', 'cache\tgenerated new workload certificate\tresourceName=default latency=127.70163ms ttl=44.57627952s'),
      { resource: 'default', ttl: '44.57627952s' },
    ],
  ],
  'root-cert-changed': [[istio('info', 'cache\tRoot cert has changed, start rotating root cert'), {}]],
  'sds-timeout': [
    [istio('warning', 'envoy config\tgRPC config: initial fetch timed out for type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret'), {}],
  ],
  'xds-connected': [
    [istio('info', 'xdsproxy\tconnected to delta upstream XDS server: istiod.istio-system.svc:15012\tid=1'), { server: 'istiod.istio-system.svc:15012' }],
  ],
  'xds-disconnected': [
    [
      istio(
        'warn',
        'xdsproxy\tupstream terminated with unexpected error rpc error: code = Unavailable desc = keepalive ping failed to receive ACK within timeout\tid=1',
      ),
      { error: 'rpc error: code = Unavailable desc = keepalive ping failed to receive ACK within timeout' },
    ],
    [
      istio('warning', 'envoy config\tDeltaAggregatedResources gRPC config stream to xds-grpc closed since 40s ago: 14, connection error'),
      { code: '14', error: 'connection error' },
    ],
  ],
  'config-rejected': [
    [
      istio(
        'warning',
        'envoy config\tdelta config for type.googleapis.com/envoy.config.listener.v3.Listener rejected: Error adding/updating listener(s) 0.0.0.0_8480: bad filter',
      ),
      { type: 'envoy.config.listener.v3.Listener' },
    ],
  ],
  'config-fetch-timeout': [
    [
      '[2026-11-22T17:27:41.123Z][12][warning][config] [./source/x.h:1] gRPC config: initial fetch timed out for type.googleapis.com/envoy.config.cluster.v3.Cluster',
      { type: 'envoy.config.cluster.v3.Cluster' },
    ],
  ],
  'envoy-exited': [[istio('error', 'Epoch 0 exited with error: signal: killed'), { epoch: '0', error: 'signal: killed' }]],
  'envoy-draining': [
    [istio('info', 'Agent draining Proxy for 30s, then terminating'), { for: '30s' }],
    [istio('info', 'Graceful termination period is 5s, starting...'), { for: '5s' }],
  ],
  'agent-terminating': [[istio('info', 'Graceful termination period complete, terminating remaining proxies.'), {}]],
  'proxy-ready': [[istio('info', 'Readiness succeeded in 1.560169915s'), { took: '1.560169915s' }]],
  'readiness-failed': [
    [istio('warn', 'Envoy proxy is NOT ready: config not received from XDS server (is Istiod running?): cds updates: 0 successful, 0 rejected'), {}],
  ],
  'probe-failed': [
    [
      istio(
        'error',
        'Request to probe app failed: Get "http://192.168.0.93:8888/weblogic/ready": dial tcp 127.0.0.6:0->192.168.0.93:8888: connect: connection refused, original URL path = /app-health/weblogic-server/readyz',
      ),
      { container: 'weblogic-server', probe: 'readyz', path: '/app-health/weblogic-server/readyz' },
    ],
  ],
  'agent-version': [[istio('info', 'Version 1.32-dev-unknown-unknown'), { version: '1.32-dev-unknown-unknown' }]],
  'agent-setting': [
    ['terminationDrainDuration: 5s', { name: 'terminationDrainDuration', value: '5s' }],
    [istio('info', 'FLAG: --concurrency="0"'), { name: 'concurrency', value: '0' }],
  ],
  'bind-failed': [["cannot bind '127.0.0.6:0': Cannot assign requested address", {}]],
  overload: [['[2026-11-22 17:27:41.500][12][warning][main] overload action envoy.overload_actions.stop_accepting_requests became active', {}]],
  'ztunnel-failed': [
    [
      '2026-11-22T17:27:41.123456Z\terror\taccess\tconnection complete\tsrc.addr=10.244.0.7:41000 src.workload="vmalert" src.namespace="monitoring" dst.addr=10.244.0.9:15008 dst.service="vminsert.monitoring.svc.cluster.local" direction="outbound" duration="0ms" error="connection failed: Connection refused (os error 111)"',
      { source: 'vmalert', direction: 'outbound', error: 'connection failed: Connection refused (os error 111)' },
    ],
  ],
  push: [
    [
      istio('info', 'ads\tXDS: Pushing Services:6 ConnectedEndpoints:2 Version:2026-11-22T17:26:40Z/51'),
      { services: '6', endpoints: '2', version: '2026-11-22T17:26:40Z/51' },
    ],
    [
      istio('info', 'delta\tEDS: PUSH INC for node:vminsert-58bd74d78-q2z5m.monitoring resources:1 removed:0 size:150B empty:1 cached:0/1'),
      { type: 'EDS', kind: 'INC', empty: '1' },
    ],
  ],
  'config-changed': [
    [
      istio(
        'info',
        'ads\tPush debounce stable[9] 1 for config DestinationRule/monitoring/vminsert: 100.2ms since last change, 100.2ms since last push, forced=false',
      ),
      { kind: 'DestinationRule', namespace: 'monitoring', name: 'vminsert' },
    ],
  ],
  'service-added': [
    [
      istio('info', 'model\tFull push, new service monitoring/vmalert.monitoring.svc.cluster.local'),
      { namespace: 'monitoring', service: 'vmalert.monitoring.svc.cluster.local' },
    ],
  ],
  'istiod-nack': [
    [
      istio('warn', 'delta\tADS:LDS: ACK ERROR vmalert-66467cfcc9-ft9vh.monitoring-20 Internal:Error adding/updating listener(s) virtualInbound: bad'),
      { type: 'LDS', node: 'vmalert-66467cfcc9-ft9vh.monitoring', code: 'Internal' },
    ],
  ],
  'istiod-no-endpoints': [
    [
      istio('info', 'model\tIncremental push, service vmstorage.monitoring.svc.cluster.local at shard Kubernetes/Kubernetes has no endpoints'),
      { service: 'vmstorage.monitoring.svc.cluster.local' },
    ],
  ],
  'istiod-csr-failed': [[istio('error', 'serverca\tCSR signing error: requested certificate TTL exceeds limit'), {}]],
  'istiod-connection': [
    [
      istio('info', 'ads\tADS: new delta connection for node:vmalert-66467cfcc9-ft9vh.monitoring-20'),
      { event: 'connected', node: 'vmalert-66467cfcc9-ft9vh.monitoring' },
    ],
  ],
  'istiod-conflict': [[istio('warn', 'ads\tduplicate subsets v1 found while merging destination rules for vminsert'), {}]],
  'vm-flag': [
    [vm('info', 'lib/logger/flag.go:20', '  -http.idleConnTimeout="5s"'), { name: 'http.idleConnTimeout', value: '5s' }],
    [vm('info', 'lib/logger/flag.go:20', 'flag "httpListenAddr"=":8480"'), { name: 'httpListenAddr', value: ':8480' }],
  ],
  'vm-version': [
    [
      vm('info', 'lib/logger/flag.go:12', 'build version: vminsert-20240101-000000-tags-v1.93.9-cluster-0-g1234567'),
      { app: 'vminsert', version: 'v1.93.9-cluster' },
    ],
  ],
  'vm-memory-limit': [
    [
      vm(
        'info',
        'lib/memory/memory.go:56',
        'limiting caches to 33554432 bytes, leaving 25242955776 bytes to the OS according to -memory.allowedBytes=32MiB, system memory limit 25276510208 bytes',
      ),
      { caches: '33554432', limit: '25276510208' },
    ],
  ],
  'vmalert-attempt-failed': [
    [
      vm(
        'warn',
        'app/vmalert/remotewrite/client.go:288',
        `attempt 3 to send request failed: unexpected response code 503 for ${write}. Response body "${body}" (retriable: true)`,
      ),
      { attempt: '3', code: '503', url: write, body, retriable: 'true' },
    ],
    [
      vm(
        'warn',
        'app/vmalert/remotewrite/client.go:288',
        `attempt 1 to send request failed: error while sending request to ${write}: Post "${write}": EOF; Data len 48(48) (retriable: true)`,
      ),
      { attempt: '1', error: `Post "${write}": EOF` },
    ],
  ],
  'vmalert-dropped': [
    [vm('error', 'app/vmalert/remotewrite/client.go:300', 'attempts to send remote-write request failed - dropping 12 time series'), { rows: '12' }],
  ],
  'vmalert-queue-full': [
    [
      vm(
        'error',
        'app/vmalert/rule/group.go:1',
        'rule "x": remote write failure: failed to push timeseries - queue is full (100000 entries). Queue size is controlled by -remoteWrite.maxQueueSize flag',
      ),
      { size: '100000' },
    ],
  ],
  'vmalert-query-failed': [
    [
      vm(
        'error',
        'app/vmalert/rule/group.go:1',
        'group "g" (file="rules.yml"): rule "x:one": failed to execute: failed to execute query "vector(1)": unexpected response code 503 for http://vmselect:8481/api/v1/query. Response body no healthy upstream',
      ),
      { group: 'g', rule: 'x:one', code: '503' },
    ],
  ],
  'vmalert-notify-failed': [
    [
      vm(
        'error',
        'app/vmalert/notifier/alertmanager.go:1',
        'failed to send alerts to addr "http://am:9093/api/v2/alerts": invalid SC 503 from "http://am:9093"; response body: no healthy upstream',
      ),
      { url: 'http://am:9093/api/v2/alerts' },
    ],
  ],
  'vmagent-resend': [
    [
      vm(
        'warn',
        'app/vmagent/remotewrite/client.go:1',
        `couldn't send a block with size 12043 bytes to "2:secret-url": second attempt: Post "${write}": EOF; re-sending the block in 1s. (Similar 0 log messages were dropped due to throttling)`,
      ),
      { size: '12043', after: '1s' },
    ],
  ],
  'vmagent-status': [
    [
      vm(
        'error',
        'app/vmagent/remotewrite/client.go:1',
        `unexpected status code received after sending a block with size 12043 bytes to "1:secret-url" during retry #1: 503; response body="${body}"; re-sending the block in 1s`,
      ),
      { code: '503', retry: '1', body, after: '1s' },
    ],
  ],
  'vmagent-rejected': [
    [
      vm(
        'error',
        'app/vmagent/remotewrite/client.go:1',
        'sending a block with size 10 bytes to "1:secret-url" was rejected (skipping the block): status code 400; response body: bad',
      ),
      { code: '400' },
    ],
  ],
  'vminsert-concurrency-limit': [
    [
      vm(
        'warn',
        'app/vminsert/main.go:312',
        'remoteAddr: "127.0.0.6:53528"; requestURI: /insert/0/prometheus/api/v1/write; cannot process insert request for 0.050 seconds because 1 concurrent insert requests are executed. Possible solutions: to reduce workload',
      ),
      { waited: '0.050', limit: '1' },
    ],
  ],
  'vminsert-storage-unreachable': [
    [
      vm(
        'warn',
        'app/vminsert/netstorage/netstorage.go:280',
        'cannot dial storageNode "127.0.0.1:27400": dial tcp4 127.0.0.1:27400: connect: connection refused',
      ),
      { addr: '127.0.0.1:27400' },
    ],
  ],
  'vminsert-all-storage-unavailable': [
    [
      vm(
        'warn',
        'app/vminsert/netstorage/netstorage.go:1',
        'all the vmstorage nodes are unavailable; stopping data processing util at least a single node becomes available',
      ),
      {},
    ],
  ],
  'vminsert-storage-available': [
    [
      vm('info', 'app/vminsert/netstorage/netstorage.go:285', 'successfully dialed -storageNode="vmstorage-0.vmstorage:8400"'),
      { addr: 'vmstorage-0.vmstorage:8400' },
    ],
  ],
  'vminsert-reroute': [
    [
      vm(
        'warn',
        'app/vminsert/netstorage/netstorage.go:1',
        'cannot send 10 bytes with 2 rows to -storageNode="vmstorage-0:8400": EOF; closing the connection to storageNode and re-routing this data to healthy storage nodes',
      ),
      { addr: 'vmstorage-0:8400' },
    ],
  ],
  'vminsert-drop-on-shutdown': [
    [
      vm('error', 'app/vminsert/netstorage/netstorage.go:1', 'dropping 5 rows on graceful shutdown, since all the vmstorage nodes are unavailable'),
      { rows: '5' },
    ],
  ],
  'vm-readonly': [
    [
      vm(
        'warn',
        'lib/storage/storage.go:1',
        'switching the storage at /data to read-only mode, since it has less than -storage.minFreeDiskSpaceBytes=1000 of free space',
      ),
      {},
    ],
  ],
  'vm-request-error': [
    [
      vm('warn', 'lib/httpserver/httpserver.go:1', 'remoteAddr: "127.0.0.6:1"; requestURI: /insert/x; cannot parse path'),
      { client: '127.0.0.6:1', path: '/insert/x', error: 'cannot parse path' },
    ],
    [
      vm('warn', 'lib/httpserver/httpserver.go:1', 'remoteAddr: "127.0.0.6:1, X-Forwarded-For: 10.1.0.9"; requestURI: /insert/x; cannot parse path'),
      { client: '127.0.0.6:1', path: '/insert/x', error: 'cannot parse path' },
    ],
    [
      vm('warn', 'lib/httpserver/httpserver.go:1', 'remoteAddr: "127.0.0.6:1", X-Forwarded-For: "10.1.0.9"; requestURI: /insert/x; cannot parse path'),
      { client: '127.0.0.6:1', path: '/insert/x', error: 'cannot parse path' },
    ],
    [
      vm('error', 'lib/httpserver/httpserver.go:830', 'uri: /insert/x, remote address: "\\"127.0.0.6:1\\"": cannot parse path'),
      { client: '127.0.0.6:1', path: '/insert/x', error: 'cannot parse path' },
    ],
  ],
  'vmselect-partial': [
    [
      vm(
        'warn',
        'app/vmselect/netstorage/netstorage.go:1',
        '1 out of 2 vmstorage nodes at group "" were unavailable during the query; a sample error: cannot execute funcName="search_v7" on vmstorage "vmstorage-1:8401": dial tcp4: connection refused',
      ),
      { failed: '1', nodes: '2' },
    ],
    [
      vm('warn', 'app/vmselect/netstorage/netstorage.go:1', '1 out of 2 vmstorage nodes were unavailable during the query; a sample error: EOF'),
      { failed: '1', nodes: '2', error: 'EOF' },
    ],
  ],
  'vmauth-backend-failed': [
    [
      vm(
        'warn',
        'app/vmauth/main.go:1',
        'remoteAddr: "127.0.0.6:1"; requestURI: /x; request to http://b:1/x failed: EOF, retrying the request at another backend',
      ),
      { url: 'http://b:1/x', error: 'EOF' },
    ],
    [
      vm(
        'warn',
        'app/vmauth/main.go:557',
        'remoteAddr: "127.0.0.1:48826"; requestURI: /rs/x; request to http://127.0.0.1:19100/rs/x failed, retrying the request at another backend because response status code=503 belongs to retry_status_codes=[503]',
      ),
      { url: 'http://127.0.0.1:19100/rs/x', code: '503' },
    ],
    [
      vm(
        'warn',
        'app/vmauth/main.go:547',
        'remoteAddr: "127.0.0.1:48852"; requestURI: /rs/x; got response status code=503 from http://127.0.0.1:19100/rs/x, but cannot retry the request at another backend, because the request body has been already consumed',
      ),
      { url: 'http://127.0.0.1:19100/rs/x', code: '503' },
    ],
    [
      vm('warn', 'app/vmauth/main.go:515', 'remoteAddr: "127.0.0.1:48834"; requestURI: /one/x; cannot proxy the request to http://127.0.0.1:19101/one/x: EOF'),
      { url: 'http://127.0.0.1:19101/one/x', error: 'EOF' },
    ],
    [
      vm(
        'warn',
        'app/vmauth/main.go:475',
        'remoteAddr: "127.0.0.1:48820"; requestURI: /two/x; all the 2 backends for the user "unauthorized" are unavailable for proxying the request - check previous WARN logs to see the exact error for each failed backend',
      ),
      { backends: '2', user: 'unauthorized' },
    ],
  ],
  'vm-handshake-failed': [
    [
      vm(
        'error',
        'lib/vminsertapi/server.go:1',
        'cannot perform vminsert handshake with client "10.60.3.49:46270": cannot read hello message : unexpected message obtained; got "\\x16\\x03\\x01"; want "vminsert.03"',
      ),
      { client: '10.60.3.49:46270' },
    ],
  ],
  'kernel-oom-kill': [
    [
      '[12345.678901] Memory cgroup out of memory: Killed process 4321 (vminsert) total-vm:1234kB, anon-rss:36864kB, file-rss:0kB, shmem-rss:0kB, UID:0 pgtables:100kB oom_score_adj:997',
      { process: 'vminsert', pid: '4321', scope: 'cgroup', anonRss: '36864' },
    ],
    [
      '[12345.678900] oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=/kubepods.slice/a,task_memcg=/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1b2c3d4e_0000_1111_2222_333344445555.slice/cri-containerd-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope,task=vminsert,pid=4321,uid=0',
      { podUid: '1b2c3d4e-0000-1111-2222-333344445555', process: 'vminsert' },
    ],
  ],
  'conntrack-full': [
    ['Nov 22 17:27:41 node-1 kernel: [99.000001] nf_conntrack: nf_conntrack: table full, dropping packet', {}],
    ['[Sun Nov 22 23:30:09 2026] nf_conntrack: nf_conntrack: table full in netns 4026532775, dropping packet', {}],
  ],
  'neighbour-table-full': [['[99.000001] neighbour: arp_cache: neighbor table overflow!', {}]],
  'kubelet-killing': [
    [
      'I1122 17:27:41.123456 900 kuberuntime_container.go:1] "Killing container with a grace period" pod="monitoring/vminsert-x" podUID="u-1" containerName="vminsert" gracePeriod=30',
      { namespace: 'monitoring', pod: 'vminsert-x', container: 'vminsert', gracePeriod: '30' },
    ],
  ],
  'kubelet-probe-failed': [
    [
      'I1122 17:27:41.123456 900 prober.go:1] "Probe failed" probeType="Readiness" pod="monitoring/vminsert-x" podUID="u-1" containerName="vminsert" probeResult="failure" output="HTTP probe failed with statuscode: 503"',
      { probe: 'readiness', pod: 'vminsert-x', output: 'HTTP probe failed with statuscode: 503' },
    ],
  ],
  'kubelet-evicted': [['I1122 17:27:41.123456 900 eviction_manager.go:1] "Eviction manager: must evict pod(s) to reclaim" resourceName="memory"', {}]],
  'codec-error': [
    [
      istio(
        'debug',
        'envoy client external/envoy/source/common/http/codec_client.cc:191\t[Tags: "ConnectionId":"1"] Error dispatching received data: http/1.1 protocol error: HPE_UNEXPECTED_CONTENT_LENGTH\tthread=24',
      ),
      { of: 'upstream', error: 'HPE_UNEXPECTED_CONTENT_LENGTH' },
    ],
    [
      '[2026-11-30 23:55:45.107][987][debug][http] [source/common/http/conn_manager_impl.cc:564] [Tags: "ConnectionId":"38"] dispatch error: http/1.1 protocol error: headers size exceeds limit',
      { of: 'downstream', error: 'headers size exceeds limit' },
    ],
  ],
  'headers-too-large': [
    [
      '2026/11/22 17:27:41 [info] 22#22: *1 client sent too long header line: "cookie: a=1" while reading client request headers, client: 10.1.0.9',
      { text: 'client sent too long header line: "cookie: a=1" while reading client request headers, client: 10.1.0.9' },
    ],
    ['Error: Parse Error: Header overflow code: HPE_HEADER_OVERFLOW', { text: 'HPE_HEADER_OVERFLOW' }],
    ['java.lang.IllegalArgumentException: Request header is too large', { text: 'Request header is too large' }],
  ],
  'response-length-wrong': [
    ['2026/11/22 17:27:41 http: wrote more than the declared Content-Length', { text: 'wrote more than the declared Content-Length' }],
    ['RuntimeError: Response content shorter than Content-Length', { text: 'Response content shorter than Content-Length' }],
  ],
};

for (const id of signalIds) {
  for (const [line, data] of cases[id]) {
    test(`${id} is told by: ${line.slice(0, 90)}`, () => {
      const found = readSignals(readLogLine(line, Date.UTC(2026, 10, 22))).find((signal) => signal.id === id);
      assert.ok(found !== undefined, 'the signal is not told');
      for (const [name, value] of Object.entries(data)) assert.equal(found.data[name], value, name);
    });
  }
}
