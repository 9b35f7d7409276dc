import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import type { SocketRow } from './types.ts';

/** Sockets as `ss -tanp` or `netstat -tanp` list them: who listens where. */
export const sockets: Artifact<readonly SocketRow[]> = defineArtifact({
  id: 'sockets',
  title: 'Sockets (ss, netstat)',
  collectWith: ['kubectl -n {namespace} debug {pod} -it --image=nicolaka/netshoot --target=istio-proxy -- ss -tanp'],
  recognises: ({ body }) => body.kind === 'text' && (ssHeader.test(body.text.slice(0, 4_000)) || netstatHeader.test(body.text.slice(0, 4_000))),
  parse: (documents) => documents.flatMap((document) => (document.body.kind === 'text' ? readAll(document, document.body.text) : [])),
});

const ssHeader = /^(?:Netid +)?State +Recv-Q +Send-Q +Local Address:Port/m;
const netstatHeader = /^Proto +Recv-Q +Send-Q +Local Address +Foreign Address/m;
const states = /^(?:LISTEN|ESTAB(?:LISHED)?|TIME[-_]WAIT|CLOSE[-_]WAIT|SYN[-_](?:SENT|RECV)|FIN[-_]WAIT[-_]?[12]|LAST[-_]ACK|CLOSING|CLOSED?|UNCONN)$/;

function readAll(document: RawDocument, text: string): readonly SocketRow[] {
  return text.split('\n').flatMap((line, index) => {
    const cells = line.slice(0, 2_000).trim().split(/\s+/);
    const at = { artifact: 'sockets', file: document.file, line: document.line + index };
    const found = /^(?:tcp|udp)[46]?$/.test(cells[0] ?? '') && /^\d+$/.test(cells[1] ?? '') ? fromNetstat(cells) : fromSs(cells);
    return found === undefined ? [] : [{ at, ...found }];
  });
}

/** `[netid] STATE recv-q send-q local peer [users:(("envoy",pid=1,fd=2))]`. */
function fromSs(cells: readonly string[]): Omit<SocketRow, 'at'> | undefined {
  const first = states.test(cells[0] ?? '') ? 0 : states.test(cells[1] ?? '') ? 1 : undefined;
  if (first === undefined) return undefined;
  const [state, , , local, remote, ...others] = cells.slice(first);
  if (state === undefined || local === undefined || remote === undefined) return undefined;
  const process = /\("([^"]{1,100})",pid=/.exec(others.join(' '))?.[1];
  return { state: common(state), local, remote, ...(process === undefined ? {} : { process }) };
}

/** `tcp 0 0 local foreign STATE [pid/program]`; datagram sockets have no state. */
function fromNetstat(cells: readonly string[]): Omit<SocketRow, 'at'> | undefined {
  const [, , , local, remote, state, owner] = cells;
  if (local === undefined || remote === undefined || state === undefined || !states.test(state)) return undefined;
  const process = /^\d+\/(.{1,100})$/.exec(owner ?? '')?.[1];
  return { state: common(state), local, remote, ...(process === undefined ? {} : { process }) };
}

/** One spelling for both tools: `LISTEN`, `ESTAB`, `TIME-WAIT`, `FIN-WAIT-1`. */
function common(state: string): string {
  if (state === 'ESTABLISHED') return 'ESTAB';
  return state.replaceAll('_', '-').replace(/^FIN-WAIT(\d)$/, 'FIN-WAIT-$1');
}
