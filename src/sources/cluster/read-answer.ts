import type { IncomingMessage } from 'node:http';
import { type Answer, ClusterError } from './cluster-port.ts';

/** The body up to a limit; what comes behind it is not waited for. Throws a `ClusterError` when the connection breaks before the end. */
export async function readAnswer(incoming: IncomingMessage, mostBytes: number): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of incoming) {
      const data: Buffer = chunk;
      chunks.push(bytes + data.length > mostBytes ? data.subarray(0, mostBytes - bytes) : data);
      bytes += data.length;
      if (bytes > mostBytes) break;
    }
  } catch (cause) {
    throw new ClusterError(`the answer broke off: ${cause instanceof Error ? cause.message : String(cause)}`, 'unreachable', 0, { cause });
  }
  const retryAfterMs = retryAfter(incoming.headers['retry-after']);
  return {
    status: incoming.statusCode ?? 0,
    text: Buffer.concat(chunks).toString('utf8'),
    isCut: bytes > mostBytes,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** API servers send seconds (Kubernetes 1.34); a date would be for browsers. */
function retryAfter(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header === undefined || !Number.isFinite(seconds) || seconds < 0 ? undefined : seconds * 1000;
}
