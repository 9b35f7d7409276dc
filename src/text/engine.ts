/** Why a verdict is what it is, in one sentence each. */
export const engineTexts = {
  diagnosed: '{failures} of {requests} {requests|request|requests} to {target} failed; the evidence names the cause.',
  diagnosedUncounted: '{failures} {failures|request|requests} to {target} failed; the evidence names the cause.',
  diagnosedInPart:
    '{failures} {failures|request|requests} to {target} failed; the evidence names the cause of {explained} of them, and not that of the others.',
  predicted: 'No request to {target} is in the evidence; by settings or counters that are, requests to it fail.',
  undecidedIncident: '{failures} {failures|request|requests} to {target} failed; the evidence at hand fits several causes and cannot decide between them.',
  unexplainedIncident: '{failures} {failures|request|requests} to {target} failed; nothing in the evidence explains them.',
  healthy: '{requests} {requests|request was|requests were} seen and none failed.',
  healthyButAborted: '{requests} {requests|request was|requests were} seen and none failed beyond {aborted} that their own clients gave up.',
  mostlyAborted:
    '{requests} {requests|request was|requests were} answered and {aborted} were given up by their own clients, more than that: whether because nothing came, the rows do not tell. The callers’ logs and time limits do.',
  injected:
    '{failures} {failures|request|requests} for {target} {failures|was|were} ended by fault injection (FI): a `fault.abort` in a VirtualService, or an EnvoyFilter with the fault filter, asks for that. Nothing is broken; take the fault out where it is not meant: `kubectl get virtualservices -A -o yaml | grep -B20 -A8 "fault:"`.',
  abortedLate:
    '{requests} {requests|request was|requests were} answered, and {late} were given up by their own clients after waits far longer than answers take, with nothing of an answer: a long poll looks so, and so does a server that hangs. The callers’ logs and time limits, and the server’s log at those times, tell which.',
  grpcUntold:
    '{requests} {requests|request was|requests were} seen, most of them gRPC calls without their status: HTTP says 200 of those that failed as well. Log %GRPC_STATUS% (grpc_status in a JSON format), or give the callers’ logs.',
  healthyInPart: '{requests} {requests|request|requests} of the part that was asked about {requests|was|were} seen and none failed.',
  healthySavedByRetry: '{requests} {requests|request was|requests were} seen; {saved} {saved|attempt|attempts} failed and a retry saved every one of them.',
  nothingAnalysed: 'Nothing in the input could be analysed, so nothing is known.',
  noRequests:
    'The evidence holds no request on this path, neither failed nor answered; without access logs or client logs nobody can tell whether requests fail.',
  noRequestsForQuestion: 'The evidence holds requests, but none for the path that was asked about; there are requests of {known}.',
  noRequestsInTime: 'The evidence holds requests, but none for the stretch of time that was asked about; its requests are from {from} to {to}.',
  crashed: 'Part of the analysis failed ({part}), so no verdict is given.',
} as const;
