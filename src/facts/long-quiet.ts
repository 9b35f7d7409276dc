import type { Milliseconds } from '../model/time.ts';

/** Middleboxes forget after 30 s (UDP-like settings) at the soonest; the common limits are 60 s to 1 h. A row's quiet time is a little shorter. */
export const longQuietMs: Milliseconds = 25_000;
