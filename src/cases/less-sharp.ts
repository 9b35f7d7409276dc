/**
 * Answers that are true of an incident and say less than its cause: a limit of time does cut the requests of a server without CPU, and the
 * application does answer 503 when vminsert refuses. `cause` → what may be named where the evidence for the cause itself was not collected.
 */
export const lessSharp: Readonly<Record<string, readonly string[]>> = {
  // the request was not answered in time, whatever held it up
  'cpu-saturated': ['request-timeout'],
  'proxy-overloaded': ['request-timeout', 'app-answered-503'],
  'middlebox-idle-drop': ['request-timeout'],
  'conntrack-exhausted': ['request-timeout'],
  // the application wrote the answer, whatever made it
  'vminsert-overloaded': ['app-answered-503'],
  'vmstorage-unavailable': ['app-answered-503'],
  'rollout-load-shift': ['app-answered-503', 'request-timeout'],
  // a pod did leave while requests still went to it; that they never stop is what was not seen
  'stale-endpoints': ['shutdown-race'],
  // hosts are ejected for errors that they answer themselves, and these are failures too
  'outlier-ejection': ['app-answered-503'],
  // what arrived cannot be read as the protocol that was expected
  'malformed-response': ['protocol-mismatch'],
  'header-limit': ['protocol-mismatch'],
  'upgrade-broken': ['protocol-mismatch', 'request-timeout'],
  // at that moment there was no such cluster
  'rollout-ordering': ['unknown-cluster'],
  // the peer says "expired", by its clock
  'clock-skew': ['certificate-expired'],
  // one end of the process was seen, not that it ends again and again
  'crash-loop': ['app-crashed'],
};

/** A truth with what says the same less sharply. */
export function withLessSharp(truth: readonly string[]): readonly string[] {
  return [...new Set(truth.flatMap((cause) => [cause, ...(lessSharp[cause] ?? [])]))];
}
