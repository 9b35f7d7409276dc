import type { Stage } from '../scenario.ts';

/** Waits until requests were reset (UC) at a workload's proxies at so many moments, at least a second apart: parallel requests of one moment are one observation. */
export async function lostAtMoments(stage: Stage, workload: string, wanted: number, seconds: number): Promise<void> {
  let moments = 0;
  let seen = stage.rows(workload, 'UC');
  let last = 0;
  await stage.until(
    `requests to ${workload} lost at ${wanted} moments`,
    () => {
      const now = stage.rows(workload, 'UC');
      if (now > seen && performance.now() - last > 1000) {
        moments += 1;
        last = performance.now();
      }
      seen = now;
      return moments >= wanted;
    },
    seconds,
  );
}
