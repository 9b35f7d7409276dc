import raw from './server-defaults.json' with { type: 'json' };
import type { Milliseconds } from '../../model/time.ts';

/** `go` = Go duration (`1m30s`), `spring` = Spring duration (`20s`, `PT20S`, plain number = ms), `s`, `ms` = plain number. */
export type FlagUnit = string;

/** What one kind of server does with an idle kept-alive connection when nothing is configured. */
export interface ServerDefault {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** null = never closes an idle connection; 0 = keeps none alive. */
  readonly idleMs: Milliseconds | null;
  /** When it was really seen to close, over versions and timer granularity. */
  readonly observedMs?: { readonly min: Milliseconds; readonly max: Milliseconds };
  /** The setting, in the words of its document. */
  readonly key: string;
  /** Command-line flags that override the default, strongest first. */
  readonly flags?: readonly { readonly name: string; readonly unit: FlagUnit }[];
  /** Whether the peer is told before an idle close. None does, and that is why there is a race. */
  readonly announcesIdleClose: boolean;
  readonly versions?: readonly { readonly versions: string; readonly idleMs: Milliseconds }[];
  readonly measuredVersion?: string;
  readonly source: string;
  /** `measured`, `source` (read in its code), `document`. */
  readonly confidence: string;
  /** Last part of the image's repository. */
  readonly images?: readonly string[];
  /** Base names of commands. */
  readonly commands?: readonly string[];
  /** Texts its start-up log has. */
  readonly logs?: readonly string[];
}

export const serverTable: readonly ServerDefault[] = raw;
