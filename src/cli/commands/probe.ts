import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../formats/time/duration.ts';
import { longestWait, mostConnections, mostRequests } from '../../probe/plan.ts';
import type { Language } from '../language.ts';
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
    .addOption(new Option('--connections <number>', say.connections).argParser(count(mostConnections)))
    .addOption(new Option('--max-wait <duration>', say.maxWait).argParser(wait))
    .addOption(new Option('--requests [number]', say.requests).argParser(count(mostRequests)))
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

function count(most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < 1 || value > most) throw new InvalidArgumentError(`a whole number from 1 to ${most} is expected`);
    return value;
  };
}

function wait(text: string): number {
  const value = parseDuration(text);
  if (value === undefined || value <= 0 || value > longestWait) throw new InvalidArgumentError('a duration such as 30s, 150s or 65m is expected, at most 2h');
  return value;
}

function columns(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 40) throw new InvalidArgumentError('a whole number of at least 40 is expected');
  return value;
}
