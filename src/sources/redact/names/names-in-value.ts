import { asObject, stringAt } from '../../../formats/json.ts';
import type { FoundNames } from './found-names.ts';
import { addHost } from './names-in-text.ts';

const DEEPEST = 200;

/** Finds the names in a document: in an object of Kubernetes whatever is called a name, in other pages what says whose proxy it is. */
export function namesInValue(value: unknown, found: FoundNames): void {
  look(value, { isObject: false, key: '', depth: 0 }, found);
}

interface Place {
  /** Inside an object of Kubernetes. */
  readonly isObject: boolean;
  /** The nearest key above; that of the map inside maps whose keys are anybody's. */
  readonly key: string;
  readonly depth: number;
}

function look(value: unknown, place: Place, found: FoundNames): void {
  if (typeof value === 'string') lookAtText(value, place, found);
  if (typeof value !== 'object' || value === null || place.depth > DEEPEST) return;
  const depth = place.depth + 1;
  if (Array.isArray(value)) {
    for (const item of value) look(item, { ...place, depth }, found);
    return;
  }
  const object = asObject(value) ?? {};
  const isObject = place.isObject || stringAt(object, 'metadata', 'name') !== undefined;
  for (const [key, inner] of Object.entries(object)) {
    if (key === 'name' && UNCHOSEN.has(place.key)) continue;
    const isLabel = LABELS.has(place.key) && typeof inner === 'string';
    if (!isLabel) look(inner, { isObject, key, depth }, found);
    else if (OF_WORKLOADS.has(key)) found.addChosen(inner);
    else if (!DRAWN.test(key)) found.add(inner);
  }
}

function lookAtText(text: string, { isObject, key }: Place, found: FoundNames): void {
  if (HOSTS.has(key)) addEnd(text, found);
  else if (CHOSEN.has(key)) found.addChosen(text);
  else if (OF_PROXIES.has(key) || (isObject && NAMED.test(key))) found.add(text);
  else if (isObject && (key === 'image' || key === 'imageID')) addImage(text, found);
}

/** `host`, `host:port`, and `namespace/host` as Istio and questions write it. */
function addEnd(text: string, found: FoundNames): void {
  const [first = '', ...rest] = text.split('/');
  if (rest.length > 0) found.add(first);
  addHost((rest.length > 0 ? rest.join('/') : first).replace(/:\d+$/, ''), found);
}

/** Registries and paths of images; the last part is what runs, and says whose it is as well. */
function addImage(image: string, found: FoundNames): void {
  const path = image
    .replace(/^[a-z-]+:\/\//, '')
    .replace(/@sha256:.*$/, '')
    .replace(/:[\w.-]{1,128}$/, '');
  const [registry = '', ...rest] = path.split('/');
  addHost(registry.replace(/:\d+$/, ''), found);
  for (const part of rest) found.add(part);
}

/** Lists whose items have names that are no identities: variables and headers. */
const UNCHOSEN: ReadonlySet<string> = new Set(['env', 'extraEnvs', 'httpHeaders', 'headers', 'set', 'add']);
/** Maps whose values are names. */
const LABELS: ReadonlySet<string> = new Set(['labels', 'matchLabels', 'selector', 'LABELS']);
/** Labels that name a workload. */
const OF_WORKLOADS: ReadonlySet<string> = new Set(['app', 'app.kubernetes.io/name', 'app.kubernetes.io/instance']);
const CHOSEN: ReadonlySet<string> = new Set(['namespace', 'namespaces', 'nodeName', 'serviceAccountName']);
/** Labels whose values are drawn. */
const DRAWN = /hash|uid|generation|revision|pod-index/;
/** What Istio tells Envoy of itself (node.metadata, Istio 1.31), and what a record of collecting and istiod's status say. */
const OF_PROXIES: ReadonlySet<string> = new Set([
  'NAME',
  'NAMESPACE',
  'WORKLOAD_NAME',
  'SERVICE_ACCOUNT',
  'CLUSTER_ID',
  'NETWORK',
  'MESH_ID',
  'NODE_NAME',
  'APP_CONTAINERS',
  'proxy',
]);
/** What holds hosts, and ends of a question. */
const HOSTS: ReadonlySet<string> = new Set([
  'host',
  'hosts',
  'hostname',
  'hostnames',
  'domain',
  'domains',
  'externalName',
  'cluster',
  'server',
  'sni',
  'from',
  'to',
  'DNS_DOMAIN',
]);
/** `name`, `nodeName`, `secretName`, `serviceAccount`, `claimName`, `providerID` … */
const NAMED = /^(?:name|namespace|generateName|address|providerID|serviceAccount|subset|[a-z][A-Za-z]*Name)$/;
