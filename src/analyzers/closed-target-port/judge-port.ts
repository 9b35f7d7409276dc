import type { ListenAddress } from '../../facts/listen-addresses.ts';
import type { Evidence } from '../../model/evidence.ts';

/** What is known of listening on a port. `elsewhere` is told by the running process, `set-elsewhere` by its settings. */
export interface PortJudgement {
  readonly kind: 'there' | 'loopback' | 'elsewhere' | 'set-elsewhere' | 'declared' | 'unknown';
  readonly ports: string;
  readonly evidence: readonly Evidence[];
}

/** Listening addresses of a target; of the pods themselves where they are told apart. */
export function listenersOf(
  all: readonly ListenAddress[],
  workload: string,
  namespace: string | undefined,
  pods: ReadonlySet<string>,
): readonly ListenAddress[] {
  const own = all.filter((one) => one.workload === workload && (namespace === undefined || one.namespace === undefined || one.namespace === namespace));
  const exact = own.filter((one) => pods.has(`${one.namespace ?? ''}/${one.pod}`));
  return exact.length > 0 ? exact : own;
}

/** The running process is believed over its settings, and settings over declared ports. */
export function judgePort(listeners: readonly ListenAddress[], port: number): PortJudgement {
  const running = listeners.filter(({ from }) => from === 'log' || from === 'socket' || from === 'page');
  const told = listeners.filter(({ from }) => from === 'flag' || from === 'env');
  const declared = listeners.filter(({ from }) => from === 'declared');
  for (const group of [running, told]) {
    const here = group.filter((one) => one.port === port);
    if (here.length === 0) continue;
    if (here.every(({ host }) => host === 'loopback')) return answer('loopback', here);
    const open = here.filter(({ host }) => host === 'any' || (host === undefined && group === running));
    if (open.length > 0 && group === running) return answer('there', open);
    return answer('declared', here);
  }
  const named = declared.filter((one) => one.port === port);
  // a declared port may have a listener that nothing was said of, so what the process says of others weighs less then
  if (running.length > 0) return answer(named.length > 0 ? 'set-elsewhere' : 'elsewhere', running);
  if (told.length > 0) return answer('set-elsewhere', told);
  if (named.length > 0) return answer('declared', named);
  if (declared.length > 0) return answer('set-elsewhere', declared);
  return answer('unknown', []);
}

function answer(kind: PortJudgement['kind'], from: readonly ListenAddress[]): PortJudgement {
  const ports = [...new Set(from.map((one) => one.port))].toSorted((a, b) => a - b).join(', ');
  const distinct = [...new Map(from.map((one) => [`${one.port} ${one.from}`, one.evidence])).values()];
  return { kind, ports, evidence: distinct };
}
