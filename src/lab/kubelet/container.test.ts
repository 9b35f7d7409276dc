import assert from 'node:assert/strict';
import test from 'node:test';
import type { Attempt } from './attempt.ts';
import { type SupervisedContainer, superviseContainer } from './container.ts';
import type { Terminated } from './container-view.ts';
import type { Container } from './pod.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { StartError } from './program.ts';
import { sampleContainer, samplePod } from './sample-pod.ts';
import { stopContainers } from './stop-containers.ts';

/** A container whose program is a puppet of the test. */
interface Puppet {
  readonly container: SupervisedContainer;
  /** What happened, in order. */
  readonly log: readonly string[];
  readonly exit: (code: number) => void;
  /** Resolves once the given line stands in the log so often. */
  readonly seen: (line: string, times?: number) => Promise<void>;
}

interface PuppetOptions {
  readonly spec?: Partial<Container>;
  readonly role?: 'app' | 'init' | 'sidecar';
  readonly diesOf?: readonly NodeJS.Signals[];
  readonly execCode?: (command: readonly string[]) => number;
  readonly log?: string[];
  readonly missing?: boolean;
}

function puppet({ spec, role = 'app', diesOf = ['SIGTERM', 'SIGKILL'], execCode = () => 0, log = [], missing = false }: PuppetOptions): Puppet {
  const waiting: { readonly isThere: () => boolean; readonly resolve: () => void }[] = [];
  const note = (line: string): void => {
    log.push(line);
    for (const { isThere, resolve } of waiting) if (isThere()) resolve();
  };
  const container = sampleContainer(spec);
  const pod = samplePod({ containers: [container] });
  let exit: (code: number) => void = () => undefined;
  const launch = async (_: PodRuntime, __: Container, number: number): Promise<Attempt> => {
    if (missing) throw new StartError('no such program');
    const containerId = `containerd://${number}`;
    const { promise, resolve } = Promise.withResolvers<Terminated>();
    let hasEnded = false;
    exit = (exitCode) => {
      hasEnded = true;
      resolve({ is: 'terminated', exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt: 0, finishedAt: Date.now(), containerId });
    };
    return {
      pid: 1,
      containerId,
      startedAt: Date.now(),
      ended: promise,
      hasEnded: () => hasEnded,
      kill: (signal) => {
        note(`${container.name} ${signal}`);
        if (diesOf.includes(signal)) exit(signal === 'SIGKILL' ? 137 : 143);
      },
      exec: async (command) => {
        note(`${container.name} runs ${command.join(' ')}`);
        return { code: execCode(command), output: 'no', timedOut: false };
      },
    };
  };
  const options = { backOff: { first: 0.05, longest: 0.1, notice: 0 } };
  const events = { onPod: (_: unknown, __: unknown, reason: string) => note(reason), record: () => undefined, flushed: async () => undefined };
  // Of the runtime a container without a real program reads only these.
  const runtime = {
    options,
    events,
    pod: () => pod,
    place: { podIp: '127.0.0.1' },
    changed: () => undefined,
  } as unknown as PodRuntime;
  return {
    container: superviseContainer(runtime, container, role, launch),
    log,
    exit: (code) => exit(code),
    seen: (line, times = 1) => {
      const isThere = (): boolean => log.filter((each) => each === line).length >= times;
      return isThere() ? Promise.resolve() : new Promise((resolve) => waiting.push({ isThere, resolve }));
    },
  };
}

test('a container that runs without probes is started and ready', async () => {
  const { container, log } = puppet({});
  await container.start();
  const { state, ready, started, restarts } = container.view();
  assert.deepEqual([state.is, ready, started, restarts], ['running', true, true, 0]);
  assert.deepEqual(log, ['Pulled', 'Created', 'Started']);
});

