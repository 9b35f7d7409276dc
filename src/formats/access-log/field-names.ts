import type { TextField } from './draft.ts';

/** What a field of a JSON or `key=value` row means to us. */
export type FieldRole =
  | TextField
  | 'start'
  | 'written'
  | 'code'
  | 'flags'
  | 'bytesReceived'
  | 'bytesSent'
  | 'durationMs'
  | 'durationNs'
  | 'upstreamServiceTimeMs'
  | 'attempts'
  | 'grpcStatus'
  | 'request';

/**
 * Names that meshes give to the fields of their access logs, without case and punctuation. The first of Istio's default JSON
 * (1.5 to 1.31), Envoy Gateway's and Contour's, then Envoy's operators, then the Elastic Common Schema and habits. In each list the best name stands first.
 */
const names: { readonly [Role in FieldRole]: readonly string[] } = {
  // A format has no clock but the request's start (Envoy up to 1.40), so a plain `time` is that; only shippers write `@timestamp`.
  start: ['starttime', 'requeststarttime', 'eventstart', 'timestamp', 'time', 'ts', 'datetime'],
  written: ['@timestamp', '_time', 'logtime'],
  request: ['request', 'requestline'],
  method: ['method', 'requestmethod', 'httprequestmethod', 'httpmethod', 'reqmethod', 'verb'],
  path: [
    'path',
    'requestpath',
    'originalpath',
    'xenvoyoriginalpath',
    'xenvoyoriginpath',
    'urlpath',
    'urloriginal',
    'reqpath',
    'requesturi',
    'uri',
    'url',
    'httpurl',
    'httppath',
  ],
  protocol: ['protocol', 'requestprotocol', 'httpprotocol', 'httpversion'],
  code: ['responsecode', 'statuscode', 'responsestatus', 'httpresponsestatuscode', 'httpstatuscode', 'httpstatus', 'status', 'code', 'respcode'],
  flags: ['responseflags', 'responseflag', 'responseflagslong', 'envoyresponseflags', 'respflags', 'flags'],
  details: ['responsecodedetails', 'responsedetails', 'codedetails', 'rcd'],
  terminationDetails: ['connectionterminationdetails', 'terminationdetails'],
  transportFailure: ['upstreamtransportfailurereason', 'upstreamfailurereason', 'transportfailurereason'],
  bytesReceived: ['bytesreceived', 'requestbytes', 'requestsize', 'bytesin', 'httprequestbodybytes', 'httprequestbytes', 'bytesrcvd', 'bytesrecv'],
  bytesSent: ['bytessent', 'responsebytes', 'responsesize', 'bytesout', 'httpresponsebodybytes', 'httpresponsebytes', 'bytessend'],
  durationMs: ['duration', 'durationms', 'requestduration', 'totalduration', 'responsetime', 'latency', 'latencyms'],
  durationNs: ['eventduration'],
  upstreamServiceTimeMs: ['upstreamservicetime', 'respxenvoyupstreamservicetime', 'xenvoyupstreamservicetime', 'upstreamtime'],
  forwardedFor: ['xforwardedfor', 'forwardedfor', 'reqxforwardedfor', 'xff'],
  userAgent: ['useragent', 'useragentoriginal', 'requseragent', 'agent'],
  requestId: ['requestid', 'xrequestid', 'reqxrequestid', 'httprequestid', 'reqid'],
  authority: ['authority', 'requestauthority', 'reqauthority', 'urldomain', 'httphost', 'vhost', 'host'],
  upstreamHost: ['upstreamhost', 'upstreamremoteaddress', 'upstreamaddress', 'upstreamaddr'],
  upstreamCluster: ['upstreamcluster', 'upstreamclusterraw', 'upstreamclustername'],
  upstreamLocal: ['upstreamlocaladdress', 'upstreamlocaladdr', 'upstreamlocal'],
  downstreamLocal: ['downstreamlocaladdress', 'downstreamlocaladdr', 'downstreamlocal'],
  downstreamRemote: ['downstreamremoteaddress', 'downstreamdirectremoteaddress', 'downstreamremoteaddr', 'downstreamremote', 'downstreamaddress'],
  sni: ['requestedservername', 'sni', 'tlsclientservername'],
  route: ['routename', 'route'],
  connectionId: ['connectionid', 'downstreamconnectionid'],
  upstreamConnectionId: ['upstreamconnectionid'],
  grpcStatus: ['grpcstatus', 'grpcstatusnumber', 'trailergrpcstatus', 'respgrpcstatus', 'grpccode'],
  attempts: ['upstreamrequestattemptcount', 'requestattemptcount', 'attemptcount', 'attempts'],
};

/** Role and rank (0 = best) of every known name. */
const roles: ReadonlyMap<string, { readonly role: FieldRole; readonly rank: number }> = new Map(
  (Object.keys(names) as FieldRole[]) // the keys of a literal whose type lists them all
    .flatMap((role) => names[role].map((name, rank) => [name, { role, rank }] as const)),
);

/** Spellings that were met, with what they mean: rows repeat their keys, and folding one costs more than reading its value. */
const met = new Map<string, { readonly role: FieldRole; readonly rank: number } | undefined>();
const MOST_MET = 1_000;

/** What the key means, or undefined. `responseCode`, `response_code`, `http.response.status_code` and `@timestamp` are all understood. */
export function roleOf(key: string): { readonly role: FieldRole; readonly rank: number } | undefined {
  if (key.length > 60) return undefined;
  const known = met.get(key);
  if (known !== undefined || met.has(key)) return known;
  const role = roles.get(key) ?? roles.get(key.toLowerCase().replaceAll(/[^a-z0-9]/g, ''));
  if (met.size < MOST_MET) met.set(key, role);
  return role;
}
