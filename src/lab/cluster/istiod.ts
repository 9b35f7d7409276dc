import { readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';
import { asObject, numberAt, objectAt, objectsAt, stringAt } from '../../formats/json.ts';
import { UserError } from '../../sources/user-error.ts';
import type { LabTools } from '../parts/tools.ts';
import { injectionWebhook, istiodObjects, validationWebhook } from './istiod-objects.ts';
import type { KubeApi, KubeObject } from './kube-api.ts';

export interface IstiodSettings {
  readonly mesh?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** Installs CustomResourceDefinitions from files of YAML or JSON documents and waits until the API server serves them. */
export async function installDefinitions(api: KubeApi, files: readonly string[], signal: AbortSignal): Promise<void> {
  for (const file of files) {
    const documents = loadAll(readFileSync(file, 'utf8')).flatMap((document) => asList(document));
    await Promise.all(documents.map((definition) => api.apply(definition)));
  }
  await until('CustomResourceDefinitions are not established', signal, async () =>
    (await api.list('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).every((definition) =>
      objectsAt(definition, 'status', 'conditions').some(({ type, status }) => type === 'Established' && status === 'True'),
    ),
  );
}

/** Applies Istio's control plane and waits until its pod, run by the lab's kubelet, is ready and its webhooks are in place. */
export async function installIstiod(api: KubeApi, tools: LabTools, kubeconfig: string, settings: IstiodSettings, signal: AbortSignal): Promise<void> {
  const values = asObject(loadAll(readFileSync(tools.injection.values, 'utf8'))[0]) ?? {};
  const options = {
    template: readFileSync(tools.injection.template, 'utf8'),
    values: chartValues(values),
    kubeconfig: readFileSync(kubeconfig, 'utf8'),
    ...settings,
  };
  for (const object of istiodObjects(options)) await api.apply(object);
  await until(
    'istiod is not ready',
    signal,
    async () => (numberAt(await api.get('/apis/apps/v1/namespaces/istio-system/deployments/istiod'), 'status', 'readyReplicas') ?? 0) > 0,
  );
  // istiod makes its own authority and keeps it in this Secret.
  const secret = await until('istiod made no authority', signal, () => api.get('/api/v1/namespaces/istio-system/secrets/istio-ca-secret'));
  const authority = stringAt(secret, 'data', 'ca-cert.pem') ?? '';
  await api.apply(injectionWebhook(authority));
  await api.apply(validationWebhook(authority));
}

/** The chart keeps its defaults below one key. Images are labels in the lab: nothing is pulled. */
function chartValues(file: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const values = objectAt(file, '_internal_defaults_do_not_set') ?? file;
  const global = { ...objectAt(values, 'global'), hub: 'docker.io/istio', tag: '1.32-dev' };
  return {
    global,
    sidecarInjectorWebhook: values['sidecarInjectorWebhook'],
    revision: '',
    pilot: { cni: values['cni'], env: {} },
    gateways: values['gateways'],
  };
}

function asList(document: unknown): readonly KubeObject[] {
  const object = asObject(document);
  if (object === undefined) return [];
  // Files of the lab's own set-up: definitions, or a List of them.
  return (Array.isArray(object['items']) ? object['items'] : [object]) as readonly KubeObject[];
}

/** Asks until there is an answer other than `false`, for two minutes. */
async function until<T>(problem: string, signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    signal.throwIfAborted();
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline)
      throw new UserError('lab-istiod', `${problem} after 2 minutes`, 'look into the log of the istiod pod in the lab’s folder (--keep)');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
