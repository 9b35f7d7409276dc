/**
 * Envoy's response flags, short and long.
 * Source: Envoy 1.40 envoy/stream_info/stream_info.h and source/common/stream_info/utility.cc; RFE and UDO are the newest.
 */
const longNames: Readonly<Record<string, string>> = {
  FailedLocalHealthCheck: 'LH',
  NoHealthyUpstream: 'UH',
  UpstreamRequestTimeout: 'UT',
  LocalReset: 'LR',
  UpstreamRemoteReset: 'UR',
  UpstreamConnectionFailure: 'UF',
  UpstreamConnectionTermination: 'UC',
  UpstreamOverflow: 'UO',
  NoRouteFound: 'NR',
  DelayInjected: 'DI',
  FaultInjected: 'FI',
  RateLimited: 'RL',
  UnauthorizedExternalService: 'UAEX',
  RateLimitServiceError: 'RLSE',
  DownstreamConnectionTermination: 'DC',
  UpstreamRetryLimitExceeded: 'URX',
  StreamIdleTimeout: 'SI',
  InvalidEnvoyRequestHeaders: 'IH',
  DownstreamProtocolError: 'DPE',
  UpstreamMaxStreamDurationReached: 'UMSDR',
  ResponseFromCacheFilter: 'RFCF',
  NoFilterConfigFound: 'NFCF',
  DurationTimeout: 'DT',
  UpstreamProtocolError: 'UPE',
  NoClusterFound: 'NC',
  OverloadManagerTerminated: 'OM',
  DnsResolutionFailed: 'DF',
  DropOverload: 'DO',
  UnconditionalDropOverload: 'UDO',
  DownstreamRemoteReset: 'DR',
  ResponseForExternalProcessor: 'RFE',
};
const shortNames: ReadonlySet<string> = new Set(Object.values(longNames));
const none: readonly string[] = [];

/**
 * The flags of one field: `-` and an empty text are no flags, long names become short ones, order is kept.
 * Undefined when the text is not a list of flags.
 */
export function flagsOf(text: string): readonly string[] | undefined {
  if (text === '-' || text === '') return none;
  if (shortNames.has(text)) return [text];
  if (text.length > 200) return undefined;
  const flags: string[] = [];
  for (const part of text.split(',')) {
    const flag = flagOf(part.trim());
    if (flag === undefined) return undefined;
    flags.push(flag);
  }
  return flags;
}

/** True for a flag that is known; false for a word that merely has its shape. */
export function isKnownFlag(flag: string): boolean {
  return shortNames.has(flag);
}

function flagOf(name: string): string | undefined {
  if (shortNames.has(name)) return name;
  if (Object.hasOwn(longNames, name)) return longNames[name];
  // Envoy registers flags of extensions at run time (1.30+), so an unknown upper-case word may still be one.
  return /^[A-Z][A-Z0-9]{1,5}$/.test(name) ? name : undefined;
}
