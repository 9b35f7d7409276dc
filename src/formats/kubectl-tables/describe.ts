import type { JsonObject } from '../../model/json.ts';
import { ageMs } from './age.ts';
import { repeated } from './events-table.ts';

export interface Described {
  readonly objects: readonly JsonObject[];
  readonly line: number;
}

interface Line {
  readonly number: number;
  readonly indent: number;
  readonly key?: string;
  readonly value: string;
  readonly text: string;
}

/** `kubectl describe pod` blocks of a text: the pod with its containers' states, and the events below it. */
export function findDescribedPods(text: string): readonly Described[] {
  const lines = text.split('\n').map((raw, index) => lineOf(raw.replace(/\r$/, '').slice(0, 4_000), index + 1));
  const starts = lines.flatMap((line, index) =>
    line.indent === 0 && line.key === 'Name' && lines.slice(index + 1, index + 4).some(({ key, indent }) => indent === 0 && key === 'Namespace') ? [index] : [],
  );
  return starts.flatMap((start, index) => describedPod(lines.slice(start, starts[index + 1] ?? lines.length)));
}

function lineOf(text: string, number: number): Line {
  const indent = text.length - text.trimStart().length;
  const match = /^([A-Z][A-Za-z0-9 /()-]{0,60}|[a-z0-9][-a-z0-9.]{0,252}):(?:\s+(.*))?$/.exec(text.trim());
  return { number, indent, text, value: match?.[2] ?? '', ...(match?.[1] === undefined ? {} : { key: match[1] }) };
}

function describedPod(lines: readonly Line[]): readonly Described[] {
  const own = (key: string): string | undefined => lines.find((line) => line.indent === 0 && line.key === key)?.value;
  const name = own('Name');
  const namespace = own('Namespace');
  const sections = ['Containers', 'Init Containers'].map((key) => section(lines, key));
  if (name === undefined || namespace === undefined || sections[0]?.length === 0 || (own('Controlled By') === undefined && own('Node') === undefined))
    return [];
  const [containers = [], inits = []] = sections.map((part) => containersOf(part));
  const node = own('Node')?.split('/')[0];
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    why503Partial: true,
    metadata: { name, namespace, labels: pairs(lines), ...ownerOf(own('Controlled By')), ...time('creationTimestamp', own('Start Time')) },
    spec: {
      ...(node === undefined || node === '<none>' ? {} : { nodeName: node }),
      containers: containers.map(({ spec }) => spec),
      initContainers: inits.map(({ spec }) => spec),
      ...grace(own('Termination Grace Period')),
    },
    status: {
      phase: (own('Status') ?? 'Unknown').split(' ')[0] ?? 'Unknown',
      ...(own('Reason') === undefined ? {} : { reason: own('Reason') }),
      ...(own('IP') === undefined ? {} : { podIP: own('IP') }),
      conditions: section(lines, 'Conditions').flatMap(({ text }) => {
        const match = /^\s+([A-Z]\w+)\s+(True|False|Unknown)\s*$/.exec(text);
        return match === null ? [] : [{ type: match[1], status: match[2] }];
      }),
      containerStatuses: containers.map(({ status }) => status),
      initContainerStatuses: inits.map(({ status }) => status),
    },
  };
  return [{ objects: [pod, ...eventsBelow(lines, name, namespace)], line: lines[0]?.number ?? 1 }];
}

/** `StatefulSet/vminsert`, as the reference it was printed from. */
function ownerOf(controller: string | undefined): JsonObject {
  const [kind, name] = controller?.trim().split('/') ?? [];
  return kind === undefined || name === undefined ? {} : { ownerReferences: [{ kind, name, controller: true }] };
}

/** The lines below a heading, up to the next heading. */
function section(lines: readonly Line[], key: string): readonly Line[] {
  const start = lines.findIndex((line) => line.indent === 0 && line.key === key);
  if (start === -1) return [];
  const length = lines.slice(start + 1).findIndex((line) => line.indent === 0 && line.text.trim() !== '');
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
}

function pairs(lines: readonly Line[]): JsonObject {
  const start = lines.findIndex((line) => line.indent === 0 && line.key === 'Labels');
  if (start === -1) return {};
  const more = section(lines.slice(start), 'Labels').map(({ text }) => text.trim());
  return Object.fromEntries(
    [lines[start]?.value ?? '', ...more].flatMap((pair) =>
      /^[\w./-]+=\S*$/.test(pair) ? [[pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]] : [],
    ),
  );
}

