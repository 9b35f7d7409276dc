import { dataOf, groups, type SignalRule, when, whenAny } from './log-signal-rule.ts';

/** The sidecar: Istio's agent and Envoy's own log, and ztunnel. */
export type ProxySignalId =
  | 'cert-sign-failed'
  | 'cert-generated'
  | 'root-cert-changed'
  | 'sds-timeout'
  | 'xds-connected'
  | 'xds-disconnected'
  | 'config-rejected'
  | 'config-fetch-timeout'
  | 'envoy-exited'
  | 'envoy-draining'
  | 'agent-terminating'
  | 'proxy-ready'
  | 'readiness-failed'
  | 'probe-failed'
  | 'agent-version'
  | 'agent-setting'
  | 'bind-failed'
  | 'overload'
  | 'ztunnel-failed';

const retrying = /ca request failed, starting attempt (?<attempt>\d+)/;

/** Words of pilot-agent (pkg/istio-agent, security/pkg/nodeagent, pkg/envoy) of Istio 1.20 to 1.31 and of Envoy 1.28 to 1.40. */
export const proxySignals: Readonly<Record<ProxySignalId, SignalRule>> = {
  'cert-sign-failed': whenAny(
    [
      'failed to sign',
      'ca request failed',
      'failed to generate workload certificate',
      'failed to generate secret',
      'failed to get root cert',
      'failed to warm certificate',
    ],
    [
      /resource:(?<resource>[\w:./-]{1,100}) failed to sign: (?<error>[^\n]{1,400})/,
      /failed to sign CSR: (?<error>[^\n]{1,400})/,
      retrying,
      /failed to (?:generate (?:workload certificate|secret for [\w:./-]{1,100})|warm certificate|get root cert)[^:\n]{0,60}: (?<error>[^\n]{1,400})/,
    ],
  ),
  'cert-generated': {
    needles: ['generated new workload certificate'],
    read: ({ message }) =>
      dataOf({
        resource: /\bresourceName=(\S{1,100})/.exec(message)?.[1],
        latency: /\blatency=([\w.µ]{1,40})/.exec(message)?.[1],
        ttl: /\bttl=(-?[\w.µ]{1,40})/.exec(message)?.[1],
      }),
  },
  'root-cert-changed': when(['root cert has changed'], /(?<text>root cert has changed[^\n]{0,80})/i),
  'sds-timeout': whenAny(
    ['transport_sockets.tls.v3.secret', 'sds'],
    [
      /initial fetch timed out for type\.googleapis\.com\/(?<type>envoy\.extensions\.transport_sockets\.tls\.v3\.Secret)/,
      /(?<text>SDS:? [^\n]{0,80}(?:timed out|timeout)[^\n]{0,120})/i,
      /StreamSecrets gRPC config stream to sds-grpc closed: (?<code>\d+), ?(?<error>[^\n]{0,400})/,
    ],
  ),
  'xds-connected': when(
    ['connected to upstream xds', 'connected to delta upstream xds'],
    /connected to (?:delta )?upstream XDS server: (?<server>[\w.:-]{1,200})/,
  ),
  'xds-disconnected': {
    needles: [
      'upstream terminated',
      'gaggregatedresources',
      'aggregatedresources grpc config stream',
      'failed to connect to upstream',
      'xds connection',
      'disconnected from xds',
    ],
    read: ({ message }) =>
      groups(
        /(?:Stream|Delta)AggregatedResources gRPC config stream(?: to [\w-]{1,40})? closed(?: since \d+s ago)?: (?<code>-?\d+), ?(?<error>[^\n]{0,300})/,
        message,
      ) ??
      groups(/failed to connect to upstream (?<server>[\w.:-]{1,200}): (?<error>[^\n]{1,300})/, message) ??
      groups(/upstream (?:\[\d+\] )?terminated(?: with unexpected error)?:? ?(?<error>[^\t\n]{0,300})/, message) ??
      groups(/(?<error>disconnected from XDS server[^\n]{0,200})/i, message),
  },
  'config-rejected': whenAny(
    ['rejected', 'nack'],
    [
      /(?:gRPC|delta) config for (?:type\.googleapis\.com\/)?(?<type>[\w.]{1,120}) rejected: (?<error>[^\n]{1,400})/,
      /(?<type>\b[CLRE]DS\b)[^\n]{0,80}(?:config update rejected|NACK)[^\n:]{0,40}: ?(?<error>[^\n]{0,400})/,
    ],
  ),
  'config-fetch-timeout': when(['initial fetch timed out'], /initial fetch timed out for (?:type\.googleapis\.com\/)?(?<type>[\w.]{1,120})/),
  'envoy-exited': whenAny(
    ['epoch', 'envoy exited', 'envoy process', 'suspect faulting address'],
    [
      /Epoch (?<epoch>\d+) (?:exited|terminated)(?: (?:with error|with an error|normally))?:? ?(?<error>[^\n]{0,200})/,
      /(?<error>Envoy (?:process )?exited[^\n]{0,200})/i,
      /(?<error>Caught [\w ]{1,40}, suspect faulting address[^\n]{0,60})/,
    ],
  ),
  'envoy-draining': whenAny(
    ['draining', 'graceful termination period is', 'active connections'],
    [
      /Agent draining Proxy(?: for (?<for>[\w.]{1,20}))?/i,
      /There are still (?<active>\d+) active connections/,
      /Graceful termination period is (?<for>[\w.]{1,20}), starting/,
      /(?<text>(?:Sent|Sending|starting) [^\n]{0,40}drain(?:ing)?[^\n]{0,80})/i,
    ],
  ),
  'agent-terminating': whenAny(
    [
      'graceful termination period complete',
      'no more active connections',
      'minimum drain',
      'aborting proxy',
      'aborted all epochs',
      'aborted proxy',
      'status server has successfully terminated',
      'agent has successfully terminated',
      'aborting epoch',
    ],
    [
      /(?<text>Graceful termination period complete[^\n]{0,80}|There are no more active connections[^\n]{0,80}|Aborting (?:proxy|epoch)[^\n]{0,60}|Aborted (?:all epochs|proxy instance)|(?:Status server|Agent) has successfully terminated)/i,
    ],
  ),
  'proxy-ready': whenAny(['envoy proxy is ready', 'readiness succeeded'], [/Readiness succeeded in (?<took>[\w.µ]{1,20})/, /(?<text>Envoy proxy is ready)/]),
  'readiness-failed': when(['envoy proxy is not ready'], /Envoy proxy is NOT ready: (?<error>[^\n]{1,300})/i),
  'probe-failed': {
    needles: ['request to probe app failed', 'probe app'],
    read: ({ message }) => {
      const found = groups(/Request to probe app failed: (?<error>[^\n]{1,300}?)(?:, original URL path = (?<path>\S{1,200}))?(?:\n|$)/, message);
      const target = /^\/app-(health|lifecycle)\/([^/]{1,63})\/(\w{1,12})/.exec(found?.['path'] ?? '');
      return found === undefined
        ? undefined
        : dataOf({ ...found, url: /"(https?:\/\/[^"]{1,200})"/.exec(message)?.[1], container: target?.[2], probe: target?.[3] });
    },
  },
  'agent-version': when(['version '], /^Version (?<version>\d+\.\d+[\w.+-]{0,80})/, ({ scope }) => scope === undefined || !scope.includes('.go:')),
  'agent-setting': whenAny(
    [
      'drainduration',
      'terminationdrainduration',
      'concurrency',
      'flag: --',
      'exit_on_zero_active',
      'holdapplicationuntilproxystarts',
      'drain-time-s',
      'proxyadminport',
    ],
    [
      /^FLAG: --(?<name>[\w.-]{1,60})="(?<value>[^"]{0,300})"/,
      /^(?<name>drainDuration|terminationDrainDuration|concurrency|holdApplicationUntilProxyStarts|parentShutdownDuration): "?(?<value>[\w.]{1,40})"?\s*$/,
      /^Envoy command: \[.*?--(?<name>drain-time-s) (?<value>\d+)/,
    ],
  ),
  'bind-failed': when(
    ['cannot assign requested address', 'cannot bind', 'error binding', 'failed to bind'],
    /(?<error>[^\n]{0,120}(?:cannot assign requested address|cannot bind|error binding|failed to bind)[^\n]{0,160})/i,
  ),
  overload: when(
    ['overload manager', 'overload action', 'shrink_heap', 'stop_accepting'],
    /(?<text>[^\n]{0,80}(?:overload (?:manager|action)|envoy\.overload_actions\.\w{1,60})[^\n]{0,160})/i,
  ),
  'ztunnel-failed': {
    needles: ['connection complete', 'connection failed'],
    read: ({ message }) => {
      if (!message.includes('src.addr=') && !message.includes('dst.addr=')) return undefined;
      const error = /\berror="((?:[^"\\]|\\.){1,300})"/.exec(message)?.[1];
      if (error === undefined) return undefined;
      const field = (name: string): string | undefined => new RegExp(String.raw`\b${name.replace('.', String.raw`\.`)}="?([^"\s]{1,200})`).exec(message)?.[1];
      return dataOf({
        error,
        direction: field('direction'),
        source: field('src.workload'),
        sourceNamespace: field('src.namespace'),
        destination: field('dst.workload'),
        destinationNamespace: field('dst.namespace'),
        service: field('dst.service'),
        address: field('dst.addr'),
        hbone: field('dst.hbone_addr'),
        duration: field('duration'),
      });
    },
  },
};
