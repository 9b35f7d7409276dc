import type { ChangeKind } from '../../model/change.ts';

/** Changes by which pods come and go. */
export const ofPods: ReadonlySet<ChangeKind> = new Set([
  'podStopped',
  'podReplaced',
  'outOfMemory',
  'crashed',
  'probeKilled',
  'evicted',
  'ended',
  'podCreated',
  'podReady',
  'scaled',
  'rolledOut',
  'restartAsked',
  'processStarted',
]);

/** Changes that istiod pushes. */
export const ofConfiguration: ReadonlySet<ChangeKind> = new Set(['objectWritten', 'configTaken']);
