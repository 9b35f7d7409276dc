/** An eigenvalue of a symmetric tridiagonal matrix and the square of its unit eigenvector's first component. */
export interface SpectralLine {
  readonly value: number;
  readonly weight: number;
}

const MOST_SWEEPS = 60;

/**
 * Eigenvalues with the squares of the eigenvectors' first components: implicit QL with Wilkinson's shift, of which only the first row is carried (Golub and
 * Welsch, Math. Comp. 23, 1969), so that a matrix of size n costs n^2.
 * @param diagonal n numbers.
 * @param beside n - 1 numbers beside the diagonal.
 */
export function spectrum(diagonal: readonly number[], beside: readonly number[]): readonly SpectralLine[] {
  const size = diagonal.length;
  const d = Float64Array.from(diagonal);
  const e = Float64Array.from({ length: size }, (_, index) => beside[index] ?? 0);
  const first = Float64Array.from({ length: size }, (_, index) => (index === 0 ? 1 : 0));
  for (let low = 0; low < size; low += 1)
    for (let sweep = 0; sweep < MOST_SWEEPS; sweep += 1) {
      const high = splitAfter(d, e, low);
      if (high === low) break;
      turn(d, e, first, low, high);
    }
  return Array.from(d, (value, index) => ({ value, weight: (first[index] ?? 0) ** 2 }));
}

/** The end of the block that begins at `low`: where what stands beside the diagonal is nothing against it. */
function splitAfter(d: Float64Array, e: Float64Array, low: number): number {
  let high = low;
  for (; high < d.length - 1; high += 1) {
    const size = Math.abs(at(d, high)) + Math.abs(at(d, high + 1));
    if (Math.abs(at(e, high)) <= Number.EPSILON * size) break;
  }
  return high;
}

/** One sweep of rotations from the end of a block to its start. */
function turn(d: Float64Array, e: Float64Array, first: Float64Array, low: number, high: number): void {
  const ratio = (at(d, low + 1) - at(d, low)) / (2 * at(e, low));
  const root = Math.hypot(ratio, 1);
  let g = at(d, high) - at(d, low) + at(e, low) / (ratio + (ratio >= 0 ? root : -root));
  let [sine, cosine, shift] = [1, 1, 0];
  for (let index = high - 1; index >= low; index -= 1) {
    const f = sine * at(e, index);
    const b = cosine * at(e, index);
    const r = Math.hypot(f, g);
    e[index + 1] = r;
    if (r === 0) {
      d[index + 1] = at(d, index + 1) - shift;
      e[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const inner = at(d, index + 1) - shift;
    const t = (at(d, index) - inner) * sine + 2 * cosine * b;
    shift = sine * t;
    d[index + 1] = inner + shift;
    g = cosine * t - b;
    const carried = at(first, index + 1);
    first[index + 1] = sine * at(first, index) + cosine * carried;
    first[index] = cosine * at(first, index) - sine * carried;
  }
  d[low] = at(d, low) - shift;
  e[low] = g;
  e[high] = 0;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0;
}
