/** How long the kubelet lets a container rest between restarts. */
export interface BackOffOptions {
  /** Seconds of the first rest. Kubernetes 1.34: 10. */
  readonly first: number;
  /** Seconds of the longest rest. Kubernetes 1.34: 300. */
  readonly longest: number;
  /** Seconds until the kubelet notices an end. Default: its relist period, 1 (Kubernetes 1.34). */
  readonly notice?: number;
}

export interface BackOff {
  /** Seconds to rest, counted from the end of the container at `finished` (milliseconds). */
  readonly next: (finished: number) => number;
}

export const kubernetesBackOff: BackOffOptions = { first: 10, longest: 300 };

/**
 * The first restart comes at once, the next after 10 s, 20 s, 40 s … up to 5 min; all over again after twice the longest rest without an end
 * (Kubernetes 1.34, pkg/kubelet/kuberuntime `doBackOff` and client-go util/flowcontrol/backoff.go).
 */
export function createBackOff({ first, longest }: BackOffOptions): BackOff {
  let rest = 0;
  let updated = Number.NEGATIVE_INFINITY;
  return {
    next: (finished) => {
      const isForgotten = finished - updated > 2 * longest * 1000;
      const now = isForgotten ? 0 : rest;
      rest = now === 0 ? first : Math.min(now * 2, longest);
      updated = finished + now * 1000;
      return now;
    },
  };
}
