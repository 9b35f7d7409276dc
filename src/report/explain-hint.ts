import type { Block } from './blocks.ts';
import type { Page } from './page.ts';
import { shellWord } from './shell.ts';

/** Most files of an input that may be a text somebody pasted; more are a collection. */
const fewFiles = 3;

/** A pasted error message holds no requests to diagnose: `explain` is the command that reads it. */
export function explainHint(page: Page): readonly Block[] {
  const { verdict, incidents, snapshot } = page.diagnosis;
  const { files, read, skipped } = snapshot.coverage;
  const isText = read.every(({ artifact }) => artifact === 'container-logs');
  const file = read[0]?.files[0] ?? skipped.find(({ reason }) => reason.id === 'coverage/unknownContent')?.file;
  if (verdict !== 'undecided' || incidents.length > 0 || files > fewFiles || !isText || file === undefined) return [];
  return [{ kind: 'paragraph', text: page.text('explainHint', { file: shellWord(file) }) }];
}
