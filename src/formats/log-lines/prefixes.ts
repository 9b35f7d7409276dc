import { startTime } from '../access-log/start-time.ts';
import type { Peeled } from './unwrapped-line.ts';

/** `[pod/NAME/CONTAINER] text`, as `kubectl logs --prefix` writes it. */
export function peelKubectlPrefix(line: string): Peeled | undefined {
  if (!line.startsWith('[pod/')) return undefined;
  const match = /^\[pod\/([a-z0-9.-]{1,253})\/([a-z0-9.-]{1,63})\] ?/.exec(line);
  if (match === null) return undefined;
  const [whole, pod = '', container = ''] = match;
  return { text: line.slice(whole.length), identity: { pod, container } };
}

/**
 * `2026-11-22T17:28:18.362123456Z text` (`kubectl logs --timestamps`) and `… stdout F text` (the node's CRI files).
 * The kubelet writes nine fraction digits; fewer are peeled only when another time or JSON follows, since then the first is not
 * the program's own.
 */
export function peelRuntimeTime(line: string): Peeled | undefined {
  if (line.charCodeAt(4) !== 45 || line.charCodeAt(10) !== 84) return undefined;
  const end = line.slice(0, 41).indexOf(' ');
  if (end < 20) return undefined;
  const time = startTime(line, 0, end);
  if (time === undefined) return undefined;
  const cri = criStream(line, end + 1);
  if (cri !== undefined) return { text: line.slice(cri.textAt), time, stream: cri.stream, piece: cri.isPartial ? 'more' : 'last' };
  if (line.charCodeAt(end + 1) === 34) return undefined; // an access row whose start time has no brackets
  const fraction = line.charCodeAt(19) === 46 ? line.slice(20, end).search(/[^0-9]|$/) : 0;
  return fraction >= 7 || beginsOwnTime(line, end + 1) ? { text: line.slice(end + 1), time } : undefined;
}

function criStream(line: string, at: number): { readonly stream: string; readonly textAt: number; readonly isPartial: boolean } | undefined {
  if (!line.startsWith('stdout ', at) && !line.startsWith('stderr ', at)) return undefined;
  const tag = line.charCodeAt(at + 7);
  const after = line.charCodeAt(at + 8);
  if ((tag !== 70 && tag !== 80) || (after !== 32 && at + 8 < line.length)) return undefined;
  return { stream: line.slice(at, at + 6), textAt: at + 9, isPartial: tag === 80 };
}

/** `[2026-`, `2026-11-` or `{"` at the position. */
function beginsOwnTime(line: string, at: number): boolean {
  const first = line.charCodeAt(at);
  if (first === 123) return line.charCodeAt(at + 1) === 34;
  const digits = first === 91 ? at + 1 : at;
  return line.startsWith('20', digits) && line.charCodeAt(digits + 4) === 45 && line.charCodeAt(digits + 7) === 45;
}

/**
 * `pod container text` and `namespace pod container text` (stern), `namespace/pod[container]: text` (kail). Taken for a prefix
 * only when the pod's name ends as Kubernetes makes names (its alphabet has no vowels: k8s.io/apimachinery/pkg/util/rand).
 */
export function peelSternPrefix(line: string): Peeled | undefined {
  const first = line.charCodeAt(0);
  if (first < 97 || first > 122) return undefined;
  const head = line.slice(0, 400);
  const kail = /^([a-z0-9-]{1,63})\/([a-z0-9.-]{1,253})\[([a-z0-9.-]{1,63})\]: ?/.exec(head);
  if (kail !== null) return { text: line.slice(kail[0].length), identity: { namespace: kail[1] ?? '', pod: kail[2] ?? '', container: kail[3] ?? '' } };
  const words = head.split(' ', 4);
  const [one = '', two = '', three = ''] = words;
  if (isPodName(one) && isLabel(two)) return { text: line.slice(one.length + two.length + 2), identity: { pod: one, container: two } };
  if (isLabel(one) && isPodName(two) && isLabel(three)) {
    return { text: line.slice(one.length + two.length + three.length + 3), identity: { namespace: one, pod: two, container: three } };
  }
  return undefined;
}

const isLabel = (word: string): boolean => word.length <= 63 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(word);
const isPodName = (word: string): boolean => word.length <= 253 && /^[a-z0-9][a-z0-9.-]*-(?:[bcdfghjklmnpqrstvwxz2456789]{5}|\d{1,4})$/.test(word);

/**
 * Syslog: RFC 5424 (`<134>1 TIME HOST APP PID MSGID - text`) always; RFC 3164 (`Nov 22 17:27:41 host app[1]: text`) only when a
 * line with a time of its own is inside, since its own time lacks the year and the kernel's words need their line whole.
 */
export function peelSyslog(line: string): Peeled | undefined {
  const head = line.slice(0, 600);
  const modern = /^<\d{1,3}>1 (\S{1,40}) \S{1,255} \S{1,48} \S{1,128} \S{1,32} (?:-|\[[^\]]{0,400}\]) ?/.exec(head);
  if (modern !== null) {
    const time = startTime(modern[1] ?? '');
    return { text: line.slice(modern[0].length).replace(/^\uFEFF/, ''), ...(time === undefined ? {} : { time }) };
  }
  const old = /^(?:<\d{1,3}>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,255} [^\s:[]{1,64}(?:\[\d{1,10}\])?: /.exec(head);
  return old !== null && beginsOwnTime(line, old[0].length) ? { text: line.slice(old[0].length) } : undefined;
}
