import type { Milliseconds } from '../model/time.ts';

/**
 * How late a server on Linux may be that sleeps until its limit: epoll_wait, poll and select are granted 0.1 % of their time-out, up to 100 ms
 * (fs/select.c, select_estimate_accuracy; Linux 6.1). Seen of nginx and aiohttp: 75.08 s where 75 s were configured.
 */
export function timerSlack(limit: Milliseconds): Milliseconds {
  return Math.min(100, limit / 1000);
}
