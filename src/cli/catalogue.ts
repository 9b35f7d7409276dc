import { analyzers, analyzersZhTW } from '../analyzers/index.ts';
import { causes, causesZhTW } from '../causes/index.ts';
import { fixes, fixesZhTW } from '../fixes/index.ts';
import { type Catalogue, type CataloguePart, type Lang, makeCatalogue } from '../text/catalogue.ts';
import { en as coverageTexts } from '../text/coverage.ts';
import { zhTW as coverageTextsZhTW } from '../text/coverage.zh-TW.ts';
import { engineTexts } from '../text/engine.ts';
import { engineTextsZhTW } from '../text/engine.zh-TW.ts';
import { reportParts } from '../text/report-parts.ts';

/** Every text of a report in one language: the report's own, the engine's, and those that analyzers and causes bring along. */
export function fullCatalogue(lang: Lang): Catalogue {
  return makeCatalogue(
    lang,
    ...reportParts,
    { prefix: 'engine', en: engineTexts, 'zh-TW': engineTextsZhTW },
    { prefix: 'coverage', en: coverageTexts, 'zh-TW': coverageTextsZhTW },
    ...analyzers.map(
      (analyzer): CataloguePart => ({
        prefix: analyzer.meta.id,
        en: Object.fromEntries(Object.entries(analyzer.messages).map(([id, message]) => [id, message.text])),
        'zh-TW': analyzersZhTW[analyzer.meta.id] ?? {},
      }),
    ),
    ...fixes.map(({ meta, texts }): CataloguePart => ({ prefix: `fix/${meta.id}`, en: texts, 'zh-TW': fixesZhTW[meta.id] ?? {} })),
    ...causes.map((cause): CataloguePart => {
      const translated = causesZhTW[cause.id];
      const remedies = cause.remedies.map((remedy) => [`remedy/${cause.id}/${remedy.id}`, remedy.text] as const);
      return {
        prefix: '',
        en: { [`cause/${cause.id}`]: cause.title, [`cause-explanation/${cause.id}`]: cause.explanation, ...Object.fromEntries(remedies) },
        'zh-TW':
          translated === undefined
            ? {}
            : {
                [`cause/${cause.id}`]: translated.title,
                [`cause-explanation/${cause.id}`]: translated.explanation,
                ...Object.fromEntries(Object.entries(translated.remedies).map(([id, text]) => [`remedy/${cause.id}/${id}`, text])),
              },
      };
    }),
  );
}
