export type Language = 'en' | 'zh-TW';

export const languages: readonly Language[] = ['en', 'zh-TW'];

/**
 * The language to answer in: `--lang`, else the locale variables in POSIX order of precedence.
 * Only Traditional Chinese locales give `zh-TW`; a reader of zh_CN is better served by English than by the wrong script.
 */
export function chosenLanguage(argv: readonly string[], env: { readonly [name: string]: string | undefined }): Language {
  return asked(argv) ?? (isTraditionalChinese(env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '') ? 'zh-TW' : 'en');
}

function asked(argv: readonly string[]): Language | undefined {
  const index = argv.findIndex((argument) => argument === '--lang' || argument.startsWith('--lang='));
  const value = argv[index]?.split('=')[1] ?? argv[index + 1];
  return index < 0 ? undefined : languages.find((language) => language === value);
}

function isTraditionalChinese(locale: string): boolean {
  return /^zh([_-]Hant)?([_-](TW|HK|MO))?([.@]|$)/i.test(locale) && /Hant|TW|HK|MO/i.test(locale);
}
