import { asObject, booleanAt, numberAt, objectAt, stringAt } from '../../formats/json.ts';
import type { JsonObject } from '../../model/json.ts';
import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { documentPlace } from '../identity-object.ts';
import type { ProbeReport } from './types.ts';

/** Measurements by `why503 probe -o json`. Those through a proxy or load balancer are left out: they tell its limit, not the server's. */
export const probeReports: Artifact<readonly ProbeReport[]> = defineArtifact({
  id: 'probe-reports',
  title: 'Measured idle limits (why503 probe)',
  collectWith: ['why503 probe 127.0.0.1:PORT -o json > probe.{pod}.json (in the network of the pod {namespace}/{pod})'],
  recognises: ({ body }) => body.kind === 'json' && isReport(asObject(body.value)),
  parse: (documents) => documents.flatMap((document) => readReport(document) ?? []),
});

function isReport(value: JsonObject | undefined): boolean {
  return value !== undefined && objectAt(value, 'plan', 'target') !== undefined && objectAt(value, 'idle') !== undefined && Array.isArray(value['connections']);
}

function readReport(document: RawDocument): ProbeReport | undefined {
  if (document.body.kind !== 'json') return undefined;
  const { value } = document.body;
  const host = stringAt(value, 'plan', 'target', 'host');
  const port = numberAt(value, 'plan', 'target', 'port');
  const idle = idleOf(value);
  if (host === undefined || port === undefined || idle === undefined || booleanAt(value, 'plan', 'allowLoadBalancer') !== false) return undefined;
  const address = stringAt(value, 'address', 'address');
  return {
    at: { ...documentPlace('probe-reports', document), path: 'idle', line: document.line },
    source: document.identity,
    host,
    port,
    idle,
    ...(address === undefined ? {} : { address }),
  };
}

function idleOf(value: unknown): ProbeReport['idle'] | undefined {
  switch (stringAt(value, 'idle', 'kind')) {
    case 'measured': {
      const [minMs, maxMs] = [numberAt(value, 'idle', 'minMs'), numberAt(value, 'idle', 'maxMs')];
      if (minMs === undefined || maxMs === undefined || minMs < 0 || maxMs < minMs) return undefined;
      return { kind: 'closes', minMs, maxMs, connections: numberAt(value, 'idle', 'count') ?? 1 };
    }
    case 'longer': {
      const forMs = numberAt(value, 'idle', 'thanMs');
      return forMs === undefined || forMs < 0 ? undefined : { kind: 'keeps', forMs };
    }
    default:
      return undefined;
  }
}
