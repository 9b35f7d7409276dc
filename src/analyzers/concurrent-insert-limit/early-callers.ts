import { processesOf, vmDuration, type VmProcess } from '../../facts/vm-processes.ts';
import type { Traced } from '../../model/evidence.ts';
import type { ObservedIncident } from '../../model/failure.ts';
import type { Milliseconds } from '../../model/time.ts';

interface Setting extends Traced<Milliseconds> {
  readonly flag: string;
}

/** A caller that stops waiting before the target would refuse. */
export interface EarlyCaller {
  readonly client: string;
  readonly wait: Setting;
  readonly queue: Setting;
}

/** How long a write may take: vmalert v1.85.0 to v1.150.0 30 s, vmagent v1.60 to v1.150.0 1 min. */
const sendTimeoutMs: Readonly<Record<string, Milliseconds>> = { vmalert: 30_000, vmagent: 60_000 };
/** -insert.maxQueueDuration, v1.79 to v1.150.0, lib/writeconcurrencylimiter. */
const maxQueueMs = 60_000;

/** Callers whose requests ended in a time limit, and whose wait is shorter than the target's queue; both programs must be known. */
export function earlyCallers(incident: ObservedIncident, processes: readonly VmProcess[]): readonly EarlyCaller[] {
  const [server] = processesOf(processes, incident.targetName, incident.targetNamespace).filter(({ app }) =>
    /^(?:vminsert|vmsingle|victoria-metrics)$/.test(app),
  );
  const queue = server === undefined ? undefined : setting(server, 'insert.maxQueueDuration', maxQueueMs);
  if (queue === undefined) return [];
  const clients = new Set(incident.failures.flatMap(({ family, client }) => (family === 'timeout' && client !== undefined ? [client] : [])));
  return [...clients].flatMap((client) => {
    const [caller] = processesOf(processes, client).filter(({ app }) => Object.hasOwn(sendTimeoutMs, app));
    const wait = caller === undefined ? undefined : setting(caller, 'remoteWrite.sendTimeout', sendTimeoutMs[caller.app] ?? 0);
    return wait === undefined || wait.value >= queue.value ? [] : [{ client, wait, queue }];
  });
}

/** The flag in effect, or the documented default of the program where nobody set it. */
function setting(process: VmProcess, name: string, fallback: Milliseconds): Setting | undefined {
  const set = vmDuration(process, name);
  if (set !== undefined) return { ...set, flag: `-${name}` };
  const at = process.told?.at;
  return at === undefined
    ? undefined
    : {
        value: fallback,
        flag: `-${name}`,
        from: [
          {
            kind: 'default',
            at,
            value: fallback,
            documentedBy: { title: `VictoriaMetrics ${process.app} -${name}`, version: 'VictoriaMetrics v1.85.0 to v1.150.0' },
          },
        ],
      };
}
