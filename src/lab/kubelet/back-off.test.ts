import assert from 'node:assert/strict';
import test from 'node:test';
import { createBackOff, kubernetesBackOff } from './back-off.ts';
import { backOffOf, goDuration, isRestarted } from './restart.ts';
import { samplePod } from './sample-pod.ts';

test('a container that keeps crashing rests 0, 10, 20 … 300 seconds', () => {
  const backOff = createBackOff(kubernetesBackOff);
  let now = 1_000_000;
  const rests = Array.from({ length: 8 }, () => {
    const rest = backOff.next(now);
    now += (rest + 1) * 1000;
    return rest;
  });
  assert.deepEqual(rests, [0, 10, 20, 40, 80, 160, 300, 300]);
});

test('ten quiet minutes are forgiveness', () => {
  const backOff = createBackOff(kubernetesBackOff);
  assert.deepEqual([backOff.next(0), backOff.next(1000), backOff.next(1_000_000)], [0, 10, 0]);
});

test('a pod says by annotation how long its containers rest', () => {
  const annotated = (value: string): ReturnType<typeof samplePod> => samplePod({}, { annotations: { 'why503.lab/back-off': value } });
  assert.deepEqual(backOffOf(annotated('2/8')), { first: 2, longest: 8 });
  assert.deepEqual(backOffOf(annotated('0.5')), { first: 0.5, longest: 15 });
  assert.deepEqual(backOffOf(annotated('soon')), kubernetesBackOff);
});

test('rests are written as Go writes them', () => {
  assert.deepEqual([10, 80, 300].map(goDuration), ['10s', '1m20s', '5m0s']);
});

test('who is started again depends on the policy, the role and the exit code', () => {
  const pod = (restartPolicy: 'Always' | 'OnFailure' | 'Never'): ReturnType<typeof samplePod> => samplePod({ restartPolicy });
  assert.deepEqual([isRestarted(pod('Always'), 'app', 0), isRestarted(pod('OnFailure'), 'app', 0), isRestarted(pod('Never'), 'app', 1)], [true, false, false]);
  assert.deepEqual([isRestarted(pod('Always'), 'init', 0), isRestarted(pod('Always'), 'init', 1), isRestarted(pod('Never'), 'init', 1)], [false, true, false]);
  assert.equal(isRestarted(pod('Never'), 'sidecar', 0), true);
});
