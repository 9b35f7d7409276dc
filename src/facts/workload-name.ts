/**
 * The workload's name, guessed from a pod's: ReplicaSet pods end in a hash and five characters, StatefulSet pods in an ordinal.
 * Kubernetes draws such suffixes from an alphabet without vowels (k8s.io/apimachinery/pkg/util/rand, v0.34), so words survive.
 */
export function workloadOfPodName(pod: string): string {
  const replica = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(pod);
  if (replica?.[1] !== undefined) return replica[1];
  const hashed = /^(.+)-[0-9a-f]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(pod);
  if (hashed?.[1] !== undefined) return hashed[1];
  const stateful = /^(.+)-\d{1,4}$/.exec(pod);
  if (stateful?.[1] !== undefined) return stateful[1];
  const daemon = /^(.+)-[bcdfghjklmnpqrstvwxz2456789]{5}$/.exec(pod);
  return daemon?.[1] !== undefined && /[24-9]/.test(pod.slice(-5)) ? daemon[1] : pod;
}
