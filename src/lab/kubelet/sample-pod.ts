import type { Container, Pod, PodSpec } from './pod.ts';

/** A pod of the shop, for tests. */
export function samplePod(spec: Partial<PodSpec> = {}, metadata: Partial<Pod['metadata']> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-0', namespace: 'shop', uid: '8f94024a-6ed8-49a3-a265-a23d2cc69322', labels: { app: 'web' }, ...metadata },
    spec: { containers: [sampleContainer()], nodeName: 'node-a', ...spec },
  };
}

export function sampleContainer(container: Partial<Container> = {}): Container {
  return { name: 'web', image: 'shop/web:1.4', ...container };
}
