import { processesOf, vmDuration, type VmProcess } from '../../facts/vm-processes.ts';
import { vmDefaultMs } from '../../knowledge/versions/index.ts';
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

/** Programs that write and give up after `-remoteWrite.sendTimeout`. */
const writers: readonly string[] = ['vmalert', 'vmagent'];

/** Callers whose requests ended in a time limit, and whose wait is shorter than the target's queue; both programs must be known. */
export function earlyCallers(incident: ObservedIncident, processes: readonly VmProcess[]): readonly EarlyCaller[] {
  const [server] = processesOf(processes, incident.targetName, incident.targetNamespace).filter(({ app }) =>
    /^(?:vminsert|vmsingle|victoria-metrics)$/.test(app),
  );
  const queue = server === undefined ? undefined : setting(server, 'insert.maxQueueDuration');
  if (queue === undefined) return [];
  const clients = new Set(incident.failures.flatMap(({ family, client }) => (family === 'timeout' && client !== undefined ? [client] : [])));
  return [...clients].flatMap((client) => {
    const [caller] = processesOf(processes, client).filter(({ app }) => writers.includes(app));
    const wait = caller === undefined ? undefined : setting(caller, 'remoteWrite.sendTimeout');
    return wait === undefined || wait.value >= queue.value ? [] : [{ client, wait, queue }];
  });
}

/** The flag in effect, or the documented default of the program's version where nobody set it. */
function setting(process: VmProcess, name: string): Setting | undefined {
  const set = vmDuration(process, name);
  if (set !== undefined) return { ...set, flag: `-${name}` };
  const at = process.told?.at;
  const standard = vmDefaultMs(process.app, name, process.version);
  return at === undefined || standard === undefined
    ? undefined
    : { value: standard.ms, flag: `-${name}`, from: [{ kind: 'default', at, value: standard.ms, documentedBy: standard.reference }] };
}
