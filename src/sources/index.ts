/** Public: evidence from outside as a snapshot. */
export { type BundleLimits, readBundle } from './bundle/index.ts';
export { UserError } from './user-error.ts';
