import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { asObject, objectsAt, stringAt } from '../formats/json.ts';
import { diagnose } from '../index.ts';
import { readBundle } from '../sources/bundle/index.ts';
import { readYamlDocuments } from '../sources/bundle/yaml-documents.ts';
import { createRenamer } from '../sources/redact/names/renamer.ts';
import { redactEvidence } from '../sources/redact/redact-evidence.ts';
import { type CaseFiles, filesOf, untarred } from './case-files.ts';
import { bundleOf, caseIds, casesFolder, labCasesFolder } from './recorded-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'why503-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const namesKey = 'the key of this test';

/** Words of the names in the recorded incidents that are everybody's: of Kubernetes, Istio and VictoriaMetrics, and what roles are called. */
const everybodys: ReadonlySet<string> = new Set(
  (
    'agent autoallocate ca callers cert cluster coredns credential crl crt data default dashboard discovery election envoy frontend gateway header headers host istio istiod init kube legacy limits paths plain reports tenants kubernetes kubeconfig lb leader lease ' +
    'local metrics monitoring node None ns podinfo prod proxy public root scheduler secure sidecar socket standard svc system test token victoria vm vmagent vmalert vmauth vminsert vmselect vmsingle ' +
    'vmstorage www workload certs xds config request requests rules'
  ).split(' '),
);

for (const [place, id] of [casesFolder, labCasesFolder].flatMap((of) => caseIds(of).map((one) => [of, one] as const))) {
  test(`${place === labCasesFolder ? 'lab run ' : ''}${id}: with names replaced the diagnosis is the same, and no name is left`, async () => {
    const archive = join(folder, `${id}.tar.gz`);
    const { names } = await redactEvidence([bundleOf(id, place)], { file: archive, namesKey });
    assert.deepEqual(judged(await readBundle([archive])), judged(await readBundle([bundleOf(id, place)])));

    const written = [...(await untarred(gunzipSync(readFileSync(archive))))].map(([path, content]) => `${path}\n${content.toString('utf8')}`).join('\n');
    const words = wordsOf(await filesOf(id, place));
    assert.deepEqual(
      words.filter((word) => stands(word, written)),
      [],
    );
    assert.deepEqual(
      Object.keys(names?.addresses ?? {}).filter((address) => !Object.values(names?.addresses ?? {}).includes(address) && stands(address, written)),
      [],
    );
  });
}

test('what is replaced is replaced in every word of the report, and nothing else changes', async () => {
  const [plain, named] = ['plain', 'named'].map((name) => join(folder, `${name}.tar.gz`));
  const bundle = bundleOf('oom-vminsert-bugreport');
  await redactEvidence([bundle], { file: plain ?? '' });
  const { names } = await redactEvidence([bundle], { file: named ?? '', namesKey });
  const renamer = createRenamer({ words: new Set(Object.keys(names?.words ?? {})) }, namesKey);
  assert.deepEqual(sorted(told(await readBundle([named ?? '']))), sorted(renamer.value(told(await readBundle([plain ?? ''])))));
});

type Snapshot = Awaited<ReturnType<typeof readBundle>>;

function judged(snapshot: Snapshot): unknown {
  const { verdict, incidents, risks } = diagnose(snapshot);
  return {
    verdict,
    incidents: incidents.map(({ flags, details, failures, requests, pattern, causes, unexplained }) => ({
      flags,
      details,
      failures,
      requests,
      pattern,
      unexplained,
      causes: causes.map((cause) => [cause.id, cause.verdict, cause.confidence, cause.scoreDb, cause.explains]),
    })),
    risks: risks.length,
  };
}

/** The diagnosis without what is about the archive itself. */
function told(snapshot: Snapshot): unknown {
  const { verdict, incidents, risks, findings } = diagnose(snapshot);
  return JSON.parse(JSON.stringify({ verdict, incidents, risks, findings }));
}

/** Lists in one order: ties are broken by names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(sorted(item))).toSorted();
  const object = asObject(value);
  return object === undefined ? value : Object.fromEntries(Object.entries(object).map(([key, inner]) => [key, sorted(inner)]));
}

/** The words of the names of all objects, their namespaces, containers, nodes and hosts, and their addresses; without those of everybody and drawn suffixes. */
function wordsOf(files: CaseFiles): readonly string[] {
  const documents = [...files]
    .filter(([path]) => /\.ya?ml$/.test(path))
    .flatMap(([, content]) => readYamlDocuments(content.toString('utf8'), 1_000_000).documents);
  const objects = documents.flatMap(({ value }) => [value, ...objectsAt(value, 'items')]);
  const names = objects.flatMap((object) => [
    stringAt(object, 'metadata', 'name'),
    stringAt(object, 'metadata', 'namespace'),
    stringAt(object, 'metadata', 'labels', 'app'),
    stringAt(object, 'spec', 'nodeName'),
    stringAt(object, 'spec', 'serviceAccountName'),
    stringAt(object, 'spec', 'host'),
    ...objectsAt(object, 'spec', 'containers').map((container) => stringAt(container, 'name')),
  ]);
  const words = names
    .flatMap((name) => name?.match(/[A-Za-z0-9]+/g) ?? [])
    .filter((word) => !everybodys.has(word) && /[a-z]/.test(word) && word.length > 2 && !DRAWN.test(word));
  return [...new Set([...words, ...objects.flatMap((object) => stringAt(object, 'status', 'podIP') ?? [])])];
}

/** Hashes of templates and events, and random suffixes. */
const DRAWN = /^(?:[0-9a-z]{8,10}|[0-9a-f]{16}|[bcdfghjklmnpqrstvwxz2456789]{5})$/;

/** As a word of its own, so that a name is not found in a longer word. */
function stands(name: string, text: string): boolean {
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    if (!/[A-Za-z0-9]/.test(text.charAt(at - 1)) && !/[A-Za-z0-9]/.test(text.charAt(at + name.length))) return true;
  }
  return false;
}
