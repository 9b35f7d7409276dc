/** Counts of requests by outcome, and their durations (the last 100,000 of them, in milliseconds). */
export function createTally() {
  const counts = { requests: 0, failed: 0, leftOut: 0, connections: 0 };
  const byStatus = {};
  const byError = {};
  const durations = [];
  return {
    add: ({ ms, status, error, hasFailed }) => {
      counts.requests += 1;
      if (hasFailed) counts.failed += 1;
      if (status !== undefined) byStatus[status] = (byStatus[status] ?? 0) + 1;
      if (error !== undefined) byError[error] = (byError[error] ?? 0) + 1;
      durations[(counts.requests - 1) % 100_000] = ms;
    },
    connection: () => {
      counts.connections += 1;
    },
    leftOut: () => {
      counts.leftOut += 1;
    },
    summary: (ms) => {
      const sorted = durations.toSorted((a, b) => a - b);
      const share = (part) => Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 10) / 10;
      return { ...counts, byStatus, byError, seconds: Math.round(ms / 100) / 10, p50Ms: share(0.5), p99Ms: share(0.99), maxMs: share(1) };
    },
  };
}
