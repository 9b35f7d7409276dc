import type { AccessRow } from '../../formats/access-log/row.ts';
import { failureOfGrpcStatus } from '../../formats/access-log/grpc-status.ts';
import type { RowOutcome } from './types.ts';

/** Flags that do not say that the request failed: the caller left (DC, DR), a delay was injected (DI), a cache answered (RFCF), an external processor answered (RFE). */
const harmless: ReadonlySet<string> = new Set(['DC', 'DR', 'DI', 'RFCF', 'RFE']);

/**
 * What became of the request of a row. An answer below 500 of the application is `ok`, whatever it says; a gRPC answer is
 * judged by its status where the row has it, and else looks well.
 */
export function outcomeOf(row: AccessRow): RowOutcome {
  const { flags, code } = row;
  if (isRefusal(row)) return 'failed';
  if (flags.length === 0) {
    if (code >= 500) return 'failed';
    if (code === 499) return 'client-abort'; // nginx's word for a caller that left
    if (row.grpcStatus !== undefined && failureOfGrpcStatus(row.grpcStatus) !== undefined) return 'failed';
    if (code > 0) return 'ok';
    return row.method !== undefined && row.details?.startsWith('downstream_') ? 'client-abort' : 'tcp-closed';
  }
  if (row.method === undefined && code === 0) return flags.some((flag) => listenerFailures.has(flag)) ? 'failed' : 'tcp-closed';
  const callerLeft = flags.includes('DC') || flags.includes('DR');
  if (callerLeft && code < 500) return 'client-abort';
  return code >= 500 || flags.some((flag) => !harmless.has(flag)) ? 'failed' : code > 0 ? 'ok' : 'client-abort';
}

/** An answer that looks well to HTTP, to a client that says it speaks gRPC (`grpc-go/1.70`, `grpc-java-netty/1.68`), without its gRPC status. */
export function isUntoldGrpc({ code, grpcStatus, userAgent }: AccessRow): boolean {
  return code === 200 && grpcStatus === undefined && userAgent?.startsWith('grpc-') === true;
}

/**
 * A proxy's own refusal that its flags do not tell, but its details do; the application never saw the request. By an AuthorizationPolicy: 403
 * without a flag (Envoy 1.14 to 1.40, filters/http/rbac). For an upgrade that it does not pass: the same (conn_manager_impl.cc). For its headers over HTTP/2: no status and `DR`, though the caller did nothing
 * (codec_impl.cc; seen with Envoy 1.40.0).
 */
function isRefusal({ details }: AccessRow): boolean {
  return details !== undefined && refusals.some((start) => details.startsWith(start));
}

const refusals: readonly string[] = ['rbac_access_denied', 'upgrade_failed', 'http2.too_many_headers', 'http2.header_list_size_too_large'];

/** Flags that mean failure on a row without a request. The rest end connections in due course: DC, DT (duration), SI (idle). */
const listenerFailures: ReadonlySet<string> = new Set(['NR', 'NC', 'UH', 'UF', 'UO', 'UC', 'URX', 'UAEX', 'RL', 'RLSE', 'OM', 'UPE', 'LR', 'UR', 'DPE', 'DF']);

/**
 * Flags after which the upstream connection is gone, so that its port, seen again, is a new connection: UC by definition, UPE and LR because
 * Envoy closes it. UT and UR close an HTTP/1 connection only, so they prove nothing.
 */
const closing: ReadonlySet<string> = new Set(['UC', 'UPE', 'LR']);

export function closesConnection(row: AccessRow): boolean {
  return row.flags.length > 0 && row.flags.some((flag) => closing.has(flag));
}
