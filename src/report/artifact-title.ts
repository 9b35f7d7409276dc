import type { Gap } from '../model/diagnosis.ts';
import { artifactTitles } from '../text/artifacts.ts';
import type { Page } from './page.ts';

/** What a kind of evidence is called in the reader's language; the id where nobody knows it. */
export function artifactTitle(page: Page, artifact: string, title: string = artifact): string {
  const titles: Readonly<Record<string, string>> = artifactTitles;
  return page.catalogue.get(`artifact/${artifact}`) ?? (Object.hasOwn(titles, artifact) ? titles[artifact] : undefined) ?? title;
}

/** Why a gap is one. The plain reason, that there is none at all, is said in the reader's language. */
export function gapReason(page: Page, gap: Pick<Gap, 'artifact' | 'reason'>): string {
  const titles: Readonly<Record<string, string>> = artifactTitles;
  const english = Object.hasOwn(titles, gap.artifact) ? titles[gap.artifact] : gap.artifact;
  return gap.reason === `no ${english} in the evidence` ? page.text('noneOfIt', { title: artifactTitle(page, gap.artifact) }) : gap.reason;
}
