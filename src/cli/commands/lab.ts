import { type Command, InvalidArgumentError, Option } from 'commander';
import { setupTexts } from '../../lab/parts/texts.ts';
import { labTexts } from '../lab-texts.ts';
import type { Language } from '../language.ts';
import type { LabRunOptions } from '../run-lab.ts';
import type { LabRecordOptions } from '../run-lab-record.ts';
import type { LabListOptions } from '../run-lab-list.ts';
import { addSharedOptions, settleSharedOptions, wantsColor } from '../shared-options.ts';
import type { SetupOptions } from '../../lab/parts/run-setup.ts';

/** `why503 lab setup|list|run|record`. What they need is loaded when they run. */
export function registerLab(program: Command, language: Language): void {
  const say = labTexts[language];
  const setup = setupTexts[language];
  const lab = program.command('lab').description(say.description);

  lab
    .command('setup')
    .description(setup.description)
    .option('--check', setup.check)
    .option('--only <part...>', setup.only)
    .option('--vminsert <path>', setup.vminsert)
    .option('--vmstorage <path>', setup.vmstorage)
    .option('--vmselect <path>', setup.vmselect)
    .action(async (_options: unknown, command: Command) => {
      const { runSetup } = await import('../../lab/parts/run-setup.ts');
      process.exitCode = await runSetup(command.opts<SetupOptions>());
    });

  lab
    .command('list')
    .description(say.list)
    .action(async (_options: unknown, command: Command) => {
      const { runLabList } = await import('../run-lab-list.ts');
      process.exitCode = runLabList(command.opts<LabListOptions>());
    });

  lab
    .command('run')
    .description(say.run)
    .argument('[scenarios...]', say.scenarios)
    .option('--all', say.all)
    .addOption(new Option('--jobs <number>', say.jobs).argParser(count))
    .addOption(new Option('--seed <number>', say.seed).argParser(count).default(1))
    .option('--no-fix', say.noFix)
    .option('--no-live', say.noLive)
    .option('--retry', say.retry)
    .option('--into <folder>', say.into)
    .option('--keep', say.keep)
    .action(async (ids: readonly string[], _options: unknown, command: Command) => {
      const { runLab } = await import('../run-lab.ts');
      process.exitCode = await runLab(ids, command.opts<LabRunOptions>());
    });

  lab
    .command('record')
    .description(say.record)
    .argument('<scenario>', say.scenario)
    .option('--as <id>', say.caseId)
    .option('--cases <folder>', say.casesFolder, 'cases')
    .addOption(new Option('--seed <number>', say.seed).argParser(count).default(1))
    .action(async (id: string, _options: unknown, command: Command) => {
      const { runLabRecord } = await import('../run-lab-record.ts');
      process.exitCode = await runLabRecord(id, command.opts<LabRecordOptions>());
    });

  for (const command of lab.commands) {
    addSharedOptions(command, language);
    command.hook('preAction', () => {
      settleSharedOptions(program, command, { lang: language, color: wantsColor(process.env, process.stdout.isTTY === true) });
    });
  }
}

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('a whole number of at least 1 is expected');
  return value;
}
