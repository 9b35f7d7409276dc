import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberAt } from '../../formats/json.ts';
import { UserError } from '../../sources/user-error.ts';
import { KubeError, type KubeObject } from '../cluster/kube-api.ts';
import { seededClient } from '../scenarios/objects/lab-apps.ts';
import { withRealCluster } from '../scenarios/objects/real-cluster.ts';
import type { Stage } from '../scenarios/scenario.ts';
import type { Lab } from '../start-lab.ts';
import { podNamePattern } from './pod-names.ts';
import { accessRows, showsIn } from './access-rows.ts';

/** A namespace of its own in a running lab, ready for a scenario. The seed is of the rhythm of its clients. */
export async function openStage(lab: Lab, namespace: string, seed: number, signal: AbortSignal): Promise<Stage> {
  const { api, kubelet } = lab;
  const begun = Date.now();
  const logs = join(lab.folder, 'kubelet', 'logs');
  await api.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: { 'istio-injection': 'enabled' } } });
  const own = (object: KubeObject): KubeObject => ({ ...object, metadata: { namespace, ...object.metadata } });

  const until = async <T>(what: string, ask: () => T | Promise<T>, seconds = 60): Promise<T> => {
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      signal.throwIfAborted();
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      if (performance.now() > deadline)
        throw new UserError('lab-scenario', `${what}: not within ${seconds} s`, 'look into the pods’ logs and events in the folder that --keep keeps');
      await sleep(250, undefined, { signal });
    }
  };
  const pods: Stage['pods'] = (workload) => {
    const name = new RegExp(`^${podNamePattern(workload)}$`);
    return kubelet.pods().filter((pod) => pod.namespace === namespace && name.test(pod.name));
  };
  const isReady = async (workload: string): Promise<boolean> => {
    const deployment = await api.get(`/apis/apps/v1/namespaces/${namespace}/deployments/${workload}`);
    const wanted = numberAt(deployment, 'spec', 'replicas') ?? 1;
    const status = (key: string): number => numberAt(deployment, 'status', key) ?? 0;
    const isSeen = status('observedGeneration') >= (numberAt(deployment, 'metadata', 'generation') ?? 0);
    return isSeen && status('updatedReplicas') === wanted && status('readyReplicas') === wanted && status('replicas') === wanted;
  };

  return {
    namespace,
    api,
    signal,
    apply: async (...objects) => {
      const given = lab.tools.vminsert !== undefined && lab.tools.vmstorage !== undefined ? withRealCluster(objects, namespace) : objects;
      for (const object of given) await retried(() => api.apply(own(seededClient(object, seed))), signal);
    },
    remove: async (object) => api.delete(await api.pathOf(own(object))),
    ready: async (workloads, seconds = 180) => {
      await until(`${workloads.join(', ')} ready`, async () => (await Promise.all(workloads.map(isReady))).every(Boolean), seconds);
    },
    wait: async (seconds) => {
      await sleep(seconds * 1000, undefined, { signal });
    },
    until,
    pods,
    inPod: ({ name }, command) => kubelet.exec(command, { pod: { namespace, name }, signal }),
    onNode: (command) => kubelet.exec(command, { signal }),
    deletePod: ({ name }, gracePeriodSeconds) =>
      api.delete(`/api/v1/namespaces/${namespace}/pods/${name}`, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    evict: ({ name }, shortage) => kubelet.evict(`${namespace}/${name}`, shortage),
    // a scenario that is tried again finds the logs of its first pods
    rows: (workload, shows) => accessRows(logs, namespace, workload).filter((row) => row.start >= begun && showsIn(row, shows)).length,
    patch: async (object, change) => {
      await api.patch(await api.pathOf({ ...object, metadata: { namespace, ...object.metadata } }), change);
    },
  };
}

/** A namespace's service accounts come a moment after it, and so may a webhook's answer; such refusals pass. */
async function retried<T>(ask: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof KubeError) || attempt >= 20 || !(error.status === 0 || error.status === 403 || error.status >= 500)) throw error;
      await sleep(250, undefined, { signal });
    }
  }
}
