import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves of V8's young generation. */
const LARGE_ENOUGH = 16 * 1024 ** 2;

/**
 * Keeps V8's young generation from growing beyond 16 MiB, or so many bytes; to be called now and then. A log streams by and dies young, so more
 * room gains no time, and at 1 GB of log it costs 80 MiB (bench/README.md). `--max-semi-space-size` is read only at the start of a process, which
 * is not ours to choose; the growth factor is read at each growth (V8 13.6, `SemiSpaceNewSpace::Grow`).
 */
export function createNurseryLimit(largeEnough: number = LARGE_ENOUGH): () => void {
  let isSet = false;
  return () => {
    if (isSet) return;
    const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
    if (young === undefined || young.space_size < largeEnough) return;
    isSet = true;
    setFlagsFromString('--semi-space-growth-factor=1');
  };
}

/**
 * Has V8 collect garbage when the old generation has grown by a tenth, not when it has doubled: what rows leave is small, and a report over many failures
 * makes garbage of which nothing is needed again. The percentage is read after each collection (V8 13.6, `MemoryController::GrowingFactor`).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=10');
}
