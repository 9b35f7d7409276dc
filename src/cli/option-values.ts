import { InvalidArgumentError } from 'commander';

/** Reads the value of an option that takes a whole number in a range. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new InvalidArgumentError(`a whole number from ${least} to ${most} is expected`);
    return value;
  };
}

/** Reads the value of `--width`. */
export function columns(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 40) throw new InvalidArgumentError('a whole number of at least 40 is expected');
  return value;
}
