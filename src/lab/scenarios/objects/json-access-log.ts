import { jsonAccessLog } from '../../cluster/json-access-log.ts';
import type { Stage } from '../scenario.ts';
import { telemetry } from './istio.ts';

/** The proxies of the stage's namespace log in JSON, by a Telemetry that names the mesh's provider. */
export async function logInJson(stage: Stage): Promise<void> {
  await stage.apply(telemetry('access-log', { accessLogging: [{ providers: [{ name: jsonAccessLog }] }] }));
}
