import type { Identity } from '../../model/source.ts';
import type { Peeled } from './unwrapped-line.ts';

/**
 * Lines between logs: `kubectl cluster-info dump` (`==== START logs for container C of pod NS/POD ====`), `tail` and `less` over
 * node files (`==> /var/log/pods/NS_POD_UID/C/0.log <==`), and a typed command (`$ kubectl -n NS logs POD -c C`).
 */
export function peelMarker(line: string): Peeled | undefined {
  if (line.length > 1000) return undefined;
  const first = line.charCodeAt(0);
  if (first === 61) return dumpMarker(line) ?? fileMarker(line);
  if (first === 36 || first === 35 || first === 43 || line.startsWith('kubectl ')) return commandMarker(line);
  return undefined;
}

function dumpMarker(line: string): Peeled | undefined {
  const match = /^==== (START|END) logs for container (\S+) of pod (\S+)\/(\S+) ====\s*$/.exec(line);
  if (match === null) return undefined;
  const [, edge, container, namespace, pod] = match;
  return { text: '', marker: edge === 'START' ? 'start' : 'end', identity: identityOf(namespace, pod, container) };
}

function fileMarker(line: string): Peeled | undefined {
  const match = /^==> (\S+) <==\s*$/.exec(line);
  if (match === null) return undefined;
  return { text: '', marker: 'start', identity: identityOfNodeFile(match[1] ?? '') };
}

/** Identity in the path of a node's log file; nothing when the path is another. */
function identityOfNodeFile(path: string): Identity {
  const pods = /\/pods\/([a-z0-9-]+)_([a-z0-9.-]+)_[0-9a-f-]+\/([a-z0-9-]+)\//.exec(path);
  if (pods !== null) return identityOf(pods[1], pods[2], pods[3]);
  const containers = /\/containers\/([a-z0-9.-]+)_([a-z0-9-]+)_([a-z0-9-]+)-[0-9a-f]{64}\.log/.exec(path);
  return containers === null ? {} : identityOf(containers[2], containers[1], containers[3]);
}

function commandMarker(line: string): Peeled | undefined {
  const match = /^(?:[$#+]+ ?)?(?:kubectl|oc|k) (?=.{0,400}\blogs? )(.{1,500})$/.exec(line);
  if (match === null) return undefined;
  const words = (match[1] ?? '').trim().split(/\s+/);
  const found: { namespace?: string; pod?: string; container?: string; previous?: boolean } = {};
  const free: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    const [name = '', inline] = word.startsWith('-') ? word.split('=', 2) : [''];
    const value = inline ?? words[at + 1];
    if (word === '|' || word === '>' || word === '2>&1') break;
    if ((name === '-n' || name === '--namespace') && value !== undefined) found.namespace = value;
    else if ((name === '-c' || name === '--container') && value !== undefined) found.container = value;
    else if (name === '-p' || name === '--previous') found.previous = true;
    else if (name === '') free.push(word);
    if (inline === undefined && takesValue.has(name)) at += 1;
  }
  const [verb, target, container] = free;
  if ((verb !== 'logs' && verb !== 'log') || target === undefined) return undefined;
  const slash = target.indexOf('/');
  if (slash < 0 || target.startsWith('pod/') || target.startsWith('pods/')) found.pod = target.slice(slash + 1);
  if (container !== undefined && found.container === undefined) found.container = container;
  return { text: '', marker: 'start', identity: found };
}

const takesValue: ReadonlySet<string> = new Set([
  '-n',
  '--namespace',
  '-c',
  '--container',
  '--context',
  '--tail',
  '--since',
  '--since-time',
  '--kubeconfig',
  '-l',
  '--selector',
  '--limit-bytes',
]);

function identityOf(namespace?: string, pod?: string, container?: string): Identity {
  return { ...(namespace === undefined ? {} : { namespace }), ...(pod === undefined ? {} : { pod }), ...(container === undefined ? {} : { container }) };
}
