import type { NonEmpty, Reference } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';
import { keepAliveEntries } from './entries.ts';
import type { Confidence, Flag, IdleLimit, KeepAliveEntry, Range, Recognition } from './entry.ts';

/** What one kind of server does with an idle kept-alive connection when nothing is configured: the side of an entry that receives requests. */
export interface ServerDefault extends Recognition {
  readonly id: string;
  readonly name: string;
  readonly kind: KeepAliveEntry['role'];
  /** The limit of the newest version; null = never closes an idle connection; 0 = keeps none alive. */
  readonly idleMs: Milliseconds | null;
  /** When it was really seen to close, over versions and timer granularity. */
  readonly observedMs?: Range;
  /** The same with the configuration that it is shipped with, where that sets another limit. */
  readonly shippedMs?: Range;
  /** The setting, in the words of its document. */
  readonly key: string;
  /** Command-line flags that override the default, strongest first. */
  readonly flags?: readonly Flag[];
  readonly versions?: readonly { readonly versions: string; readonly idleMs: Milliseconds | null }[];
  readonly measuredVersion?: string;
  readonly sources: NonEmpty<Reference>;
  readonly confidence: Confidence;
}

/** Every known server, by id in alphabetical order. */
export const serverTable: readonly ServerDefault[] = keepAliveEntries.flatMap((entry) => serverOf(entry) ?? []);

function serverOf({ id, name, role, server, recognise }: KeepAliveEntry): ServerDefault | undefined {
  if (server === undefined) return undefined;
  const [newest] = server.idle;
  const { shipped } = server;
  const versions = server.idle.flatMap(({ versions, value }) => (versions === undefined ? [] : [{ versions, idleMs: millisecondsOf(value) }]));
  const measuredVersion = server.measured?.[0].version;
  return {
    id,
    name,
    kind: role,
    idleMs: millisecondsOf(newest.value),
    ...(server.closesAfter === undefined ? {} : { observedMs: server.closesAfter }),
    ...(shipped === undefined ? {} : { shippedMs: shipped.closesAfter ?? { min: shipped.value, max: shipped.value } }),
    key: server.key,
    ...(server.flags === undefined ? {} : { flags: server.flags }),
    ...(versions.length === 0 ? {} : { versions }),
    ...(measuredVersion === undefined ? {} : { measuredVersion }),
    sources: server.sources,
    confidence: server.confidence,
    ...recognise,
  };
}

function millisecondsOf(value: IdleLimit): Milliseconds | null {
  if (value === 'each-response') return 0;
  return typeof value === 'number' ? value : null;
}
