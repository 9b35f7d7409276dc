import type { CaseFiles } from './case-files.ts';
import { mapLogs, type Shape, withTimes } from './shapes.ts';

interface StoredLine {
  readonly time: string;
  readonly text: string;
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** All logs of a bundle in one file, in the form in which a log store gives them out. Field names are those of the stores' documents. */
export const logStores: { readonly [store: string]: Shape } = {
  Elasticsearch: stored('search.json', (lines) =>
    JSON.stringify({
      took: 3,
      timed_out: false,
      hits: { total: { value: lines.length, relation: 'eq' }, hits: newestFirst(lines).map((line) => ({ _index: 'logs', _id: '1', _source: elastic(line) })) },
    }),
  ),
  Loki: stored('query_range.json', (lines) =>
    JSON.stringify({
      status: 'success',
      data: {
        resultType: 'streams',
        result: [...Map.groupBy(lines, ({ namespace, pod, container }) => `${namespace}/${pod}/${container}`).values()].map((same) => ({
          stream: { namespace: same[0]?.namespace, pod: same[0]?.pod, container: same[0]?.container },
          values: newestFirst(same).map(({ time, text }) => [`${Date.parse(time)}000000`, text]),
        })),
      },
    }),
  ),
  'Google Cloud': stored('entries.json', (lines) =>
    JSON.stringify(
      lines.map(({ time, text, namespace, pod, container }) => ({
        insertId: 'x',
        textPayload: text,
        timestamp: time,
        resource: { type: 'k8s_container', labels: { namespace_name: namespace, pod_name: pod, container_name: container } },
      })),
      undefined,
      2,
    ),
  ),
  CloudWatch: stored('events.json', (lines) =>
    JSON.stringify({
      events: lines.map(({ time, text, namespace, pod, container }) => ({
        logStreamName: pod,
        timestamp: Date.parse(time),
        message: JSON.stringify({ time, stream: 'stdout', log: text, kubernetes: { pod_name: pod, namespace_name: namespace, container_name: container } }),
      })),
    }),
  ),
  Datadog: stored('logs.json', (lines) =>
    JSON.stringify({
      data: lines.map(({ time, text, namespace, pod, container }) => ({
        id: '1',
        type: 'log',
        attributes: { timestamp: time, message: text, tags: [`kube_namespace:${namespace}`, `pod_name:${pod}`, `kube_container_name:${container}`] },
      })),
    }),
  ),
  'the collector of OpenTelemetry': stored('logs.json', (lines) =>
    lines
      .map(({ time, text, namespace, pod, container }) =>
        JSON.stringify({
          resourceLogs: [
            {
              resource: {
                attributes: [
                  { key: 'k8s.namespace.name', value: { stringValue: namespace } },
                  { key: 'k8s.pod.name', value: { stringValue: pod } },
                  { key: 'k8s.container.name', value: { stringValue: container } },
                ],
              },
              scopeLogs: [{ logRecords: [{ timeUnixNano: `${Date.parse(time)}000000`, body: { stringValue: text } }] }],
            },
          ],
        }),
      )
      .join('\n'),
  ),
  stern: stored('stern.json', (lines) =>
    lines
      .map(({ text, namespace, pod, container }) => JSON.stringify({ message: text, nodeName: 'n', namespace, podName: pod, containerName: container }))
      .join('\n'),
  ),
  Kibana: stored('export.csv', (lines) =>
    [
      '"@timestamp",message,"kubernetes.namespace","kubernetes.pod.name","kubernetes.container.name"',
      ...newestFirst(lines).map((line) => [line.time, line.text, line.namespace, line.pod, line.container].map(quoted).join(',')),
    ].join('\r\n'),
  ),
};

function stored(file: string, write: (lines: readonly StoredLine[]) => string): Shape {
  return (files: CaseFiles): CaseFiles => {
    const lines: StoredLine[] = [];
    const rest = mapLogs(files, (_path, texts, { namespace, pod, container }) => {
      const times = withTimes(texts, (time) => time);
      lines.push(...texts.map((text, index) => ({ time: times[index] ?? '', text, namespace, pod, container })));
      return [];
    });
    return new Map([...rest, [file, Buffer.from(write(lines))]]);
  };
}

const newestFirst = (lines: readonly StoredLine[]): readonly StoredLine[] => lines.toSorted((a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0));
const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

function elastic({ time, text, namespace, pod, container }: StoredLine): object {
  return { '@timestamp': time, message: text, kubernetes: { namespace, pod: { name: pod }, container: { name: container } } };
}
