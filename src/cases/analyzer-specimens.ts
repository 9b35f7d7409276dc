import { globSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { analyzers } from '../analyzers/index.ts';
import type { AnyAnalyzer, Message } from '../model/analyzer.ts';
import { exampleOf, makeSnapshot, runAnalyzer } from '../testing/index.ts';
import { withLessSharp } from './less-sharp.ts';
import { collected } from './node-test-collector.ts';
import { asCollected, type Specimen } from './specimen.ts';

/** Makes the address of a test file that is imported for its cases another one. */
const MARK = '?for-its-cases';
const folder = join(import.meta.dirname, '..', 'analyzers');

/**
 * Every case of every analyzer's test as a specimen: what the expected messages support or prove happened; what the analyzer's other messages
 * would have supported did not. Test files are imported with a runner that collects instead of running.
 */
export async function analyzerSpecimens(): Promise<readonly Specimen[]> {
  const collector = pathToFileURL(join(import.meta.dirname, 'node-test-collector.ts')).href;
  const hooks = registerHooks({
    // only for these files: others may be imported meanwhile, and the same ones may have been imported to be run
    resolve: (specifier, context, next) =>
      specifier === 'node:test' && context.parentURL?.endsWith(MARK) === true ? { url: collector, shortCircuit: true } : next(specifier, context),
  });
  for (const file of globSync('[!_]*/*.test.ts', { cwd: folder }).toSorted()) await import(`${pathToFileURL(join(folder, file)).href}${MARK}`);
  hooks.deregister();
  return collected.flatMap(({ analyzer, cases }) =>
    cases.flatMap(({ name, given, expect }): readonly Specimen[] => {
      if (expect === 'skipped') return [];
      const id = `${analyzer.meta.id}: ${name}`;
      const { truth, not } = truthOfMessages(
        analyzer,
        expect.map(({ message }) => message),
      );
      return [{ id, from: 'analyzer', snapshot: asCollected(makeSnapshot(given)), truth, not: not.filter((cause) => !holdsNonetheless(id, cause)) }];
    }),
  );
}

/** The executed examples of every analyzer's README, the broken and the healthy one. */
export function readmeSpecimens(): readonly Specimen[] {
  return analyzers.flatMap((analyzer): readonly Specimen[] => {
    const { id } = analyzer.meta;
    const readme = readFileSync(join(folder, id, 'README.md'), 'utf8');
    const broken = readme.slice(readme.indexOf('\n## Broken'), readme.indexOf('\n## Healthy'));
    const messages = [...broken.matchAll(/^Reports (.+)\.$/gm)].flatMap(([, said = '']) => [...said.matchAll(/`(\w+)`/g)].map(([, message = '']) => message));
    const { truth } = truthOfMessages(analyzer, messages);
    const healthy = makeSnapshot(exampleOf(readme, 'Healthy'));
    const said = runAnalyzer(analyzer, healthy);
    // the example need not be healthy in every respect: it only must not give the message that the broken one gives
    const told = said.status === 'ran' ? firmCauses(said.findings.flatMap(({ message }) => analyzer.messages[message.slice(id.length + 1)] ?? [])) : [];
    return [
      { id: `${id}: README, broken`, from: 'readme', snapshot: asCollected(makeSnapshot(exampleOf(readme, 'Broken'))), truth, not: [] },
      { id: `${id}: README, healthy`, from: 'readme', snapshot: asCollected(healthy), truth: [], not: truth.filter((cause) => !told.includes(cause)) },
    ];
  });
}

function truthOfMessages(analyzer: AnyAnalyzer, said: readonly string[]): Pick<Specimen, 'truth' | 'not'> {
  const truth = firmCauses(said.flatMap((message) => analyzer.messages[message] ?? []));
  return { truth, not: firmCauses(Object.values(analyzer.messages)).filter((cause) => !withLessSharp(truth).includes(cause)) };
}

function firmCauses(messages: readonly Message[]): readonly string[] {
  return [...new Set(messages.flatMap(({ bearsOn }) => bearsOn.filter(({ as }) => as === 'proves' || as === 'supports').map(({ cause }) => cause.id)))];
}

/** Cases in which an analyzer is silent about a cause that happened all the same, for another analyzer tells it. */
function holdsNonetheless(id: string, cause: string): boolean {
  return toldByAnother.some(([specimen, told]) => specimen === id && told === cause);
}

const toldByAnother: readonly (readonly [specimen: string, cause: string])[] = [
  ['pod-shutdown: an eviction stops a pod in the same way and is not opposed', 'evicted'],
  ['unanswered-wait: a request that the server’s proxy cut was there', 'request-timeout'],
  ['idle-timeout-order: one reset at the limit is too few for the order to add to it', 'keepalive-idle-mismatch'],
  ['idle-timeout-order: whether an unknown Istio reads the pool of a Sidecar is not known, so the order is not judged', 'keepalive-idle-mismatch'],
  ['memory-near-limit: a kill for memory that status names is not argued away by what two scrapes saw', 'oom-killed'],
];
