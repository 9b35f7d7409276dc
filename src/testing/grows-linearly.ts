import assert from 'node:assert/strict';

/** Sizes that are compared; work that grows with the square takes 64 times as long for the greater. */
const TIMES = 8;
const TOO_MUCH = 32;
/** Shorter runs say more of the machine than of the work. */
const LEAST_MS = 2;

/**
 * Asserts that the work does not grow with the square of its input, by comparing it with itself in the same process: no length of time decides.
 * `run` is given a size and does the work; `size` should cost some milliseconds at most.
 */
export function growsLinearly(run: (size: number) => void, size: number): void {
  run(size);
  const small = Math.max(
    LEAST_MS,
    best(() => run(size)),
  );
  const great = best(() => run(size * TIMES));
  assert.ok(great < TOO_MUCH * small, `${TIMES} times the input takes ${(great / small).toFixed(1)} times as long`);
}

function best(run: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < 3; turn += 1) {
    const begun = performance.now();
    run();
    least = Math.min(least, performance.now() - begun);
  }
  return least;
}
