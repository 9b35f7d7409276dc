import { asObject, asString, at as valueAt, numberAt, objectsAt, stringAt } from '../formats/json.ts';
import type { Place } from '../model/evidence.ts';
import type { JsonObject } from '../model/json.ts';

/** An HTTP probe of an application's container: which port it asks, and whether over TLS. */
export interface AppProbe {
  readonly container: string;
  readonly kind: 'readiness' | 'liveness' | 'startup';
  readonly port: number;
  readonly isHttps: boolean;
  readonly at: Place;
  /** What stands there, as evidence. */
  readonly text: string;
}

/**
 * The HTTP probes that a pod's spec asks of its applications; `path` leads to the spec inside the object. Those that Istio moved into the
 * environment of its proxy are among them. A probe of another host says nothing of the pod and is left out.
 */
export function appProbesOf(object: JsonObject, place: Place, path: readonly string[]): readonly AppProbe[] {
  const prefix = [...(place.path === undefined ? [] : [place.path]), ...path].join('.');
  const containers = ['containers', 'initContainers'].flatMap((list) =>
    objectsAt(object, ...path, list).map((spec, index) => ({ spec, at: { ...place, path: `${prefix}.${list}[${index}]` } })),
  );
  return containers.flatMap(({ spec, at }) =>
    spec['name'] === 'istio-proxy'
      ? movedProbes(spec, at, new Map(containers.map((one) => [stringAt(one.spec, 'name') ?? '', one.spec])))
      : ownProbes(spec, at),
  );
}

const kinds = ['readiness', 'liveness', 'startup'] as const;

function ownProbes(spec: JsonObject, at: Place): readonly AppProbe[] {
  return kinds.flatMap((kind) => {
    const asked = askedBy(valueAt(spec, `${kind}Probe`, 'httpGet'), spec);
    if (asked === undefined) return [];
    const path = `${at.path ?? ''}.${kind}Probe.httpGet.scheme`;
    return [{ ...asked, container: stringAt(spec, 'name') ?? '', kind, at: { ...at, path }, text: asked.isHttps ? 'HTTPS' : 'HTTP' }];
  });
}

/**
 * Where probes are rewritten, the kubelet asks pilot-agent on 15020 in plaintext, and pilot-agent asks the application what
 * ISTIO_KUBE_APP_PROBERS says (pkg/kube/inject/app_probe.go, Istio 1.31).
 */
function movedProbes(proxy: JsonObject, at: Place, containers: ReadonlyMap<string, JsonObject>): readonly AppProbe[] {
  const env = objectsAt(proxy, 'env');
  const index = env.findIndex((entry) => entry['name'] === 'ISTIO_KUBE_APP_PROBERS');
  return Object.entries(parsed(asString(env[index]?.['value']) ?? '')).flatMap(([key, probe]) => {
    const [, container, word] = /^\/app-health\/([^/]+)\/(readyz|livez|startupz)$/.exec(key) ?? [];
    const kind = word === undefined ? undefined : moved[word];
    const asked = askedBy(valueAt(probe, 'httpGet'), containers.get(container ?? ''));
    if (container === undefined || kind === undefined || asked === undefined) return [];
    const text = `${key}: ${asked.isHttps ? 'HTTPS' : 'HTTP'} on port ${asked.port}`;
    return [{ ...asked, container, kind, at: { ...at, path: `${at.path ?? ''}.env[${index}].value` }, text }];
  });
}

/** The containers of a pod's spec with their probes as they were written: injection points them at pilot-agent and keeps the former beside (see above). */
export function containersAsWritten(spec: JsonObject): readonly JsonObject[] {
  const containers = objectsAt(spec, 'containers');
  const env = [...containers, ...objectsAt(spec, 'initContainers')].filter(({ name }) => name === 'istio-proxy').flatMap((proxy) => objectsAt(proxy, 'env'));
  const kept = parsed(asString(env.find(({ name }) => name === 'ISTIO_KUBE_APP_PROBERS')?.['value']) ?? '');
  return containers.map((container) => {
    const probes = kinds.flatMap((kind) => {
      const probe = asObject(container[`${kind}Probe`]);
      const written = asObject(kept[stringAt(probe, 'httpGet', 'path') ?? '']);
      const { httpGet: _pointedAway, ...rest } = probe ?? {};
      return written === undefined ? [] : [[`${kind}Probe`, { ...rest, ...written }] as const];
    });
    return { ...container, ...Object.fromEntries(probes) };
  });
}

const moved: { readonly [word: string]: AppProbe['kind'] | undefined } = { readyz: 'readiness', livez: 'liveness', startupz: 'startup' };

function parsed(text: string): JsonObject {
  try {
    return asObject(JSON.parse(text)) ?? {};
  } catch {
    return {}; // cut off or redacted
  }
}

function askedBy(httpGet: unknown, container: JsonObject | undefined): Pick<AppProbe, 'port' | 'isHttps'> | undefined {
  const name = stringAt(httpGet, 'port');
  const port =
    numberAt(httpGet, 'port') ??
    numberAt(
      objectsAt(container, 'ports').find((declared) => declared['name'] === name),
      'containerPort',
    );
  if (port === undefined || (stringAt(httpGet, 'host') ?? '') !== '') return undefined;
  return { port, isHttps: stringAt(httpGet, 'scheme')?.toUpperCase() === 'HTTPS' };
}
