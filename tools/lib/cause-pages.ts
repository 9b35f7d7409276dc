import { causePage } from '../../src/explain/cause-page.ts';
import type { CausePage, CauseSources } from '../../src/explain/index.ts';
import { causeIds } from '../../src/knowledge/causes.ts';
import { causeWords } from '../../src/report/cause-page-text.ts';
import { renderCauseMarkdown } from '../../src/report/explain-text.ts';
import { banner } from './doc-pages.ts';

type Language = 'en' | 'zh-TW';

/** Path → text of `docs/causes.md` and of a page per cause and language, which is what `why503 explain ID -o markdown` prints. */
export function causePages(sources: CauseSources): readonly (readonly [string, string])[] {
  const pages = (language: Language): readonly CausePage[] => sources.causes.flatMap(({ id }) => causePage(id, sources, language) ?? []);
  const [english, chinese] = [pages('en'), pages('zh-TW')];
  return [
    ['docs/causes.md', index(english, 'en')],
    ['docs/causes.zh-TW.md', index(chinese, 'zh-TW')],
    ...english.map((page): readonly [string, string] => [`docs/causes/${fileOf(page.id, 'en')}`, pageText(page, 'en')]),
    ...chinese.map((page): readonly [string, string] => [`docs/causes/${fileOf(page.id, 'zh-TW')}`, pageText(page, 'zh-TW')]),
  ];
}

function pageText(page: CausePage, language: Language): string {
  const [index, other] =
    language === 'en'
      ? ['[Causes](../causes.md)', `[繁體中文](${fileOf(page.id, 'zh-TW')})`]
      : ['[原因](../causes.zh-TW.md)', `[English](${fileOf(page.id, 'en')})`];
  return `${banner}\n\n${index} · ${other}\n\n${renderCauseMarkdown(page, language, (id) => fileOf(id, language))}`;
}

/** The families and their causes, in the order of the published list. */
function index(pages: readonly CausePage[], language: Language): string {
  const word = causeWords(language);
  const other = language === 'en' ? '[繁體中文](causes.zh-TW.md)' : '[English](causes.md)';
  const ordered = pages.toSorted((a, b) => causeIds.indexOf(a.id) - causeIds.indexOf(b.id));
  const families = [...Map.groupBy(ordered, ({ group }) => group)].flatMap(([group, members]) => [
    `## ${word(`group-${group}`)}`,
    '',
    ...members.map(({ id, title }) => `- [${id}](causes/${fileOf(id, language)}): ${title}`),
    '',
  ]);
  return `${[banner, '', other, '', `# ${word('indexTitle')}`, '', word('indexIntroduction'), '', ...families].join('\n').trimEnd()}\n`;
}

function fileOf(id: string, language: Language): string {
  return language === 'en' ? `${id}.md` : `${id}.zh-TW.md`;
}
