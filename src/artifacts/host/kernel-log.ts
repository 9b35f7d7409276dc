import { type Artifact, defineArtifact, type RawDocument } from '../../model/source.ts';
import { readLogLine } from '../logs/log-line.ts';
import { readSignals } from '../logs/log-signals.ts';
import type { KernelLine } from './types.ts';

/** Kernel messages that matter to a mesh: OOM kills, a full conntrack table, segfaults and exhausted network memory. */
export const kernelLog: Artifact<readonly KernelLine[]> = defineArtifact({
  id: 'kernel-log',
  title: 'Kernel log (dmesg)',
  collectWith: ['kubectl debug node/{node} -it --image=busybox -- dmesg -T', 'journalctl -k --since -2h -o short-iso'],
  recognises: ({ body }) => body.kind === 'text' && isKernelLog(body.text),
  parse: (documents) => documents.flatMap((document) => (document.body.kind === 'text' ? readAll(document, document.body.text) : [])),
});

const kernelLine =
  /^(?:<\d{1,3}>)?(?:\[ {0,12}\d{1,10}\.\d{6}\]|.{0,80}\bkernel: |\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\] [^[])/;
const other =
  /(?<text>Possible SYN flooding on port|TCP: out of memory|neighbou?r(?:: | ).{0,40}overflow|NIC Link is Down|link is not ready|page allocation failure|blocked for more than \d+ seconds|too many orphaned sockets)/;

/** Most of the first lines look like the kernel's: an application's log that quotes one is none. */
function isKernelLog(text: string): boolean {
  const lines = text
    .slice(0, 32_768)
    .split('\n', 100)
    .filter((line) => line.trim() !== '');
  return lines.length > 0 && lines.filter((line) => kernelLine.test(line)).length > lines.length / 2;
}

function readAll(document: RawDocument, text: string): readonly KernelLine[] {
  const found: KernelLine[] = [];
  const podByPid = new Map<string, string>();
  for (const [index, raw] of text.split('\n').entries()) {
    const line = readLogLine(raw);
    const signals = readSignals(line);
    const oom = signals.find((signal) => signal.id === 'kernel-oom-kill')?.data;
    const kind =
      oom !== undefined
        ? 'oom-kill'
        : signals.some((signal) => signal.id === 'conntrack-full')
          ? 'conntrack-full'
          : /\bsegfault at /.test(raw)
            ? 'segfault'
            : other.test(raw)
              ? 'other'
              : undefined;
    if (kind === undefined) continue;
    // The pod stands in the line `oom-kill:`, the size in the next, `Killed process`; the pid joins them.
    const pid = oom?.['pid'] ?? '';
    const podUid = oom?.['podUid'] ?? podByPid.get(pid);
    if (podUid !== undefined) podByPid.set(pid, podUid);
    const process = oom?.['process'] ?? (kind === 'segfault' ? /([\w.-]{1,60})\[\d+\]: segfault/.exec(raw)?.[1] : undefined);
    found.push({
      at: { artifact: 'kernel-log', file: document.file, line: document.line + index },
      kind,
      text: raw.slice(0, 1_000),
      ...(line.time === undefined ? {} : { time: line.time }),
      ...(process === undefined ? {} : { process }),
      ...(podUid === undefined ? {} : { podUid }),
    });
  }
  return found;
}
