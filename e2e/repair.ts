import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { objectsAt, stringAt } from '../src/formats/json.ts';
import type { KubeApi, KubeObject } from '../src/lab/cluster/kube-api.ts';
import type { JsonObject } from '../src/model/json.ts';
import type { RepairRecord } from '../src/repair/record.ts';
import { run } from './run-why503.ts';

export interface RepairGiven {
  readonly api: KubeApi;
  /** Of a user who may only read, and of one who has the rights of `generate rbac --fix`. */
  readonly kubeconfig: string;
  readonly fixer: string;
  readonly work: string;
  readonly namespace: string;
}

const schema: object = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'docs', 'schema', 'repair.schema.json'), 'utf8'));
const fits = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, validateFormats: false }).compile(schema);

/** What of an answer the published schema does not have. */
function misfit({ stdout }: { readonly stdout: string }): readonly string[] {
  return fits(JSON.parse(stdout)) ? [] : [`does not fit the schema: ${JSON.stringify(fits.errors?.slice(0, 3))}`];
}

type Check = readonly [string, () => Promise<readonly string[]>];

/** `fix` on a live cluster whose Service sends to the wrong port: asked, made, taken back, and killed in between. */
export function repairChecks({ api, kubeconfig, fixer, work, namespace }: RepairGiven): readonly Check[] {
  const path = `/api/v1/namespaces/${namespace}/services/vminsert`;
  const state = join(work, 'state');
  const env = { XDG_STATE_HOME: state };
  const ends = ['--from', `${namespace}/vmalert`, '--to', `${namespace}/vminsert:8480`];
  const fix = (config: string, ...more: readonly string[]) => run(['fix', ...ends, '--kubeconfig', config, '-o', 'json', ...more], env);
  const undo = (...more: readonly string[]) => run(['fix', '--undo', ...more, '--yes', '--kubeconfig', fixer, '-o', 'json'], env);
  const service = async (): Promise<KubeObject> => (await api.get(path)) as KubeObject; // a Service has all of that
  const expect = (isTrue: boolean, what: string): readonly string[] => (isTrue ? [] : [what]);
  const asBefore = async (before: KubeObject): Promise<readonly string[]> => {
    const after = await service();
    return expect(isDeepStrictEqual(partsOf(after), partsOf(before)), `not as it was: ${JSON.stringify(partsOf(before))} → ${JSON.stringify(partsOf(after))}`);
  };
  return [
    [
      'fix-asks-the-server',
      async () => {
        const before = await service();
        const { code, stdout, stderr } = await fix(fixer);
        const [offered] = objectsAt(JSON.parse(stdout), 'offered');
        const now = await service();
        return [
          ...expect(
            code === 0 && offered?.['fix'] === 'service-target-port' && offered['checkedBy'] === 'server',
            `exit ${code}; ${stdout.slice(0, 300)} ${stderr}`,
          ),
          ...expect(isDeepStrictEqual(now, before), 'the dry run changed the Service'),
        ];
      },
    ],
    [
      'fix-without-rights',
      async () => {
        const { code, stdout } = await fix(kubeconfig);
        const [offered] = objectsAt(JSON.parse(stdout), 'offered');
        const refused = await fix(kubeconfig, '--apply', '--yes');
        return [
          ...expect(code === 0 && /cannot patch resource/.test(stringAt(offered, 'notAsked') ?? ''), `exit ${code}; ${stdout.slice(0, 300)}`),
          ...expect(refused.code === 2 && /no right/.test(refused.stderr) && !existsSync(state), `exit ${refused.code}; ${refused.stderr}`),
        ];
      },
    ],
    [
      'fix-refused-by-the-server',
      async () => {
        // an admission policy of the cluster's own, which no definition tells
        await api.apply(policy(namespace));
        await api.apply(binding());
        try {
          for (let tries = 0; tries < 40; tries += 1) {
            const { stdout } = await fix(fixer);
            const answer = JSON.parse(stdout);
            const said = JSON.stringify(answer.refused);
            if (said.includes('ports are frozen')) return expect(answer.offered.length === 0, 'a patch that the server refuses is offered');
            await sleep(500); // the API server reads its policies every few seconds
          }
          return ['the server never refused it'];
        } finally {
          for (const [kind, name] of [
            ['validatingadmissionpolicybindings', 'frozen'],
            ['validatingadmissionpolicies', 'frozen'],
          ] as const)
            await api.delete(`/apis/admissionregistration.k8s.io/v1/${kind}/${name}`);
        }
      },
    ],
    [
      'fix-needs-a-yes',
      async () => {
        const { code, stderr } = await settled(() => fix(fixer, '--apply'));
        return expect(code === 2 && stderr.includes('--yes'), `exit ${code}; ${stderr}`);
      },
    ],
    [
      'apply-and-undo',
      async () => {
        const before = await service();
        const made = await fix(fixer, '--apply', '--yes');
        const during = await service();
        const { id } = JSON.parse(made.stdout).record;
        const listed = await run(['fix', '--records', '-o', 'json'], env);
        const taken = await undo(id);
        const again = await undo(id);
        return [
          ...expect(made.code === 0, `apply: exit ${made.code}; ${made.stdout} ${made.stderr}`),
          ...expect(!isDeepStrictEqual(during['spec'], before['spec']), 'nothing was changed'),
          ...[made, listed, taken, again].flatMap(misfit),
          ...expect(listed.stdout.includes(id), 'the record is not listed'),
          ...expect(taken.code === 0, `undo: exit ${taken.code}; ${taken.stdout} ${taken.stderr}`),
          ...expect(again.code === 0, `undo once more: exit ${again.code}; ${again.stdout} ${again.stderr}`),
          ...(await asBefore(before)),
        ];
      },
    ],
    [
      'undo-leaves-what-others-changed',
      async () => {
        const before = await service();
        const { id } = JSON.parse((await fix(fixer, '--apply', '--yes')).stdout).record;
        const [port] = objectsAt(before, 'spec', 'ports');
        await api.patch(path, { spec: { ports: [{ ...port, targetPort: 9999 }] } });
        const left = await undo(id);
        const kept = objectsAt(await service(), 'spec', 'ports')[0]?.['targetPort'];
        const forced = await undo(id, '--force');
        return [
          ...expect(left.code === 1 && kept === 9999, `exit ${left.code}, port ${String(kept)}; ${left.stdout}`),
          ...expect(forced.code === 0, `forced: exit ${forced.code}; ${forced.stdout}`),
          ...expect(isDeepStrictEqual((await service())['spec'], before['spec']), 'not as it was'),
        ];
      },
    ],
    [
      'killed-before-the-answer',
      async () => {
        const before = await service();
        const killed = await killedWhen(['fix', ...ends, '--kubeconfig', fixer, '--apply', '--yes'], env, () => latest(state)?.changes[0]?.state === 'sent');
        let taken = await undo();
        // what was sent may arrive for as long as a request may take
        for (let tries = 0; tries < 12 && taken.stdout.includes('not-yet'); tries += 1) {
          await sleep(5_000);
          taken = await undo();
        }
        return [
          ...expect(killed, 'it was not caught in the middle'),
          ...expect(taken.code === 0, `exit ${taken.code}; ${taken.stdout} ${taken.stderr}`),
          ...(await asBefore(before)),
        ];
      },
    ],
    [
      'killed-after-the-change',
      async () => {
        const before = await service();
        const { id } = JSON.parse((await fix(fixer, '--apply', '--yes')).stdout).record;
        // as the record stands when the program ends between the server's change and its answer
        forget(state, id);
        const taken = await undo(id);
        return [
          ...expect(taken.code === 0 && taken.stdout.includes('"undone"'), `exit ${taken.code}; ${taken.stdout} ${taken.stderr}`),
          ...(await asBefore(before)),
        ];
      },
    ],
    [
      'killed-before-the-change',
      async () => {
        const before = await service();
        const { id } = JSON.parse((await fix(fixer, '--apply', '--yes')).stdout).record;
        await undo(id);
        forget(state, id);
        const taken = await undo(id);
        return [...expect(taken.code === 0 && taken.stdout.includes('never-arrived'), `exit ${taken.code}; ${taken.stdout}`), ...(await asBefore(before))];
      },
    ],
  ];
}