test('a crash is followed by a restart at once, the next one by a rest', async () => {
  const { container, exit, seen } = puppet({});
  await container.start();
  exit(3);
  await seen('Started', 2);
  await new Promise(setImmediate);
  const { restarts, last } = container.view();
  assert.deepEqual([restarts, last?.exitCode], [1, 3]);
  exit(4);
  await seen('BackOff');
  const { state, last: later } = container.view();
  assert.deepEqual([state.is === 'waiting' && state.reason, later?.exitCode], ['CrashLoopBackOff', 4]);
  await container.stop({ grace: 1 });
  assert.equal(container.view().state.is, 'terminated');
});

test('an init container that succeeds is over and ready', async () => {
  const { container, exit } = puppet({ role: 'init' });
  await container.start();
  exit(0);
  await container.over;
  const { ready, isOver } = container.view();
  assert.deepEqual([ready, isOver], [true, true]);
});

test('a failing liveness probe has the container killed and started again', async () => {
  const livenessProbe = { exec: { command: ['check'] }, periodSeconds: 0.01, failureThreshold: 2 };
  const { container, log, seen } = puppet({ spec: { livenessProbe }, execCode: () => 1 });
  await container.start();
  await seen('Started', 2);
  assert.deepEqual(log.slice(3, 9), ['web runs check', 'Unhealthy', 'web runs check', 'Unhealthy', 'Killing', 'web SIGTERM']);
  await container.stop({ grace: 1 });
});

test('readiness waits for the startup probe', async () => {
  let isUp = false;
  const spec = {
    startupProbe: { exec: { command: ['up'] }, periodSeconds: 0.01, failureThreshold: 1000 },
    readinessProbe: { exec: { command: ['ready'] }, periodSeconds: 0.01 },
  };
  const { container, log, seen } = puppet({ spec, execCode: ([name]) => (name === 'up' && !isUp ? 1 : 0) });
  await container.start();
  await seen('web runs up', 3);
  assert.deepEqual([container.view().started, log.includes('web runs ready')], [false, false]);
  isUp = true;
  await seen('web runs ready');
  await new Promise(setImmediate);
  assert.deepEqual([container.view().started, container.view().ready], [true, true]);
  await container.stop({ grace: 1 });
});

test('stopping runs the hook, then asks, and kills who does not listen', async () => {
  const { container, log } = puppet({ spec: { lifecycle: { preStop: { exec: { command: ['drain'] } } } }, diesOf: ['SIGKILL'] });
  await container.start();
  await container.stop({ grace: 0.05, isUrgent: true });
  assert.deepEqual(log.slice(3), ['Killing', 'web runs drain', 'web SIGTERM', 'web SIGKILL']);
  assert.equal(container.view().state.is === 'terminated' && container.view().isOver, true);
});

test('a failed postStart hook ends the container', async () => {
  const { container, seen } = puppet({ spec: { lifecycle: { postStart: { exec: { command: ['wait'] } } } }, execCode: () => 1 });
  void container.start();
  await seen('FailedPostStartHook');
  await seen('web SIGTERM');
  await container.stop({ grace: 1 });
});

test('a sidecar is asked to end only after the app has ended, and its hook runs before', async () => {
  const log: string[] = [];
  const sidecar = puppet({ spec: { name: 'proxy', lifecycle: { preStop: { exec: { command: ['drain'] } } } }, role: 'sidecar', log });
  const app = puppet({ spec: { name: 'web' }, log, diesOf: ['SIGKILL'] });
  await sidecar.container.start();
  await app.container.start();
  await stopContainers([sidecar.container, app.container], 0.2, true);
  const order = log.filter((line) => /^(web|proxy) /.test(line));
  assert.deepEqual(order, ['web SIGTERM', 'proxy runs drain', 'web SIGKILL', 'proxy SIGTERM']);
});

test('a program that is not there is a failed start in a crash loop', async () => {
  const { container, seen } = puppet({ missing: true });
  void container.start();
  await seen('BackOff');
  const { last } = container.view();
  assert.deepEqual([last?.reason, last?.exitCode], ['StartError', 128]);
  await container.stop({ grace: 1 });
});

test('what was never started stops at once', async () => {
  const { container } = puppet({});
  await container.stop({ grace: 30 });
  assert.deepEqual([container.view().isOver, container.view().state.is], [true, 'waiting']);
});
