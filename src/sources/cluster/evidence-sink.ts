/** Where evidence goes. What it is given is redacted already. */
export interface EvidenceSink {
  /** Keeps a file; gives its size. */
  readonly put: (file: string, text: string) => Promise<number>;
  /** Words of a server without what opens doors. */
  readonly redacted: (text: string) => string;
}