/** What a person calls the object, and who owns what of it. */
function partsOf({ spec, metadata }: KubeObject): unknown {
  const owners = objectsAt(metadata, 'managedFields').filter((entry) => stringAt(entry, 'subresource') === undefined);
  return { spec, labels: metadata.labels, owners: owners.map((entry) => [entry['manager'], entry['fieldsV1']]) };
}

/** After a policy is gone the server may still enforce it for a moment. */
async function settled(attempt: () => ReturnType<typeof run>): ReturnType<typeof run> {
  for (let tries = 0; ; tries += 1) {
    const ran = await attempt();
    if (tries >= 20 || !/frozen|no fix to make/.test(ran.stderr)) return ran;
    await sleep(500);
  }
}

function latest(state: string): RepairRecord | undefined {
  const folder = join(state, 'why503', 'repairs');
  if (!existsSync(folder)) return undefined;
  const name = readdirSync(folder)
    .filter((each) => each.endsWith('.json') && !each.startsWith('.'))
    .toSorted()
    .at(-1);
  return name === undefined ? undefined : JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

function forget(state: string, id: string): void {
  const file = join(state, 'why503', 'repairs', `${id}.json`);
  const record = JSON.parse(readFileSync(file, 'utf8'));
  const changes = record.changes.map((change: JsonObject) => ({ ...change, state: 'sent' }));
  writeFileSync(file, JSON.stringify({ ...record, at: '2026-01-01T00:00:00.000Z', changes }));
}

/** Runs the program and kills it, unasked, as soon as something is so; false when it ended before. */
async function killedWhen(args: readonly string[], env: Readonly<Record<string, string>>, isSo: () => boolean): Promise<boolean> {
  let isDone = false;
  let wasKilled = false;
  const ran = run(args, env, (child) => {
    const watch = setInterval(() => {
      if (isDone || child.pid === undefined || !isSo()) return;
      isDone = true;
      clearInterval(watch);
      // its own process group: the launcher starts another program
      process.kill(-child.pid, 'SIGKILL');
      wasKilled = true;
    }, 1);
    child.once('close', () => {
      isDone = true;
      clearInterval(watch);
    });
  });
  await ran;
  return wasKilled;
}

function policy(namespace: string): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'frozen' },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['UPDATE'], resources: ['services'] }] },
      validations: [{ expression: `object.metadata.namespace != '${namespace}'`, message: 'ports are frozen' }],
    },
  };
}

function binding(): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'frozen' },
    spec: { policyName: 'frozen', validationActions: ['Deny'] },
  };
}
