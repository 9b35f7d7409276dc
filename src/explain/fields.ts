import { instant } from '../model/time.ts';
import { decidingFlags, type Signals } from './signals.ts';
import type { Explanation } from './types.ts';

/** The largest moment a date can hold, in ms since 1970 (ECMA-262). */
const latestDate = 8.64e15;

/** The values read from the text, by name. Absent = not in the text. `flagImplied` = the flag is not written but follows. */
export function explainedFields(signals: Signals): Explanation['fields'] {
  const { row, cluster, detail, transport } = signals;
  const flags = signals.flags.length > 0 ? signals.flags : decidingFlags(signals);
  const values: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>> = {
    status: signals.status,
    flags: flags.length > 0 || signals.rowShaped ? flags : undefined,
    flagImplied: signals.impliedFlag === undefined ? undefined : true,
    details: row?.details ?? (detail === undefined ? undefined : detail.inner === undefined ? detail.name : `${detail.name}{${detail.inner}}`),
    resetReason: signals.resetReason,
    transportFailure: row?.transportFailure ?? transport?.id,
    retried: signals.retried ? true : undefined,
    format: row?.format,
    start: row === undefined || !(Math.abs(row.start) <= latestDate) ? undefined : instant(row.start),
    method: row?.method,
    path: row?.path,
    protocol: row?.protocol,
    authority: row?.authority,
    requestId: row?.requestId,
    userAgent: row?.userAgent,
    durationMs: row?.durationMs,
    bytesReceived: row?.bytesReceived,
    bytesSent: row?.bytesSent,
    attempts: row?.attempts,
    cluster: cluster?.name,
    direction: cluster?.direction,
    port: cluster?.port,
    subset: cluster?.subset,
    service: cluster?.service,
    upstreamHost: row?.upstreamHost,
    upstreamLocal: row?.upstreamLocal,
    downstreamRemote: row?.downstreamRemote,
    route: row?.route,
    serverHostname: signals.serverHostname,
    program: signals.application?.program ?? signals.otherProxy?.proxy ?? signals.clients[0]?.program,
  };
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string | number | boolean | readonly string[]] => entry[1] !== undefined));
}
