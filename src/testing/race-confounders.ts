import type { PoolRequest } from './observe-pool.ts';
import type { Random } from '../race/random.ts';

/** Something that is wrong with a log. */
export interface RaceConfounder {
  readonly name: string;
  /** @param other Rows of another log of the same kind. */
  readonly apply: (rows: readonly PoolRequest[], random: Random, other: () => readonly PoolRequest[]) => readonly PoolRequest[];
}

export const raceConfounders: readonly RaceConfounder[] = [
  { name: 'as it is', apply: (rows) => rows },
  { name: 'few local ports, reused', apply: (rows) => throughPorts(rows, 300) },
  { name: '5,000 local ports, reused', apply: (rows) => throughPorts(rows, 5_000) },
  { name: 'durations not logged', apply: (rows) => rows.map((row) => ({ ...row, durationMs: 0 })) },
  { name: 'whole seconds', apply: (rows) => rows.map((row) => ({ ...row, start: Math.floor(row.start / 1_000) * 1_000 })) },
  {
    name: 'starts skewed by up to 40 ms',
    apply: (rows, random) =>
      rows.map((row) => {
        const skew = random.below(41);
        return { ...row, start: row.start - skew, durationMs: row.durationMs + skew };
      }),
  },
  { name: 'clock jumps ahead by an hour', apply: (rows) => jumped(rows, 3_600_000) },
  { name: 'clock jumps back by 30 s', apply: (rows) => jumped(rows, -30_000) },
  { name: 'every line twice', apply: (rows) => rows.flatMap((row) => [row, row]) },
  { name: 'every fifth line twice', apply: (rows, random) => rows.flatMap((row) => (random.below(5) === 0 ? [row, row] : [row])) },
  { name: 'half of the good rows', apply: (rows, random) => rows.filter((row) => row.isReset || random.uniform() < 0.5) },
  { name: 'a tenth of the good rows', apply: (rows, random) => rows.filter((row) => row.isReset || random.uniform() < 0.1) },
  { name: 'half of all rows', apply: (rows, random) => rows.filter(() => random.uniform() < 0.5) },
  { name: 'errors only', apply: (rows) => rows.filter(({ isReset }) => isReset) },
  { name: 'two pods under one name', apply: (rows, _random, other) => [...throughPorts(rows, 300), ...throughPorts(other(), 300)] },
  {
    name: 'as many random resets',
    apply: (rows, random) => {
      const share = rows.filter(({ isReset }) => isReset).length / rows.length;
      return rows.map((row) => (random.uniform() < share ? { ...row, isReset: true } : row));
    },
  },
  { name: 'a hole of a tenth', apply: (rows) => rows.filter((_, index) => index < 0.45 * rows.length || index > 0.55 * rows.length) },
];

/** Connections by their local port: the next one takes the next port. */
function throughPorts(rows: readonly PoolRequest[], ports: number): readonly PoolRequest[] {
  return rows.map((row) => ({ ...row, connection: Number(row.connection) % ports }));
}

function jumped(rows: readonly PoolRequest[], by: number): readonly PoolRequest[] {
  return rows.map((row, index) => (index < rows.length / 2 ? row : { ...row, start: row.start + by }));
}
