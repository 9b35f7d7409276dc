import type { Scenario } from '../scenarios/scenario.ts';

/** The README of a recorded case, with the headings that all of them have. */
export function caseReadme({ id, title, breaks, truth }: Scenario, seed: number): string {
  const { cause, hop, mustNot } = truth;
  return [
    `# ${title.en}`,
    '## What happened',
    `${breaks.en}.`,
    '## The right answer',
    `\`${cause}\`, hop: ${hop === undefined ? 'none' : `\`${hop}\``}.`,
    '## What it is not',
    mustNot.length === 0 ? '–' : mustNot.map((other) => `- \`${other}\``).join('\n'),
    '## How it was recorded',
    `\`why503 lab record ${id} --seed ${seed}\`: real Envoy, istiod and pilot-agent, kube-apiserver and applications; see docs/lab.md for what stands in for what.`,
    '',
  ].join('\n\n');
}
