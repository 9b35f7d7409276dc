import { clientIdleDefault, type ServerIdleDefault } from '../knowledge/keepalive/index.ts';
import type { Milliseconds } from '../model/time.ts';
import { safeClientIdle } from '../race/safe-limit.ts';
import type { IdleRow } from './observed.ts';
import { knownServer } from './known-server.ts';
import type { IdleResult } from './summary.ts';
import { timerSlack } from './timer-slack.ts';

/** What a measured limit means for the clients of the server. */
export interface Advice {
  /** How long Envoy keeps an idle upstream connection unless told otherwise. */
  readonly envoyIdleMs: Milliseconds;
  /** Whether the server closes before Envoy would: then requests can be lost. */
  readonly closesBeforeEnvoy: boolean;
  /** The longest idle limit that is safe for a client; absent where the server's is too short for any. */
  readonly safeClientMs?: Milliseconds;
}

/** How what was measured compares with what the server promises in its answers. */
export interface HintCheck {
  readonly promisedMs: Milliseconds;
  readonly minMs: Milliseconds;
}

/** How it compares with what is known of the software that its header names. */
export interface KnownCheck {
  readonly header: string;
  readonly server: ServerIdleDefault;
  /** Whether the measured limit is that of its default, or of the configuration that it is shipped with. */
  readonly isDefault: boolean;
}

/** What a known default may differ from a measurement: timers, and this process. */
const tolerance: Milliseconds = 60;

/** How long Envoy keeps an idle upstream connection unless told otherwise: 1 h (Envoy 1.37, HttpProtocolOptions.idle_timeout). */
export function defaultClientIdle(): Milliseconds | undefined {
  const value = clientIdleDefault('envoy')?.known?.value;
  return typeof value === 'number' ? value : undefined;
}

/** Undefined where nothing was measured that could be compared. */
export function adviceFor(idle: IdleResult): Advice | undefined {
  if (idle.kind !== 'measured' && idle.kind !== 'longer') return undefined;
  const envoy = defaultClientIdle();
  if (envoy === undefined) return undefined;
  const least = idle.kind === 'measured' ? idle.minMs : idle.thanMs;
  // A limit that was not reached says nothing of whether it is shorter than Envoy's, unless the wait was longer.
  if (idle.kind === 'longer') return least > envoy ? { envoyIdleMs: envoy, closesBeforeEnvoy: false } : undefined;
  const safe = safeClientIdle(least);
  const closesBeforeEnvoy = least <= envoy;
  return { envoyIdleMs: envoy, closesBeforeEnvoy, ...(safe === undefined || !closesBeforeEnvoy ? {} : { safeClientMs: safe }) };
}

export function hintCheck(idle: IdleResult, rows: readonly IdleRow[]): HintCheck | undefined {
  const [promisedMs] = rows.flatMap((row) => row.hint?.timeoutMs ?? []);
  return promisedMs === undefined || idle.kind !== 'measured' ? undefined : { promisedMs, minMs: idle.minMs };
}

export function knownCheck(idle: IdleResult, rows: readonly IdleRow[]): KnownCheck | undefined {
  const [header] = rows.flatMap((row) => row.server ?? []);
  const server = knownServer(header);
  if (header === undefined || server === undefined) return undefined;
  return { header, server, isDefault: isDefault(idle, server) };
}

function isDefault(idle: IdleResult, server: ServerIdleDefault): boolean {
  switch (idle.kind) {
    case 'measured': {
      const slack = tolerance + timerSlack(idle.maxMs) + idle.errorMs;
      const ranges = [server.observedMs, server.shippedMs].filter((range) => range !== undefined);
      return ranges.some(({ min, max }) => idle.minMs >= min - slack && idle.maxMs <= max + slack);
    }
    case 'closes-each':
      return server.valueMs === 0;
    case 'longer':
      return server.neverCloses || (server.observedMs?.max ?? 0) > idle.thanMs;
    case 'unknown':
      return false;
  }
}
