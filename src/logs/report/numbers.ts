/** Of lists of any length: spread into the arguments of `Math.min`, a long one is a stack overflow. */
export const least = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
export const greatest = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY);
export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
