import { artifactTitles } from './artifacts.ts';
import { artifactTitlesZhTW } from './artifacts.zh-TW.ts';
import type { CataloguePart } from './catalogue.ts';
import { changeTexts } from './changes.ts';
import { changeTextsZhTW } from './changes.zh-TW.ts';
import { envoyWords } from './envoy-words.ts';
import { envoyWordsZhTW } from './envoy-words.zh-TW.ts';
import { reportTexts } from './report.ts';
import { reportTextsZhTW } from './report.zh-TW.ts';

/** What a catalogue for a report needs besides the texts of engine, analyzers, causes and coverage. */
export const reportParts: readonly CataloguePart[] = [
  { prefix: 'report', en: reportTexts, 'zh-TW': reportTextsZhTW },
  { prefix: 'change', en: changeTexts, 'zh-TW': changeTextsZhTW },
  { prefix: 'artifact', en: artifactTitles, 'zh-TW': artifactTitlesZhTW },
  { prefix: 'envoy', en: envoyWords, 'zh-TW': envoyWordsZhTW },
];
