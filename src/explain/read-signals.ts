import { failureOfGrpcStatus, grpcStatusOf } from '../formats/access-log/grpc-status.ts';
import { parseAccessRow } from '../formats/access-log/parse-access-row.ts';
import type { AccessRow } from '../formats/access-log/row.ts';
import { applicationBodies } from '../knowledge/envoy/application-bodies.ts';
import { envoyBodies, resetBody, retriedBody, transportPart } from '../knowledge/envoy/bodies.ts';
import { clientLogs } from '../knowledge/envoy/client-logs.ts';
import { details } from '../knowledge/envoy/details.ts';
import { resetReasons } from '../knowledge/envoy/reset-reasons.ts';
import { transportFailureIn } from '../knowledge/envoy/transport-failures.ts';
import { clusterName, clusterNameIn } from './cluster-name.ts';
import { detailIn, resetReasonIn } from './find-detail.ts';
import { flagsIn } from './find-flags.ts';
import { containerEndIn } from './find-end.ts';
import { otherProxyIn } from './find-other-proxy.ts';
import type { Signals } from './signals.ts';
import { statusIn } from './find-status.ts';

/** Recognises every piece of a text; knows nothing of causes. The text is bounded by the caller. */
export function readSignals(text: string): Signals {
  const proxy = otherProxyIn(text);
  const row = proxy === undefined || proxy.proxy === 'ztunnel' ? rowIn(text) : undefined;
  const rowShaped = row !== undefined || (proxy === undefined && isRowShaped(text));
  // A user agent or a path may hold anything: once a row is understood, only its own fields speak.
  const prose = row === undefined ? text : '';
  const flags = row?.flags ?? flagsIn(prose);
  const detail = row === undefined ? detailIn(prose) : row.details === undefined ? undefined : (detailIn(row.details) ?? { name: row.details });
  const resetReason = resetReasonIn(row === undefined ? prose : '', detail?.inner);
  const application = applicationBodies.find(({ pattern }) => pattern.test(prose));
  const isResetBody = resetBody.pattern.test(prose);
  const isTransportFailure = /TLS[_ ]error:|(?:delayed|immediate)[ _]connect[ _]error/i.test(prose); // Envoy's own wording, though it quotes an errno as clients do
  const clients =
    rowShaped || proxy?.isRow === true
      ? []
      : clientLogs.filter(
          // another proxy quotes the errno that a client would
          ({ pattern, wrapper }) =>
            pattern.test(prose) && (wrapper === true || (!isResetBody && !isTransportFailure && application === undefined && proxy === undefined)),
        );
  const otherProxy = rowShaped ? undefined : proxy;
  const envoyBody = isResetBody || otherProxy !== undefined || rowShaped ? undefined : envoyBodies.find(({ pattern }) => pattern.test(prose));
  const serverHostname = /^[<\s]{0,3}x-server-hostname: ?(\S{1,253})/im.exec(prose)?.[1];
  const direct = clients.some(({ wrapper }) => wrapper !== true);
  const transportText = row === undefined ? (direct || otherProxy !== undefined ? undefined : prose) : [row.transportFailure, detail?.inner].join(' ');
  const transport = transportText === undefined ? undefined : transportFailureIn(transportText);
  const cluster = row === undefined ? clusterNameIn(prose) : row.upstreamCluster === undefined ? undefined : clusterName(row.upstreamCluster);
  // HTTP says 200 of a gRPC call that failed
  const grpcStatus = row === undefined ? grpcStatusIn(prose) : row.code === 200 ? row.grpcStatus : undefined;
  const grpcFailure = grpcStatus === undefined ? undefined : failureOfGrpcStatus(grpcStatus);
  const end = proxy === undefined && flags.length === 0 ? containerEndIn(prose) : undefined;
  const status =
    end !== undefined ? undefined : (grpcFailure ?? row?.code ?? statusIn(prose) ?? (isResetBody ? undefined : (application?.status ?? envoyBody?.status)));
  const impliedFlag =
    flags.length > 0 ? undefined : impliedBy(resetReason, detail?.name, envoyBody?.flag, otherProxy === undefined && !direct && transport !== undefined);
  return {
    flags,
    clients,
    rowShaped,
    resetBody: isResetBody,
    retried: retriedBody.pattern.test(prose),
    hasTransportPart: transportPart.pattern.test(prose),
    withoutRequest: row === undefined ? /"- - -"/.test(text) : row.method === undefined,
    meshServerName: /\boutbound_\.\d/.test(row === undefined ? text : (row.sni ?? '')),
    ...(impliedFlag === undefined ? {} : { impliedFlag }),
    ...(status === undefined ? {} : { status }),
    ...(grpcStatus === undefined || grpcFailure === undefined ? {} : { grpcStatus }),
    ...(detail === undefined ? {} : { detail }),
    ...(resetReason === undefined ? {} : { resetReason }),
    ...(transport === undefined ? {} : { transport }),
    ...(row?.transportFailure === undefined ? {} : { transportText: row.transportFailure }),
    ...(envoyBody === undefined ? {} : { envoyBody }),
    ...(application === undefined ? {} : { application }),
    ...(otherProxy === undefined ? {} : { otherProxy }),
    ...(serverHostname === undefined ? {} : { serverHostname }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(end === undefined ? {} : { end }),
    ...(row === undefined ? {} : { row }),
  };
}

/** `grpc-status: 14`, or as Go's clients print it: `rpc error: code = Unavailable desc = …`. */
function grpcStatusIn(prose: string): number | undefined {
  const told = /\bgrpc[-_ ]status["']?(?: code)? ?[:=]? ?["']?([A-Za-z_]{2,20}|\d{1,2})\b/i.exec(prose) ?? /\brpc error: code = (\w{2,20})/.exec(prose);
  return grpcStatusOf(told?.[1]);
}

/** The first access row among the lines, or the whole text as one JSON object. */
function rowIn(text: string): AccessRow | undefined {
  const candidates = text.trimStart().startsWith('{') ? [text.replaceAll('\n', ' ')] : text.split('\n', 50);
  for (const line of candidates) {
    const start = /\[\d{4}-\d\d-\d\dT/.exec(line)?.index ?? 0; // whatever a log tool put before the row
    const row = parseAccessRow(line.slice(start).trim());
    // A custom layout without any of Envoy's own fields is some other server's row.
    if (
      row !== undefined &&
      row !== 'damaged' &&
      (row.format !== 'custom' || row.flags.length > 0 || row.details !== undefined || row.upstreamCluster !== undefined)
    )
      return row;
  }
  return undefined;
}

function isRowShaped(text: string): boolean {
  return (
    /"(?:[A-Z]{3,10} \S{1,2000} HTTP\/[\d.]{1,3}|- - -)" (?:0|[1-5]\d\d) (?:-|[A-Z]{2,5}(?:,[A-Z]{2,5}){0,5})(?: |$)/.test(text) ||
    /"response_flags"|"response_code_details"/.test(text)
  );
}

function impliedBy(reset: string | undefined, detail: string | undefined, body: string | undefined, failedTransport: boolean): string | undefined {
  const byReset = reset === undefined ? undefined : resetReasons[reset]?.flag;
  const byDetail = detail === undefined || !Object.hasOwn(details, detail) ? undefined : details[detail]?.flag;
  return byReset ?? byDetail ?? body ?? (failedTransport ? 'UF' : undefined);
}
