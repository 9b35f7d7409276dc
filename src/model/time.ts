/** A moment as text: RFC 3339 in UTC with milliseconds. What a Diagnosis carries. */
export type Instant = string;

/** A moment as milliseconds since 1970-01-01T00:00:00Z. What artifacts and facts compute with. */
export type EpochMs = number;

/** A length of time in milliseconds. */
export type Milliseconds = number;

/** A closed span of time. */
export interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

/** Text form of a moment. */
export function instant(at: EpochMs): Instant {
  return new Date(at).toISOString();
}
