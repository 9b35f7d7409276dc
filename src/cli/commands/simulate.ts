import { type Command, Option } from 'commander';
import type { Language } from '../language.ts';
import { columns } from '../option-values.ts';
import type { SimulateOptions } from '../run-simulate.ts';
import { simulateTexts } from '../simulate-texts.ts';

/** Adds the command to the program. What computes is loaded when it runs. */
export function registerSimulate(program: Command, language: Language): void {
  const say = simulateTexts[language];
  program
    .command('simulate')
    .description(say.description)
    .option('--server <name>', say.server)
    .option('--server-idle <duration>', say.serverIdle)
    .option('--envoy-server <duration>', say.envoyServer)
    .option('--client-idle <duration>', say.clientIdle)
    .option('--max-requests-per-connection <n>', say.maxRequests)
    .option('--period <duration>', say.period)
    .option('--jitter <duration>', say.jitter)
    .option('--burst <n>', say.burst)
    .option('--rate <rate>', say.rate)
    .option('--from-log <path>', say.fromLog)
    .option('--service-time <duration>', say.serviceTime, '20ms')
    .option('--rtt <duration>', say.rtt, '500us')
    .option('--workers <n>', say.workers, '1')
    .option('--hosts <n>', say.hosts, '1')
    .option('--pools <n>', say.pools, '1')
    .option('--retries <n>', say.retries)
    .option('--istio <version>', say.istio)
    .option('--throttled', say.throttled)
    .option('--path <client/server>', say.path)
    .addOption(new Option('--hop <limits>', say.hop).argParser(collected).default([], ''))
    .addOption(new Option('--change <changes>', say.change).argParser(collected).default([], ''))
    .option('--seed <n>', say.seed, '1')
    .option('--duration <duration>', say.duration)
    .option('--requests <n>', say.requests, '300000')
    .option('--ascii', say.ascii)
    .addOption(new Option('--width <columns>', say.width).argParser(columns))
    .option('--no-progress', say.noProgress)
    .addHelpText('after', `\n${say.exit}`)
    .action(async (options: SimulateOptions) => {
      const { runSimulate } = await import('../run-simulate.ts');
      process.exitCode = await runSimulate(options);
    });
}

/** Options that may be repeated. */
function collected(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}
