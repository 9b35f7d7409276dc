import type { Reference } from '../model/evidence.ts';
import type { Milliseconds } from '../model/time.ts';
import { type Advice, adviceFor, hintCheck, type HintCheck, knownCheck } from './advice.ts';
import type { Stop } from './brake.ts';
import type { IntermediarySign } from './intermediary-signs.ts';
import type { AgeRow, IdleRow, RequestsRow } from './observed.ts';
import type { ProbePlan } from './plan.ts';
import type { Observed } from './run-probe.ts';
import { type IdleResult, type Outcome, summarise } from './summary.ts';

/** What `why503 probe -o json` prints; docs/schema/probe.schema.json. */
export type ProbeReport = PlannedReport | DoneReport;

export interface PlannedReport {
  readonly schemaVersion: 1;
  readonly outcome: 'planned';
  readonly plan: ProbePlan;
}

export interface DoneReport {
  readonly schemaVersion: 1;
  readonly outcome: Outcome;
  readonly plan: ProbePlan;
  readonly address: ProbedAddress;
  readonly idle: IdleResult;
  readonly requests?: RequestsRow;
  readonly age?: AgeRow;
  readonly stopped?: Stop;
  readonly signs: readonly IntermediarySign[];
  readonly promised?: HintCheck;
  readonly known?: KnownServer;
  readonly advice?: Advice;
  readonly connections: readonly IdleRow[];
  readonly tookMs: Milliseconds;
  readonly worstLagMs: Milliseconds;
}

/** Where the connections went, and how many further addresses the name has. */
export interface ProbedAddress {
  readonly address: string;
  readonly further: number;
}

/** What is known of the software that the answers name. */
export interface KnownServer {
  readonly header: string;
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly idleMs?: Milliseconds;
  readonly observedMs?: { readonly min: Milliseconds; readonly max: Milliseconds };
  readonly key: string;
  readonly reference: Reference;
}

/** The whole answer, from what was seen. Pure. */
export function probeReport(plan: ProbePlan, address: ProbedAddress, observed: Observed): DoneReport {
  const { outcome, idle } = summarise(observed);
  const { connections, requests, age, signs, stopped, tookMs, worstLagMs } = observed;
  const advice = adviceFor(idle);
  const promised = hintCheck(idle, connections);
  const known = knownCheck(idle, connections);
  return {
    schemaVersion: 1,
    outcome,
    plan,
    address,
    idle,
    ...(requests === undefined ? {} : { requests }),
    ...(age === undefined ? {} : { age }),
    ...(stopped === undefined ? {} : { stopped }),
    signs,
    ...(promised === undefined ? {} : { promised }),
    ...(known === undefined ? {} : { known: knownServerOf(known) }),
    ...(advice === undefined ? {} : { advice }),
    connections,
    tookMs,
    worstLagMs,
  };
}

function knownServerOf({ header, server, isDefault }: NonNullable<ReturnType<typeof knownCheck>>): KnownServer {
  const { id, name, valueMs, observedMs, key, reference } = server;
  return {
    header,
    id,
    name,
    isDefault,
    ...(valueMs === undefined ? {} : { idleMs: valueMs }),
    ...(observedMs === undefined ? {} : { observedMs }),
    key,
    reference,
  };
}
