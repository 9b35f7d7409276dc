import type { Evidence, ObjectRef, Place } from '../model/evidence.ts';
import { inNamespace, podOf } from './see-pod.ts';
import { seeProxyWith } from './see-proxy-with.ts';
import { isObjectName, shellWord } from './shell.ts';

/**
 * The command by which a person sees the same thing in the cluster, or undefined where none is known. Only names that
 * Kubernetes could have given become part of it: evidence may be hostile, and readers paste.
 */
export function seeWith(evidence: Evidence): string | undefined {
  const { at } = evidence;
  if (at.object !== undefined && !isSound(at.object)) return undefined;
  switch (at.artifact) {
    case 'access-logs':
      return accessLog(evidence);
    case 'container-logs':
      return containerLog(evidence);
    case 'events':
      return event(at.object);
    case 'metrics':
      return metric(evidence);
    case 'metric-series':
      return recorded(evidence);
    case 'proxy-sync':
      return 'istioctl proxy-status';
    case 'usage':
      return `kubectl${inNamespace(at.object)} top pod --containers`;
    case 'kernel-log':
      return "dmesg -T | grep -iE 'killed process|out of memory|conntrack'";
    default:
      return at.artifact.startsWith('proxy-') ? seeProxyWith(evidence) : object(at);
  }
}

function isSound(ref: ObjectRef): boolean {
  return [ref.kind, ref.name, ref.namespace, ref.container].every((part) => part === undefined || isObjectName(part));
}

/** One field of an object, where its path can be said in jsonpath; else the whole object. */
function object(at: Place): string | undefined {
  if (at.object === undefined || at.object.name === '') return undefined;
  const path = (at.path ?? '').replace(/^(?:items\[\d+\]\.?)+/, '');
  const output = /^[\w-]+(?:\[\d+\]|\.[\w-]+)*$/.test(path) ? `-o jsonpath='{.${path}}'` : '-o yaml';
  return `kubectl${inNamespace(at.object)} get ${at.object.kind.toLowerCase()} ${at.object.name} ${output}`;
}

function event(ref: ObjectRef | undefined): string | undefined {
  if (ref === undefined) return undefined;
  if (ref.kind === 'Event') return `kubectl${inNamespace(ref)} get event ${ref.name} -o yaml`;
  return `kubectl${inNamespace(ref)} get events --field-selector involvedObject.name=${ref.name} --sort-by=.lastTimestamp`;
}

/** The row by its request id, else the rows of its second. */
function accessLog(evidence: Evidence): string | undefined {
  const pod = podOf(evidence.at.object);
  if (pod === undefined || evidence.kind !== 'log') return undefined;
  const text = evidence.text.slice(0, 4000);
  const id = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/.exec(text)?.[0] ?? /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(text)?.[0];
  return `kubectl${inNamespace(pod)} logs ${pod.name} -c istio-proxy${id === undefined ? '' : ` | grep ${id}`}`;
}

function containerLog(evidence: Evidence): string | undefined {
  const pod = podOf(evidence.at.object);
  if (pod === undefined) return undefined;
  const container = pod.container === undefined ? ' --all-containers' : ` -c ${pod.container}`;
  const previous = /previous/.test(evidence.at.file) ? ' --previous' : '';
  const time = evidence.kind === 'log' && evidence.time !== undefined ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.exec(evidence.time)?.[0] : undefined;
  return `kubectl${inNamespace(pod)} logs ${pod.name}${container}${previous}${time === undefined ? '' : ` --since-time=${time}Z | head -20`}`;
}

/** Of a series its name and its pod; the other labels are the scraper's. */
function recorded(evidence: Evidence): string | undefined {
  const name = evidence.kind === 'metric' ? /^[a-zA-Z_:][\w:]{0,200}/.exec(evidence.series)?.[0] : undefined;
  if (name === undefined) return undefined;
  const pod = podOf(evidence.at.object);
  const query = `query=${name}${pod === undefined ? '' : `{pod="${pod.name}"}`}`;
  return `curl -sG http://PROMETHEUS:9090/api/v1/query_range --data-urlencode ${shellWord(query)} -d start=$(date -d -6hours +%s) -d end=$(date +%s) -d step=60`;
}

/** The application's page is asked from inside the pod, past any sidecar; its port is not part of the evidence. */
function metric(evidence: Evidence): string | undefined {
  const pod = podOf(evidence.at.object);
  if (pod === undefined) return undefined;
  const series = evidence.kind === 'metric' ? ` | grep -F ${shellWord(evidence.series)}` : '';
  return `kubectl${inNamespace(pod)} exec ${pod.name} -c istio-proxy -- curl -s localhost:PORT/metrics${series}`;
}
