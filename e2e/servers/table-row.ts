import type { DoneReport } from '../../src/probe/index.ts';
import type { ProbedServer } from './probed-server.ts';

export const tableHead = `| server | version | configured | measured (ms) | spread | error | close | after FIN | announced | promised | requests, age, late request |
|---|---|---|---|---|---|---|---|---|---|---|`;

/** One row of docs/probe.md. */
export function tableRow({ name, configured }: ProbedServer, version: string, { idle, requests, age, promised, connections }: DoneReport): string {
  const measured = idle.kind === 'measured' ? idle : undefined;
  const after = { reset: 'RST', silent: 'lingers', mixed: 'mixed' };
  const [late] = connections.flatMap((row) => row.lateRequest ?? []);
  const more = [
    ...(requests === undefined ? [] : [`${requests.answered} requests, ${requests.end}`]),
    ...(late === undefined ? [] : [`a request after ${Math.round(late.afterMs)} ms is ${late.result}`]),
    ...(age === undefined ? [] : [`age ${Math.round(age.ageMs)} ms, ${age.end}`]),
  ];
  const cells = [
    name,
    version,
    configured,
    measured === undefined ? (idle.kind === 'closes-each' ? 'closes after each answer' : idle.kind) : `${measured.minMs} - ${measured.maxMs}`,
    measured === undefined ? '' : String(measured.spreadMs),
    measured === undefined ? '' : String(measured.errorMs),
    measured?.close.toUpperCase() ?? '',
    measured?.afterFin === undefined ? '' : after[measured.afterFin],
    idle.kind === 'closes-each' ? `by ${idle.announced}` : 'no',
    promised === undefined ? '' : `${promised.promisedMs / 1000} s`,
    more.join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}
