import { explain } from '../../src/explain/index.ts';
import { renderExplanationsMarkdown } from '../../src/report/explain-text.ts';
import { banner } from './doc-pages.ts';

const leftOut = `## Left out

Only what could be looked up is here. Istio's default retries are no limit and stand in \`src/knowledge/versions\`.`;

/** `docs/keep-alive.md`: what `why503 explain keep-alive -o markdown` prints. */
export function keepAlivePage(): string {
  return `${banner}\n\n${renderExplanationsMarkdown([explain('keep-alive')], 'en').trimEnd()}\n\n${leftOut}\n`;
}
