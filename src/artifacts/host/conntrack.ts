import type { Place } from '../../model/evidence.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import type { ConntrackFigure } from './types.ts';

/**
 * Connection tracking of a node in figures: `nf_conntrack_count` and `nf_conntrack_max` and timeouts (sysctl), the counters of
 * `conntrack -S` summed over CPUs, the entries of `conntrack -L` counted as `entries`, `entries.ESTABLISHED`, `entries.unreplied`.
 */
export const conntrack: Artifact<readonly ConntrackFigure[]> = defineArtifact({
  id: 'conntrack',
  title: 'Connection tracking (conntrack, sysctl)',
  collectWith: ['sysctl net.netfilter.nf_conntrack_count net.netfilter.nf_conntrack_max', 'conntrack -S'],
  recognises: (document) => formOf(document) !== undefined,
  parse: (documents) => documents.flatMap(readFigures),
});

type Form = 'sysctl' | 'counters' | 'entries' | 'count';

const sysctl = /^net[./]netfilter[./](nf_conntrack_\w{1,60})\s*[=:]\s*(\d{1,15})\s*$/gm;
const entry = /^(?:ipv[46]\s+\d+\s+)?(tcp|udp|icmp\w*|sctp|dccp|gre|unknown)\s+\d+\s+\d+\s+(?:([A-Z_0-9]{4,12})\s+)?src=/;

function formOf({ body, hints }: RawDocument): Form | undefined {
  if (body.kind !== 'text') return undefined;
  const start = body.text.slice(0, 20_000);
  if (/^net[./]netfilter[./]nf_conntrack_\w+\s*[=:]/m.test(start)) return 'sysctl';
  if (/^cpu=\d+\s+.{0,60}\bfound=\d+/m.test(start)) return 'counters';
  if (start.split('\n', 20).some((line) => entry.test(line))) return 'entries';
  // `conntrack -C` prints a bare number: only the file's name says of what.
  return /^\d{1,12}\s*$/.test(start) && hints.some((hint) => hint.includes('conntrack')) ? 'count' : undefined;
}

function readFigures(document: RawDocument): readonly ConntrackFigure[] {
  if (document.body.kind !== 'text') return [];
  const text = document.body.text;
  const at = (offset: number): Place => ({ artifact: 'conntrack', file: document.file, line: document.line + countLines(text, offset) });
  switch (formOf(document)) {
    case 'sysctl':
      return [...text.matchAll(sysctl)].map((match) => ({ at: at(match.index), name: match[1] ?? '', value: Number(match[2]) }));
    case 'counters':
      return figures(counters(text), at(0));
    case 'entries':
      return figures(entries(text), at(0));
    case 'count':
      return [{ at: at(0), name: 'nf_conntrack_count', value: Number(text.trim()) }];
    case undefined:
      return [];
  }
}

function counters(text: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.split('\n').filter((row) => row.startsWith('cpu='))) {
    for (const match of line.slice(0, 2_000).matchAll(/\b(?!cpu=)([a-z_]{1,40})=(\d{1,15})/g))
      sums.set(match[1] ?? '', (sums.get(match[1] ?? '') ?? 0) + Number(match[2]));
  }
  return sums;
}

function entries(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>([['entries', 0]]);
  const count = (name: string): Map<string, number> => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const line of text.split('\n')) {
    const match = entry.exec(line.slice(0, 1_000));
    if (match === null) continue;
    count('entries');
    if (match[2] !== undefined) count(`entries.${match[2]}`);
    if (line.includes('[UNREPLIED]')) count('entries.unreplied');
  }
  return counts;
}

function figures(values: ReadonlyMap<string, number>, at: Place): readonly ConntrackFigure[] {
  return [...values].map(([name, value]) => ({ at, name, value }));
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
