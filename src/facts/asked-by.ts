import type { Failure } from '../model/failure.ts';
import type { Asked } from './virtual-service-match.ts';

/** What a failing row says of its request, for matching. */
export function askedBy(failure: Failure): Asked {
  const [, method] = /"([A-Z]{3,10}) \S/.exec(failure.evidence[0].kind === 'log' ? failure.evidence[0].text : '') ?? [];
  const namespace = failure.writer.workload.namespace;
  return {
    ...(failure.authority === undefined ? {} : { authority: failure.authority }),
    ...(failure.path === undefined ? {} : { path: failure.path }),
    ...(method === undefined ? {} : { method }),
    ...(namespace === undefined ? {} : { clientNamespace: namespace }),
    atGateway: failure.writer.role === 'gateway' || failure.direction === 'gateway',
  };
}
