import { stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { type About, type Collecting, eachOf } from './collecting.ts';
import { keep } from './collect-pod.ts';
import type { FoundObjects } from './find-objects.ts';
import { listObjects } from './list-objects.ts';
import { isMetricsPage } from './metrics-targets.ts';
import { isJson } from './parse-answer.ts';
import { podParts } from './pod-parts.ts';
import { istiodPages } from './proxy-pages.ts';
import { redactLog } from './redact-log.ts';
import type { Missing, Requester } from './requester.ts';

/** istiod's own HTTP port (Istio 1.4 to 1.32). */
const ISTIOD_PORT = 15_014;
const MOST = 3;

/** The pods of istiod, and why there are none. */
export interface Istiods {
  readonly pods: readonly JsonObject[];
  /** True for pods that no other list has. */
  readonly isListedAlone: boolean;
  readonly missing?: Pick<Missing, 'reason' | 'detail'>;
}

/** Among the pods that were listed, or by istiod's label (Istio 1.5 to 1.32). */
export async function findIstiods(rootNamespace: string, { pods }: FoundObjects, ask: Requester): Promise<Istiods> {
  const known = pods.filter((pod) => stringAt(pod, 'metadata', 'namespace') === rootNamespace);
  if (known.length > 0) return { pods: known.filter((pod) => podParts(pod).isIstiod), isListedAlone: false };
  const base = `/api/v1/namespaces/${encodeURIComponent(rootNamespace)}/pods?labelSelector=${encodeURIComponent('app=istiod')}`;
  const { items, missing } = await listObjects(ask, base);
  return { pods: items, isListedAlone: true, ...(missing === undefined ? {} : { missing }) };
}

/** What istiod says of its proxies and of itself. */
export async function collectIstiod({ pods, missing }: Istiods, { ask, put, miss }: Collecting): Promise<void> {
  const about = (file: string, artifact: string, pod?: string): About => ({ path: ['istiod', ...(pod === undefined ? [] : [pod]), file], artifact });
  if (pods.length === 0) for (const { file, artifact } of istiodPages) miss(about(file, artifact), missing ?? { reason: 'no-pod' });
  await eachOf([...pods.slice(0, MOST).entries()], MOST, async ([index, object]) => {
    const pod = podParts(object);
    const pages = await ask.forwarded(
      pod,
      ISTIOD_PORT,
      istiodPages.map(({ path }) => path),
    );
    for (const [number, { file, artifact }] of istiodPages.entries()) {
      const page = pages[number];
      const own = index === 0 ? about(file, artifact) : about(file, artifact, pod.name);
      if (page?.kind !== 'found') miss(own, page ?? { reason: 'unreadable' });
      else {
        const isRight = file.endsWith('.json') ? isJson(page.text) : isMetricsPage(page.text);
        await keep(own, page, isRight ? redactLog(page.text) : undefined, { put, miss });
      }
    }
  });
}
