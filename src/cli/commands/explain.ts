import { type Command, Option } from 'commander';
import { diagnoseTexts } from '../diagnose-texts.ts';
import { columns, release } from '../option-values.ts';
import type { ExplainCommandOptions } from '../run-explain.ts';

/** Adds the command to the program. What explains is loaded when it runs, so that the help does not wait for it. */
export function registerExplain(program: Command, language: 'en' | 'zh-TW' = 'en'): void {
  const isChinese = language === 'zh-TW';
  const say = diagnoseTexts[language];
  program
    .command('explain')
    .description(
      isChinese ? '說明錯誤文字、旗標、詳情字串或記錄列說了什麼、沒說什麼' : 'say what an error text, flag, details string or log line says and does not say',
    )
    .argument('[text...]', isChinese ? '要說明的文字；- 表示標準輸入，逐行說明' : 'texts to explain; - reads lines from standard input')
    .addOption(new Option('-f, --file <path>', isChinese ? '逐行說明檔案內容' : 'explain the lines of a file'))
    .option('--ascii', say.ascii)
    .addOption(new Option('--width <columns>', say.width).argParser(columns))
    .addOption(
      new Option(
        '--envoy <version>',
        isChinese ? '問的是這個版本的 Envoy；未給時列出各版本範圍' : 'ask about this Envoy; without it, what holds for which versions',
      ).argParser(release),
    )
    .addOption(
      new Option('--istio <version>', isChinese ? '問的是這個版本的 Istio 及其內含的 Envoy' : 'ask about this Istio and the Envoy inside it').argParser(
        release,
      ),
    )
    .action(async (texts: readonly string[], _options: unknown, command: Command) => {
      const { output, lang, color, file, width, ascii, envoy, istio } = command.optsWithGlobals<Partial<ExplainCommandOptions>>();
      const { runExplain } = await import('../run-explain.ts');
      const result = await runExplain(texts, {
        output: output ?? 'text',
        lang: lang ?? language,
        color: color ?? false,
        ascii: ascii ?? false,
        ...(width === undefined ? {} : { width }),
        ...(file === undefined ? {} : { file }),
        ...(envoy === undefined ? {} : { envoy }),
        ...(istio === undefined ? {} : { istio }),
      });
      if (result.stderr !== undefined) process.stderr.write(result.stderr);
      process.stdout.write(result.stdout);
      process.exitCode = result.exitCode;
    });
}
