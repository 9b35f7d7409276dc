/** What a server is made of. Rows whose need is not met on this machine are skipped with a sentence. */
export type Need = 'nginx' | 'apache2' | 'haproxy' | 'node' | 'go' | 'python' | 'java' | 'maven' | 'victoria-metrics' | 'envoy';

/** Where a server is started: a port that is free on 127.0.0.1, a folder of its own, and its program. */
export interface Place {
  readonly port: number;
  readonly folder: string;
  /** The program, or the folder of programs, that the need stands for. */
  readonly tool: string;
}

/** What the prober must find. Times are of the server itself; the suite adds the tolerance. */
export type Expected =
  | {
      readonly kind: 'measured';
      readonly minMs: number;
      readonly maxMs: number;
      /** `brief`: it lingers, but so shortly that what is sent may meet either. */
      readonly afterFin: 'reset' | 'silent' | 'brief';
      readonly requests?: { readonly answered: number; readonly end: string };
      readonly age?: { readonly minMs: number; readonly maxMs: number; readonly end: string };
      readonly promisedMs?: number;
      /** What becomes of a request just before the close; that connection gives no limit of its own. */
      readonly lateRequest?: string;
    }
  | { readonly kind: 'closes-each'; readonly announced: string };

/** One server in one configuration: one row of the table. */
export interface ProbedServer {
  readonly id: string;
  readonly name: string;
  readonly configured: string;
  readonly need: Need;
  /** Takes longer than a suite should; measured with `--defaults` only. */
  readonly isLong?: true;
  readonly path?: string;
  /** Further options of `why503 probe`. */
  readonly options?: readonly string[];
  /** Files to write into the folder before the start. */
  readonly files?: (place: Place) => Readonly<Record<string, string>>;
  readonly command: (place: Place) => readonly string[];
  /** Prints the version; the first number with a dot in it is taken. */
  readonly version: (tool: string) => readonly string[];
  readonly expected: Expected;
}

/** A server that closes at one moment, by a full close. */
export function closesAt(ms: number): Expected & { readonly kind: 'measured' } {
  return { kind: 'measured', minMs: ms, maxMs: ms, afterFin: 'reset' };
}
