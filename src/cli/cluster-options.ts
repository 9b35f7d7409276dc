import { type Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../formats/time/duration.ts';
import { clusterTexts } from './cluster-texts.ts';
import type { Language } from './language.ts';
import { whole } from './option-values.ts';

/** How a cluster is found and how much of it is read; the same for every command that asks one. */
export interface ClusterOptions {
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace?: readonly string[];
  readonly rootNamespace: string;
  readonly pods: number;
  readonly logLines: number;
  readonly maxTime: number;
  readonly maxRequests: number;
  /** URL of a Prometheus or VictoriaMetrics. */
  readonly metrics?: string;
  readonly metricsHeaderFile?: string;
}

/** Adds the options to a command. */
export function addClusterOptions(command: Command, language: Language): void {
  const say = clusterTexts[language];
  command
    .option('--context <name>', say.context)
    .option('--kubeconfig <file>', say.kubeconfig)
    .addOption(new Option('-n, --namespace <name>', say.namespace).argParser(gathered))
    .addOption(new Option('--root-namespace <name>', say.rootNamespace).argParser(namespace).default('istio-system'))
    .addOption(new Option('--pods <number>', say.pods).argParser(whole(1, 50)).default(2))
    .addOption(new Option('--log-lines <number>', say.logLines).argParser(whole(1, 5_000_000)).default(50_000))
    .addOption(new Option('--max-time <duration>', say.maxTime).argParser(duration).default(120_000, '2m'))
    .addOption(new Option('--max-requests <number>', say.maxRequests).argParser(whole(1, 100_000)).default(300))
    .addOption(new Option('--metrics <url>', say.metrics).env('WHY503_METRICS'))
    .option('--metrics-header-file <file>', say.metricsHeaderFile);
}

/** Reads the value of an option that takes a length of time. */
export function duration(text: string): number {
  const value = parseDuration(text);
  if (value === undefined || value <= 0) throw new InvalidArgumentError('a duration such as 30m, 2h or 1d is expected');
  return value;
}

function namespace(text: string): string {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text)) throw new InvalidArgumentError('the name of a namespace is expected');
  return text;
}

/** May be given several times, and several names in one by commas. */
function gathered(text: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), ...text.split(',').map(namespace)];
}
