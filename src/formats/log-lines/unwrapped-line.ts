import type { Identity } from '../../model/source.ts';
import type { EpochMs } from '../../model/time.ts';

/** A log line without its wrappers, and what the wrappers said. */
export interface UnwrappedLine {
  /** What the program itself wrote; empty for markers and for pieces that wait for their rest. */
  readonly text: string;
  /** When the runtime or shipper took the line. */
  readonly time?: EpochMs;
  /** Whose line it is. Only what the wrapper names. */
  readonly identity?: Identity;
  /** The line separates logs: after 'start' comes the log of `identity`, until 'end' or the next 'start'. */
  readonly marker?: 'start' | 'end';
  /** A piece of a longer line that the runtime split: kept in the memory until its end comes. */
  readonly partial?: true;
}

/** One wrapper taken off. */
export interface Peeled {
  readonly text: string;
  readonly time?: EpochMs;
  readonly identity?: Identity;
  readonly marker?: 'start' | 'end';
  /** The runtime split the line: 'more' = the rest comes later on the same stream. */
  readonly piece?: 'more' | 'last';
  readonly stream?: string;
}
