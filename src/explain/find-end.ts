import { endReasons, exitCodes } from '../knowledge/container-ends.ts';
import type { Meaning } from '../knowledge/envoy/meaning.ts';

/** How a container ended, by the words of the kubelet, a runtime or a shell. */
export interface ContainerEnd {
  readonly part: string;
  readonly meaning: Meaning;
}

/** Sentences of the kubelet's events, and the reason each is about. */
const sentences: readonly (readonly [RegExp, string])[] = [
  [/^.{0,80}Back-off restarting failed container/i, 'CrashLoopBackOff'],
  [/Liveness probe failed|failed liveness probe/i, 'liveness probe failed'],
  [/Startup probe failed|failed startup probe/i, 'startup probe failed'],
  [/Readiness probe (?:failed|errored)/i, 'readiness probe failed'],
];

const exitCode = /\bexit(?:ed|s|ing)?[ _-]?(?:with )?(?:code|status|value)?["']? ?(?:[:=]|is|of)? ?["']?\(?(\d{1,3})\b/i;

/** The reason where one is told, else the exit code; of a code nobody gives a meaning nothing is said. */
export function containerEndIn(text: string): ContainerEnd | undefined {
  const reason = Object.keys(endReasons).find((name) => text.includes(name)) ?? sentences.find(([pattern]) => pattern.test(text))?.[1];
  const code = exitCode.exec(text)?.[1];
  const [part, meaning] = reason === undefined ? [code, exitCodes[code ?? '']] : [reason, endReasons[reason]];
  return part === undefined || meaning === undefined ? undefined : { part: reason === undefined ? `exit code ${part}` : part, meaning };
}
