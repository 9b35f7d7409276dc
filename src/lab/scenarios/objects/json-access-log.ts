import { asObject, asObjects, stringAt } from '../../../formats/json.ts';
import type { Stage } from '../scenario.ts';
import { telemetry } from './istio.ts';

const provider = 'json-access-log';
const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'istio', namespace: 'istio-system' } };

/** Keys that a team chose itself; Istio's own JSON is covered by mesh options. */
const labels = {
  '@timestamp': '%START_TIME%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
  protocol: '%PROTOCOL%',
  status: '%RESPONSE_CODE%',
  response_flags: '%RESPONSE_FLAGS%',
  response_code_details: '%RESPONSE_CODE_DETAILS%',
  upstream_transport_failure_reason: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
  duration_ms: '%DURATION%',
  bytes_received: '%BYTES_RECEIVED%',
  bytes_sent: '%BYTES_SENT%',
  upstream_service_time: '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%',
  request_id: '%REQ(X-REQUEST-ID)%',
  user_agent: '%REQ(USER-AGENT)%',
  authority: '%REQ(:AUTHORITY)%',
  upstream_host: '%UPSTREAM_HOST%',
  upstream_cluster: '%UPSTREAM_CLUSTER%',
  upstream_local_address: '%UPSTREAM_LOCAL_ADDRESS%',
  downstream_local_address: '%DOWNSTREAM_LOCAL_ADDRESS%',
  downstream_remote_address: '%DOWNSTREAM_REMOTE_ADDRESS%',
  requested_server_name: '%REQUESTED_SERVER_NAME%',
  route_name: '%ROUTE_NAME%',
};

/** The proxies of the stage's namespace log in JSON: a provider in the mesh's options, which others do not use, and a Telemetry that names it. */
export async function logInJson(stage: Stage): Promise<void> {
  const path = await stage.api.pathOf(map);
  const mesh = asObject(JSON.parse(stringAt(await stage.api.get(path), 'data', 'mesh') ?? '{}')) ?? {};
  const others = asObjects(mesh['extensionProviders']).filter(({ name }) => name !== provider);
  const extensionProviders = [...others, { name: provider, envoyFileAccessLog: { path: '/dev/stdout', logFormat: { labels } } }];
  await stage.patch(map, { data: { mesh: JSON.stringify({ ...mesh, extensionProviders }) } });
  await stage.apply(telemetry('access-log', { accessLogging: [{ providers: [{ name: provider }] }] }));
}
