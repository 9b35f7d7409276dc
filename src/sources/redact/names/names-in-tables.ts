import { isTableHeader } from '../../bundle/sniff.ts';
import type { FoundNames } from './found-names.ts';
import { addHost } from './names-in-text.ts';

const COLUMNS: ReadonlySet<string> = new Set([
  'NAMESPACE',
  'NAME',
  'POD',
  'NODE',
  'HOST',
  'HOSTS',
  'GATEWAYS',
  'SUBSET',
  'SERVICE FQDN',
  'DESTINATION RULE',
  'CLUSTER',
  'ISTIOD',
  'OBJECT',
]);

/** Finds names in what kubectl and istioctl print for people: columns of tables, and `Name:` and its like of `describe`. */
export function namesInTables(text: string, found: FoundNames): void {
  let columns: readonly (readonly [title: string, from: number, to: number])[] = [];
  for (const line of lines(text)) {
    if (isTableHeader(line)) {
      const titles = [...line.matchAll(/\S+(?: \S+)*/g)];
      columns = titles
        .map((match, index) => [match[0], match.index, titles[index + 1]?.index ?? line.length + 300] as const)
        .filter(([title]) => COLUMNS.has(title));
    } else if (line.trim() === '') columns = [];
    else for (const [, from, to] of columns) addCell(line.slice(from, to).trim(), found);
    const [, name, value = ''] = /^(Name|Namespace|Node|Controlled By|Service Account|Service|Host|Hosts):\s{1,40}(\S[^\n]{0,300})$/.exec(line) ?? [];
    if (name !== undefined) addCell(value, found);
    const container = /^ {2}([a-z0-9][a-z0-9-]{0,62}):$/.exec(line)?.[1];
    if (container !== undefined) found.add(container);
  }
}

function addCell(text: string, found: FoundNames): void {
  for (const part of text.split(/[\s,/]+/).slice(0, 20)) {
    if (part.includes('.')) addHost(part, found);
    else if (/[a-z]/.test(part)) found.add(part);
  }
}

function* lines(text: string): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = text.indexOf('\n', from);
    const to = end === -1 ? text.length : end;
    if (to - from < 4000) yield text.slice(from, to);
    from = to + 1;
  }
}
