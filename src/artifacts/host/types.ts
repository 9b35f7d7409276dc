import type { Place } from '../../model/evidence.ts';
import type { EpochMs } from '../../model/time.ts';

/** `kubectl top pod [--containers]` or `top node`. */
export interface UsageRow {
  readonly at: Place;
  readonly namespace?: string;
  readonly name: string;
  readonly container?: string;
  readonly kind: 'pod' | 'node';
  readonly cpuMillis?: number;
  readonly memoryBytes?: number;
}

/** A kernel line that matters: OOM kill, conntrack table full, segfault. */
export interface KernelLine {
  readonly at: Place;
  readonly kind: 'oom-kill' | 'conntrack-full' | 'segfault' | 'other';
  readonly text: string;
  readonly time?: EpochMs;
  readonly process?: string;
  readonly podUid?: string;
}

/** A row of `ss -tlnp`/`netstat`, `conntrack -L`/`-S`, or a rule of `iptables-save`. */
export interface SocketRow {
  readonly at: Place;
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  readonly process?: string;
}
export interface ConntrackFigure {
  readonly at: Place;
  readonly name: string;
  readonly value: number;
}
export interface FirewallRule {
  readonly at: Place;
  readonly table: string;
  readonly rule: string;
}
