import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import type { FirewallRule } from './types.ts';

/** Packet filter rules of a node or pod: what reaches the sidecar, and who drops. `rule` is the line without its blanks at the ends; the chain stands in it or before it. */
export const firewall: Artifact<readonly FirewallRule[]> = defineArtifact({
  id: 'firewall',
  title: 'Packet filter rules (iptables, nftables)',
  collectWith: ['kubectl -n {namespace} debug {pod} -it --image=nicolaka/netshoot --profile=netadmin -- iptables-save', 'nft list ruleset'],
  recognises: (document) => formOf(document) !== undefined,
  parse: (documents) => documents.flatMap(readRules),
});

type Form = 'save' | 'list' | 'nft';

const saveTable = /^\*\s?(nat|filter|mangle|raw|security)\s*$/;
const chainHeader = /^Chain (\S{1,100}) \((?:policy \w|\d+ references)/;
const nftTable = /^table (?:ip6?|inet|arp|bridge|netdev) (\S{1,100}) \{/;

function formOf({ body }: RawDocument): Form | undefined {
  if (body.kind !== 'text') return undefined;
  const lines = body.text.slice(0, 60_000).split('\n', 1_000);
  if (lines.some((line) => saveTable.test(line)) && lines.some((line) => line.startsWith('-A ') || /^:\S+ \S+ \[\d+:\d+\]/.test(line))) return 'save';
  if (lines.some((line) => chainHeader.test(line))) return 'list';
  return lines.some((line) => nftTable.test(line)) ? 'nft' : undefined;
}

function readRules(document: RawDocument): readonly FirewallRule[] {
  const form = formOf(document);
  if (form === undefined || document.body.kind !== 'text') return [];
  const rules: FirewallRule[] = [];
  let table = form === 'list' ? 'filter' : ''; // `iptables -L` prints one table and does not name it; filter is its default
  let chain = '';
  for (const [index, raw] of document.body.text.split('\n').entries()) {
    const line = raw.slice(0, 2_000).trim();
    const keep = (rule: string): number => rules.push({ at: { artifact: 'firewall', file: document.file, line: document.line + index }, table, rule });
    if (form === 'save') {
      table = saveTable.exec(line)?.[1] ?? table;
      if (/^-[AIP] |^:\S+ \S+ \[/.test(line)) keep(line);
    } else if (form === 'list') {
      const header = chainHeader.exec(line)?.[1];
      chain = header ?? chain;
      if (header !== undefined) keep(line);
      else if (line !== '' && !/^(?:num\s+)?(?:pkts +bytes +)?target +prot/.test(line)) keep(`${chain} ${line}`);
    } else {
      table = nftTable.exec(line)?.[1] ?? table;
      chain = /^chain (\S{1,100}) \{/.exec(line)?.[1] ?? chain;
      if (line !== '' && !/^(?:table|chain|set|map) |^\}|^#/.test(line)) keep(`${chain} ${line}`);
    }
  }
  return rules;
}
