import type { ChangeKind } from '../model/change.ts';

/** What happened around failures, a line for each kind of change. */
export const changeTexts: { readonly [K in ChangeKind]: string } = {
  podStopped: '{subject} is told to stop',
  podReplaced: '{subject} is last heard of, and another pod takes its place',
  outOfMemory: '{subject} is killed for memory',
  crashed: '{subject} ends with an error ({detail})',
  probeKilled: '{subject} is stopped because its probe fails',
  evicted: '{subject} is evicted, or loses its node',
  ended: '{subject} ends, and nothing says why',
  podCreated: '{subject} is created',
  podReady: '{subject} is ready',
  scaled: '{subject}: {detail}',
  rolledOut: '{subject} is created, a new version of {detail}',
  restartAsked: 'somebody asks {subject} to restart its pods',
  objectWritten: '{subject} is written ({detail})',
  configTaken: 'istiod takes over a change of {subject}',
  pushed: 'istiod pushes listeners, routes or clusters to proxies ({detail})',
  certificateBegins: '{subject} has a new certificate ({detail})',
  certificateEnds: 'a certificate of {subject} expires ({detail})',
  nodeEvent: '{subject}: {detail}',
  processStarted: 'the process of {subject} starts',
};
