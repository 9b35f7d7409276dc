import { InvalidArgumentError } from 'commander';
import { parseVersion } from '../knowledge/versions/version.ts';

/** Reads the value of an option that takes a whole number in a range. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) throw new InvalidArgumentError(`a whole number from ${least} to ${most} is expected`);
    return value;
  };
}

/** Reads the value of an option that takes a version: `1.24`, `v1.38.1`. */
export function release(text: string): string {
  if (parseVersion(text)?.minor === undefined) throw new InvalidArgumentError('a version such as 1.24 is expected');
  return text.trim().replace(/^v/, '');
}

/** Reads the value of `--width`. */
export function columns(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 40) throw new InvalidArgumentError('a whole number of at least 40 is expected');
  return value;
}
