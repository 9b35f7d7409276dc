import type { Container } from './pod.ts';

/** What a container is at, as `kubectl get pod -o yaml` shows it. Times in milliseconds since 1970. */
export type ContainerState =
  | { readonly is: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly is: 'running'; readonly startedAt: number }
  | Terminated;

export interface Terminated {
  readonly is: 'terminated';
  readonly exitCode: number;
  readonly reason: string;
  readonly message?: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly containerId: string;
}

/** A container for the pod's status. */
export interface ContainerView {
  readonly spec: Container;
  readonly role: 'app' | 'init' | 'sidecar';
  readonly state: ContainerState;
  readonly last?: Terminated;
  readonly ready: boolean;
  readonly started: boolean;
  readonly restarts: number;
  readonly containerId?: string;
  /** Whether it ended and will not be started again. */
  readonly isOver: boolean;
}

export function hasSucceeded({ state }: ContainerView): boolean {
  return state.is === 'terminated' && state.exitCode === 0;
}

/** Whole seconds, as Kubernetes writes times. */
export function time(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
