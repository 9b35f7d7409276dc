import { fill } from '../model/text.ts';

/** The languages texts are written in. */
export type Language = 'en' | 'zh-TW';

/** A text in both languages; `{holes}` are the same in both. */
export interface Bilingual {
  readonly en: string;
  /** Traditional Chinese as used in Taiwan. */
  readonly zhTW: string;
}

/** Makes a text of both languages, so that neither can be forgotten. */
export function both(en: string, zhTW: string): Bilingual {
  return { en, zhTW };
}

/** The text in the language asked for, with its `{holes}` filled. */
export function inLanguage(text: Bilingual, language: Language, data: { readonly [hole: string]: string | number } = {}): string {
  return fill(language === 'en' ? text.en : text.zhTW, data);
}
