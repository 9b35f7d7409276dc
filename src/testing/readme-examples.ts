import type { AnyAnalyzer } from '../model/analyzer.ts';
import { containerLog, document, type Given, manifestOf } from './given.ts';
import { makeSnapshot } from './make-snapshot.ts';
import { runAnalyzer } from './run-analyzer.ts';

/** The headings of an analyzer's README, in order. */
export const readmeHeadings: readonly string[] = [
  'What it looks at',
  'Why it breaks',
  'Broken',
  'Healthy',
  'What to do',
  'When this is not the cause',
  'References',
];

/**
 * What is wrong with an analyzer's README: front matter, headings, and its examples, which are executed. *Broken* names the message in a line
 * `Reports `…`.`; *Healthy* must not report it. Examples are fenced blocks: `yaml` (objects), `log NAMESPACE/POD/CONTAINER`, `json FILE`, `text FILE`.
 */
export function readmeProblems(readme: string, analyzer: AnyAnalyzer): readonly string[] {
  const { id, title } = analyzer.meta;
  const problems: string[] = [];
  if (!readme.startsWith(`---\nid: ${id}\ntitle: ${title}\n---\n`)) problems.push(`front matter must be id: ${id} and title: ${title}`);
  const headings = [...readme.matchAll(/^## (.+)$/gm)].map((match) => match[1] ?? '');
  if (headings.join('|') !== readmeHeadings.join('|')) problems.push(`headings must be ${readmeHeadings.join(' · ')}`);
  const broken = section(readme, 'Broken');
  const named = [...broken.matchAll(/^Reports (.+)\.$/gm)].flatMap((match) => [...(match[1] ?? '').matchAll(/`(\w+)`/g)].map((code) => code[1] ?? ''));
  if (named.length === 0) problems.push('Broken must say which message it gives: Reports `messageId`.');
  for (const [heading, mustReport] of [
    ['Broken', true],
    ['Healthy', false],
  ] as const) {
    const reported = messagesOf(analyzer, exampleOf(readme, heading));
    if (typeof reported === 'string') problems.push(`${heading}: ${reported}`);
    else
      for (const message of named)
        if (reported.has(`${id}/${message}`) !== mustReport) problems.push(`${heading} must ${mustReport ? '' : 'not '}report ${message}`);
  }
  return problems;
}

/** What the example under a heading of a README gives. */
export function exampleOf(readme: string, heading: 'Broken' | 'Healthy'): readonly Given[] {
  return examples(section(readme, heading));
}

function messagesOf(analyzer: AnyAnalyzer, given: readonly Given[]): ReadonlySet<string> | string {
  if (given.length === 0) return 'has no example';
  const said = runAnalyzer(analyzer, makeSnapshot(given));
  return said.status === 'skipped' ? `its example lacks ${said.missing.join(', ')}` : new Set(said.findings.map((finding) => finding.message));
}

function section(readme: string, heading: string): string {
  const start = readme.indexOf(`\n## ${heading}\n`);
  if (start < 0) return '';
  const end = readme.indexOf('\n## ', start + 1);
  return readme.slice(start, end < 0 ? undefined : end);
}

function examples(text: string): readonly Given[] {
  return [...text.matchAll(/^```(\w+)(?: +(\S+))?\n([\s\S]*?)^```$/gm)].flatMap(([, language, argument = '', body = '']): readonly Given[] => {
    if (language === 'yaml') return [manifestOf(body)];
    if (language === 'log') return [containerLog(argument, body.trimEnd().split('\n'))];
    return language === 'json' || language === 'text' ? [document(argument, body)] : [];
  });
}
