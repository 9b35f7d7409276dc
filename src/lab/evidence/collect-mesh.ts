import type { BundleFolder } from './bundle-folder.ts';
import { nodePages } from './host-pages.ts';
import { isJson } from '../../sources/cluster/parse-answer.ts';
import { isMetricsPage } from '../../sources/cluster/metrics-targets.ts';
import type { PodParts } from '../../sources/cluster/pod-parts.ts';
import { istiodPages } from '../../sources/cluster/proxy-pages.ts';
import type { EvidenceReaders } from './readers.ts';
import { usageTable } from './usage-table.ts';

/** What is of the whole mesh: the pages of each istiod, use of CPU and memory, pages of the node. */
export async function collectMesh(pods: readonly PodParts[], read: EvidenceReaders, folder: BundleFolder): Promise<void> {
  const { usage, onNode } = read;
  const istiods = pods.filter(({ isIstiod }) => isIstiod);
  for (const { artifact, path, file } of istiodPages) {
    if (istiods.length === 0) folder.miss({ path: ['istiod', file], artifact }, 'no-pod');
    for (const [index, pod] of istiods.entries()) {
      await folder.gather({
        path: ['istiod', ...(index === 0 ? [] : [pod.name]), file],
        artifact,
        read: async (signal) => {
          const text = await read.metrics(pod, ISTIOD_PORT, path, signal);
          return (file.endsWith('.json') ? isJson(text) : isMetricsPage(text)) ? text : undefined;
        },
      });
    }
  }
  if (usage === undefined) folder.miss({ path: ['top', 'pods.txt'], artifact: 'usage' }, 'no-reader');
  else await folder.gather({ path: ['top', 'pods.txt'], artifact: 'usage', read: async (signal) => usageTable(await usage(signal)) });
  for (const { page, artifact, file } of nodePages) {
    const about = { path: ['host', file], ...(artifact === undefined ? {} : { artifact }) };
    if (onNode === undefined) folder.miss(about, 'no-reader');
    else await folder.gather({ ...about, read: (signal) => onNode(page, signal) });
  }
}

const ISTIOD_PORT = 15_014;
