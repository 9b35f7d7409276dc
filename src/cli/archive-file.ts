import { fill } from '../model/text.ts';
import { UserError } from '../sources/user-error.ts';
import type { Language } from './language.ts';

const texts: { readonly [L in Language]: { readonly message: string; readonly next: string } } = {
  en: { message: '-o names the archive here, and {text} is a format.', next: 'Use --format {text}; for a file of that name: -o ./{text}' },
  'zh-TW': { message: '這裡的 -o 是封存檔的名稱，而 {text} 是格式。', next: '請用 --format {text}；若真要這個檔名：-o ./{text}' },
};

/** The archive that `-o` names; other commands take formats there, and a file called `json` is nobody's wish. */
export function archiveFile(text: string, lang: Language): string {
  if (!['text', 'json', 'markdown', 'html'].includes(text)) return text;
  throw new UserError('archive-is-format', fill(texts[lang].message, { text }), fill(texts[lang].next, { text }));
}
