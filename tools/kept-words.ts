/**
 * `node tools/kept-words.ts` writes src/sources/redact/names/kept-words.json: the words that `--redact-names` never replaces, because readers look for
 * them or because they are names of fields. Run it when a reader has learnt new words; a name that is such a word would else be replaced.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

process.chdir(join(import.meta.dirname, '..'));
const words = new Set<string>();

/** What reads evidence or tells what it means. */
const readers = ['artifacts', 'formats', 'facts', 'analyzers', 'knowledge', 'sources/bundle', 'sources/cluster', 'logs/read', 'logs/observe', 'explain'];
for (const folder of readers) {
  for (const file of globSync(`src/${folder}/**/*.ts`)) {
    if (/\.test\.ts$|zh-TW|texts\.ts$/.test(file)) continue;
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    for (const [, text, pattern] of code.matchAll(/'((?:[^'\\\n]|\\.)*)'|\/((?:[^/\\\n]|\\.)+)\/[a-z]*[,.;)\s]/g)) {
      addWords((text ?? pattern ?? '').replaceAll(/\\[bdswBDSW]/g, ' '));
    }
  }
}
for (const file of globSync('lab/schemas/*.json')) addFields(JSON.parse(readFileSync(file, 'utf8')));
addWords(
  'root cert default public lease kubernetes coredns dns flannel calico nodelocaldns local svc cluster internal com net org dev corp lan amazonaws compute region zone east west north south central ' +
    'europe asia america australia gke eks aks ec2 ecr dkr azmk8s latest stable canary library proxyv2 pilot ingressgateway egressgateway eastwestgateway ambient cni ztunnel waypoint ' +
    'podinfo autoallocate leader election docker quay ghcr gcr mcr registry microsoft index googleapis bitnami chainguard distroless alpine debian ubuntu busybox kind minikube k3s rancher openshift',
);

const sorted = [...words].toSorted();
writeFileSync('src/sources/redact/names/kept-words.json', `${JSON.stringify(lines(sorted), undefined, 1)}\n`);
console.log(`${sorted.length} words`);

/** Parts of names that somebody may have: two letters say nothing. */
function addWords(text: string): void {
  for (const run of text.split(/[^A-Za-z0-9]+/)) {
    for (const part of [run, ...run.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/)]) {
      if (/^[A-Za-z][A-Za-z0-9]{2,}$/.test(part)) words.add(part.toLowerCase());
    }
  }
}

/** Names of fields in definitions of objects. */
function addFields(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'properties' && typeof inner === 'object' && inner !== null) for (const name of Object.keys(inner)) addWords(name);
    addFields(inner);
  }
}

/** A line of words is easier to compare than one word a line. */
function lines(all: readonly string[]): readonly string[] {
  return [...Map.groupBy(all, (word) => word.slice(0, 2)).values()].map((group) => group.join(' '));
}
