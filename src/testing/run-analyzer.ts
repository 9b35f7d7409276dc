import { createResolver, gatherInputs } from '../engine/resolve.ts';
import { type AnyAnalyzer, type Finding, reporter } from '../model/analyzer.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { deepFreeze } from './deep-freeze.ts';

/** What an analyzer said of a snapshot: its findings, or `skipped` with the artifacts that were missing. */
export type Said =
  | { readonly status: 'ran'; readonly findings: readonly Finding[]; readonly inputsRead: ReadonlySet<string> }
  | { readonly status: 'skipped'; readonly missing: readonly string[] };

/** Runs one analyzer on a frozen snapshot. Unlike the engine it lets a crash through: in a test that is a defect. */
export function runAnalyzer(analyzer: AnyAnalyzer, snapshot: Snapshot): Said {
  deepFreeze(snapshot);
  const inputs = gatherInputs(analyzer.needs, analyzer.wants, createResolver(snapshot));
  if (inputs.status === 'failed') throw new Error(inputs.error);
  if (inputs.status === 'missing') return { status: 'skipped', missing: inputs.gaps.map((gap) => gap.artifact) };
  deepFreeze(inputs.value);
  const inputsRead = new Set<string>();
  const recorded = new Proxy(
    { ...(inputs.value as object) }, // gatherInputs always gives a record of inputs
    {
      get: (target, name, receiver) => {
        inputsRead.add(String(name));
        return Reflect.get(target, name, receiver);
      },
    },
  );
  const findings = [...analyzer.analyze(recorded as never, reporter(analyzer))]; // the analyzer's own needs define its input
  return { status: 'ran', findings, inputsRead };
}
