import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Kubelet } from '../kubelet/start-kubelet.ts';

/** Uids of a lab's pods in these namespaces (default: all), also of those that are gone: the kubelet keeps their logs in folders `NAMESPACE_POD_UID`. */
export function podUids(kubelet: Pick<Kubelet, 'pods'>, namespaces?: readonly string[]): ReadonlySet<string> {
  const running = kubelet.pods();
  // `logs/NAMESPACE_POD_UID/CONTAINER/current.log`
  const logs = new Set(running.flatMap(({ containers }) => containers.map((container) => dirname(dirname(dirname(container.logs.current))))));
  const gone = [...logs].flatMap(foldersOf).flatMap((folder) => {
    const [namespace = '', , uid] = folder.split('_');
    return uid === undefined ? [] : [{ namespace, uid }];
  });
  return new Set([...running, ...gone].filter(({ namespace }) => namespaces === undefined || namespaces.includes(namespace)).map(({ uid }) => uid));
}

function foldersOf(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return []; // no pod has logged yet
  }
}
