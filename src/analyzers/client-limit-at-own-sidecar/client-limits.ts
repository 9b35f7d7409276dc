import type { Container, Pod } from '../../facts/pods.ts';
import { appContainers } from '../../facts/pods.ts';
import { objectsAt, stringAt } from '../../formats/json.ts';
import { clientIdleDefault, clientIdleFlag, imageParts } from '../../knowledge/keepalive/index.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';

/** How long a client keeps idle connections to a service. */
export interface ClientLimit {
  readonly flag: string;
  readonly value: Milliseconds;
  /** The version whose default it is; absent: it is set. */
  readonly version?: string;
  readonly evidence: NonEmpty<Evidence>;
}

/** Kinds of connection of vmalert, each with a URL and an idle limit of its own (VictoriaMetrics 1.102 to 1.150). */
const purposes = ['remoteWrite', 'datasource', 'remoteRead', 'notifier'] as const;

/** Limits of a pod's VictoriaMetrics client for one of these services. vmauth has its targets in a file, so what it called tells. */
export function clientLimits(pod: Pod, services: readonly string[], isCaller: boolean): readonly ClientLimit[] {
  return appContainers(pod).flatMap((container): readonly ClientLimit[] => {
    const { name, tag } = imageParts(container.image ?? container.name);
    const version = /^v?(\d+\.\d+(?:\.\d+)?)/.exec(tag ?? '')?.[1];
    if (name === 'vmauth') return isCaller ? limitOf(pod, container, name, version, undefined) : [];
    if (name !== 'vmalert') return [];
    return purposes
      .filter((purpose) => isFor(container, pod.namespace, purpose, services))
      .flatMap((purpose) => limitOf(pod, container, name, version, purpose));
  });
}

function limitOf(pod: Pod, container: Container, app: string, version: string | undefined, purpose: string | undefined): readonly ClientLimit[] {
  const words = [...container.command, ...container.args];
  const env = Object.fromEntries(objectsAt(container.spec, 'env').map((entry) => [stringAt(entry, 'name') ?? '', stringAt(entry, 'value') ?? '']));
  const flag = purpose === undefined ? 'idleConnTimeout' : `${purpose}.idleConnTimeout`;
  const set = clientIdleFlag(app, words, env, purpose);
  const at = (path: string) => ({ ...pod.object.at, path: `${container.specPath}.${path}` });
  if (set !== undefined) {
    const index = container.args.findIndex((word) => word.includes(set.flag));
    const path = set.from === 'env' ? 'env' : index < 0 ? 'command' : `args[${index}]`;
    return [{ flag: `-${flag}`, value: set.value, evidence: [{ kind: 'field', at: at(path), value: `${set.flag}=${set.text}` }] }];
  }
  // the notifier has no such flag
  const known = purpose === 'notifier' || version === undefined ? undefined : clientIdleDefault(app, version)?.known;
  if (known === undefined || version === undefined || typeof known.value !== 'number') return [];
  const image: Evidence = { kind: 'field', at: at('image'), value: container.image ?? '' };
  return [
    {
      flag: `-${flag}`,
      value: known.value,
      version,
      evidence: [image, { kind: 'default', at: at('args'), value: known.value, documentedBy: known.reference }],
    },
  ];
}

/** True when the URL of that kind leads to one of the services. */
function isFor(container: Container, namespace: string, purpose: string, services: readonly string[]): boolean {
  const words = [...container.command, ...container.args];
  const url = new RegExp(`^--?${purpose}\\.url(?:=|$)`);
  return words.some((word, index) => {
    if (!url.test(word)) return false;
    const value = word.includes('=') ? word.slice(word.indexOf('=') + 1) : (words[index + 1] ?? '');
    return value.split(',').some((one) => {
      const host = /^["']?https?:\/\/(?:[^/@\s]*@)?([\w.-]+)/.exec(one.trim())?.[1];
      const [name, space = namespace] = host?.split('.') ?? [];
      return name !== undefined && services.includes(`${name}.${space}`);
    });
  });
}
