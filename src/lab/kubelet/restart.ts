import { type BackOffOptions, kubernetesBackOff } from './back-off.ts';
import type { ContainerView } from './container-view.ts';
import type { Pod } from './pod.ts';

/** Whether a container that ended with this exit code is started again. */
export function isRestarted({ spec }: Pick<Pod, 'spec'>, role: ContainerView['role'], exitCode: number): boolean {
  const policy = spec.restartPolicy ?? 'Always';
  if (role === 'sidecar') return true;
  if (role === 'init') return exitCode !== 0 && policy !== 'Never';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/** The pod's own rest between restarts, so that a crash loop shows within a minute; else the given one, else Kubernetes'. */
export function backOffOf({ metadata }: Pick<Pod, 'metadata'>, given: BackOffOptions = kubernetesBackOff): BackOffOptions {
  const [, first, longest] = /^([0-9.]+)(?:\/([0-9.]+))?$/.exec(metadata.annotations?.['why503.lab/back-off'] ?? '') ?? [];
  if (first === undefined) return given;
  return { first: Number(first), longest: longest === undefined ? Number(first) * 30 : Number(longest) };
}

/** Whole seconds as Go prints them: `10s`, `1m20s`, `5m0s`. */
export function goDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds - minutes * 60}s`;
}
