/** How the pods of a workload are named, for a regular expression: `workload-hash-suffix` of a Deployment, `workload-number` of a StatefulSet. */
export function podNamePattern(workload: string): string {
  return `${workload}-(?:[a-z0-9]+-[a-z0-9]{5}|\\d+)`;
}
