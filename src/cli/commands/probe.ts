import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../formats/time/duration.ts';
import { longestWait, mostConnections, mostRequests } from '../../probe/plan.ts';
import type { Language } from '../language.ts';
import { columns, whole } from '../option-values.ts';
import { probeCommandTexts } from '../probe-texts.ts';
import type { ProbeCommandOptions } from '../run-probe.ts';

/** Adds the command to the program. What probes is loaded when it runs. */
export function registerProbe(program: Command, language: Language): void {
  const say = probeCommandTexts[language];
  program
    .command('probe')
    .description(say.description)
    .argument('<target>', say.target)
    .option('--path <path>', say.path)
    .option('--host <name>', say.host)
    .addOption(new Option('--method <method>', say.method).choices(['GET', 'HEAD']))
    .addOption(new Option('--connections <number>', say.connections).argParser(whole(1, mostConnections)))
    .addOption(new Option('--max-wait <duration>', say.maxWait).argParser(wait))
    .addOption(new Option('--requests [number]', say.requests).argParser(whole(1, mostRequests)))
    .addOption(new Option('--age [duration]', say.age).argParser(wait))
    .option('--allow-load-balancer', say.allowLoadBalancer)
    .option('--dry-run', say.dryRun)
    .option('--cacert <file>', say.cacert)
    .option('--cert <file>', say.cert)
    .option('--key <file>', say.key)
    .option('--servername <name>', say.servername)
    .option('--insecure', say.insecure)
    .option('--ascii', say.ascii)
    .addOption(new Option('--width <columns>', say.width).argParser(columns))
    .option('--no-progress', say.noProgress)
    .addHelpText('after', `\n${say.safety}\n\n${say.exitCodes}`)
    .action(async (target: string, options: ProbeCommandOptions) => {
      const { runProbeCommand } = await import('../run-probe.ts');
      process.exitCode = await runProbeCommand(target, options);
    });
}

function wait(text: string): number {
  const value = parseDuration(text);
  if (value === undefined || value <= 0 || value > longestWait) throw new InvalidArgumentError('a duration such as 30s, 150s or 65m is expected, at most 2h');
  return value;
}
