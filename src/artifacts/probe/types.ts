import type { Place } from '../../model/evidence.ts';
import type { Identity } from '../../model/source.ts';
import type { Milliseconds } from '../../model/time.ts';

/** What one run of `why503 probe -o json` measured of a server's idle limit (docs/schema/probe.schema.json). */
export interface ProbeReport {
  readonly at: Place;
  /** Whose server it was, as far as the file's name or folder says. */
  readonly source: Identity;
  /** As given, and the address that was reached. */
  readonly host: string;
  readonly address?: string;
  readonly port: number;
  readonly idle:
    | { readonly kind: 'closes'; readonly minMs: Milliseconds; readonly maxMs: Milliseconds; readonly connections: number }
    /** It was still open after this long. */
    | { readonly kind: 'keeps'; readonly forMs: Milliseconds };
}