function containersOf(lines: readonly Line[]): readonly { readonly spec: JsonObject; readonly status: JsonObject }[] {
  const starts = lines.flatMap((line, index) => (line.indent === 2 && line.key !== undefined && line.value === '' ? [index] : []));
  return starts.map((start, index) => {
    const own = lines.slice(start, starts[index + 1] ?? lines.length);
    const name = own[0]?.key ?? '';
    const at = (key: string): string | undefined => own.find((line) => line.indent === 4 && line.key === key)?.value;
    const list = (key: string): readonly string[] => under(own, key).flatMap(({ indent, text }) => (indent >= 6 ? [text.trim()] : []));
    const limits = Object.fromEntries(under(own, 'Limits').flatMap(({ key, value }) => (key === undefined ? [] : [[key, value]])));
    const requests = Object.fromEntries(under(own, 'Requests').flatMap(({ key, value }) => (key === undefined ? [] : [[key, value]])));
    const ports = (at('Port') ?? at('Ports') ?? '')
      .split(',')
      .flatMap((port) => (/^\s*\d+\//.test(port) ? [{ containerPort: Number.parseInt(port, 10) }] : []));
    return {
      spec: {
        name,
        ...(at('Image') === undefined ? {} : { image: at('Image') }),
        ...(list('Args').length > 0 ? { args: list('Args') } : {}),
        ...(list('Command').length > 0 ? { command: list('Command') } : {}),
        ports,
        resources: { limits, requests },
      },
      status: {
        name,
        ready: at('Ready') === 'True',
        restartCount: Number(at('Restart Count') ?? 0),
        state: stateOf(own, 'State'),
        lastState: stateOf(own, 'Last State'),
      },
    };
  });
}

/** Lines deeper than the named one, directly below it. */
function under(lines: readonly Line[], key: string): readonly Line[] {
  const start = lines.findIndex((line) => line.indent === 4 && line.key === key);
  if (start === -1) return [];
  const length = lines.slice(start + 1).findIndex((line) => line.indent <= 4);
  return lines.slice(start + 1, length === -1 ? undefined : start + 1 + length);
}

function stateOf(lines: readonly Line[], key: string): JsonObject {
  const state = lines.find((line) => line.indent === 4 && line.key === key)?.value;
  const fields = under(lines, key);
  const at = (name: string): string | undefined => fields.find((line) => line.key === name)?.value;
  const reason = at('Reason') === undefined ? {} : { reason: at('Reason') };
  if (state === 'Running') return { running: time('startedAt', at('Started')) };
  if (state === 'Waiting') return { waiting: { ...reason, ...(at('Message') === undefined ? {} : { message: at('Message') }) } };
  if (state !== 'Terminated') return {};
  return {
    terminated: {
      ...reason,
      ...(at('Exit Code') === undefined ? {} : { exitCode: Number(at('Exit Code')) }),
      ...(at('Signal') === undefined ? {} : { signal: Number(at('Signal')) }),
      ...time('startedAt', at('Started')),
      ...time('finishedAt', at('Finished')),
    },
  };
}

/** `Sun, 22 Nov 2026 17:40:15 +0000` as kubectl describe writes moments, in the API's form. */
function time(key: string, text: string | undefined): JsonObject {
  const at = text !== undefined && /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isFinite(at) ? { [key]: new Date(at).toISOString().replace('.000Z', 'Z') } : {};
}

function grace(text: string | undefined): JsonObject {
  const ms = ageMs(text);
  return ms === undefined ? {} : { terminationGracePeriodSeconds: ms / 1000 };
}

/** `Type  Reason  Age  From  Message`, columns two spaces apart. */
function eventsBelow(lines: readonly Line[], name: string, namespace: string): readonly JsonObject[] {
  return section(lines, 'Events').flatMap(({ text, number }) => {
    const [type, reason, age, component, ...message] = text.trim().split(/ {2,}/);
    if ((type !== 'Normal' && type !== 'Warning') || reason === undefined) return [];
    const seen = repeated(age);
    return [
      {
        apiVersion: 'v1',
        kind: 'Event',
        why503Partial: true,
        metadata: { name: `${name}.line-${number}`, namespace },
        type,
        reason,
        message: message.join('  '),
        involvedObject: { kind: 'Pod', name, namespace },
        source: { component: component ?? '' },
        count: seen.count ?? 1,
        why503: {
          ...(seen.lastMs === undefined ? {} : { lastSeenAgoMs: seen.lastMs }),
          ...(seen.firstMs === undefined ? {} : { firstSeenAgoMs: seen.firstMs }),
        },
      },
    ];
  });
}
