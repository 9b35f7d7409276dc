import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { crc32, gzipSync } from 'node:zlib';
import { CORE_SCHEMA, dump, loadAll } from 'js-yaml';
import { pack } from 'tar-stream';
import { asObject, asObjects, asString, at } from '../formats/json.ts';
import type { CaseFiles } from './case-files.ts';

/** The same evidence as another person would hand it in. */
export type Shape = (files: CaseFiles) => Promise<CaseFiles> | CaseFiles;

export async function asTarGz(files: CaseFiles): Promise<CaseFiles> {
  return new Map([['evidence.tar.gz', gzipSync(await tarOf(files), { level: 9 })]]);
}

export function asZip(files: CaseFiles): CaseFiles {
  return new Map([['evidence.zip', zipOf(files)]]);
}

/** A ZIP beside a note, in a tar.gz, three folders down. */
export function nested(files: CaseFiles): Promise<CaseFiles> {
  return asTarGz(
    new Map([
      ['case-4711/from-customer/2 (final)/evidence.zip', zipOf(files)],
      ['case-4711/note.txt', Buffer.from('as discussed\n')],
    ]),
  );
}

/** Every file compressed by itself. */
export function gzipped(files: CaseFiles): CaseFiles {
  return new Map([...files].map(([path, content]) => [`${path}.gz`, gzipSync(content)]));
}

/** All Kubernetes objects in one YAML file, one document each; the rest stays. */
export function inOneYaml(files: CaseFiles): CaseFiles {
  const { objects, rest } = kubernetesOf(files);
  return new Map([...rest, ['everything.yaml', Buffer.from(objects.map((object) => `---\n${dump(object, { schema: CORE_SCHEMA })}`).join(''))]]);
}

/** All Kubernetes objects as `kubectl get KIND -A -o json` prints them, one List for each kind. */
export function asJsonLists(files: CaseFiles): CaseFiles {
  const { objects, rest } = kubernetesOf(files);
  const byKind = Map.groupBy(objects, (object) => asString(object['kind']) ?? 'Unknown');
  const lists = [...byKind].map(([kind, items]): [string, Buffer] => [
    `objects/${kind.toLowerCase()}.json`,
    Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'List', items, metadata: { resourceVersion: '' } }, undefined, 4)),
  ]);
  return new Map([...rest, ...lists]);
}

/** Each container's log as `kubectl logs --timestamps` prints it. */
export function timestamped(files: CaseFiles): CaseFiles {
  return mapLogs(files, (path, lines) => [[path, withTimes(lines, (time, line) => `${time} ${line}`)]]);
}

/** Each container's log as `kubectl logs --prefix` prints it. */
export function prefixed(files: CaseFiles): CaseFiles {
  return mapLogs(files, (path, lines, { pod, container }) => [[path, lines.map((line) => `[pod/${pod}/${container}] ${line}`)]]);
}

/** Each container's log as it lies on the node: `var/log/pods/NAMESPACE_POD_UID/CONTAINER/0.log`, in the container runtime's own format. */
export function fromNodes(files: CaseFiles): CaseFiles {
  return mapLogs(files, (_path, lines, { namespace, pod, container, previous }) => [
    [
      `var/log/pods/${namespace}_${pod}_0f3a2c1e-5b6d-4e7f-8a9b-0c1d2e3f4a5b/${container}/${previous ? 0 : 1}.log`,
      withTimes(lines, (time, line) => `${time} stdout F ${line}`),
    ],
  ]);
}

/** Other names for everything, as if another team had the same trouble: nothing may hang on what the examples are called. */
export function renamed(files: CaseFiles): CaseFiles {
  return new Map([...files].map(([path, content]) => [withOtherNames(path), Buffer.from(withOtherNames(content.toString('utf8')))]));
}

/** The names in a text, replaced as `renamed` does. Product names inside images, metrics, source paths and ids of causes stay what they are. */
export function withOtherNames(text: string): string {
  return text.replaceAll(
    /(?<![A-Za-z0-9]|app\/)(?:vminsert|vmalert|vmselect|vmstorage|metrics-pusher|catalog|frontend|monitoring|vm-prod|shop)(?![A-Za-z0-9]|_(?!vm|metrics-p|catalog|frontend)[a-z]|:v\d|-overloaded|-unavailable)/g,
    (name) => otherNames[name] ?? name,
  );
}

const otherNames: { readonly [name: string]: string } = {
  vminsert: 'orders',
  vmalert: 'checkout',
  vmselect: 'search',
  vmstorage: 'ledger',
  'metrics-pusher': 'nightly-import',
  catalog: 'prices',
  frontend: 'website',
  monitoring: 'team-blue',
  'vm-prod': 'team-blue',
  shop: 'team-red',
};

export interface LogOwner {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly previous: boolean;
}

/** Rewrites the logs of a bundle that holds them as `logs/NAMESPACE/POD/CONTAINER.log`. */
export function mapLogs(
  files: CaseFiles,
  change: (path: string, lines: readonly string[], owner: LogOwner) => readonly (readonly [string, readonly string[]])[],
): CaseFiles {
  return new Map(
    [...files].flatMap(([path, content]): readonly (readonly [string, Buffer])[] => {
      const match = /^logs\/([^/]+)\/([^/]+)\/([^/.]+)(\.previous)?\.log$/.exec(path);
      if (match === null || content.length === 0) return [[path, content]];
      const [, namespace = '', pod = '', container = '', previous] = match;
      const lines = content.toString('utf8').replace(/\n$/, '').split('\n');
      return change(path, lines, { namespace, pod, container, previous: previous !== undefined }).map(([to, changed]) => [
        to,
        Buffer.from(`${changed.join('\n')}\n`),
      ]);
    }),
  );
}

/** The runtime's time of a line: the line's own where it begins with one, else that of the line before. */
export function withTimes(lines: readonly string[], write: (time: string, line: string) => string): readonly string[] {
  const own = (line: string): string | undefined => /^\[?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})/.exec(line)?.[1];
  let last = lines.map(own).find((time) => time !== undefined) ?? '2026-11-22T17:00:00.000';
  return lines.map((line) => {
    last = own(line) ?? last;
    return write(`${last}123456Z`, line);
  });
}

type KubernetesObject = { readonly [key: string]: unknown };

/** Takes the Kubernetes objects out of the YAML and JSON files that hold nothing else. */
function kubernetesOf(files: CaseFiles): { readonly objects: readonly KubernetesObject[]; readonly rest: CaseFiles } {
  const objects: KubernetesObject[] = [];
  const rest = new Map<string, Buffer>();
  for (const [path, content] of files) {
    const documents = /\.(?:yaml|json)$/.test(path) ? loadAll(content.toString('utf8'), { schema: CORE_SCHEMA }) : [];
    const found = documents.flatMap(itemsOf);
    if (documents.length > 0 && documents.every((document) => at(document, 'apiVersion') !== undefined)) objects.push(...found);
    else rest.set(path, content);
  }
  return { objects, rest };
}

/** The members of a List with the kind and version that its printed members may lack, or the object itself. */
function itemsOf(document: unknown): readonly KubernetesObject[] {
  const object = asObject(document);
  if (object === undefined) return [];
  if (!Array.isArray(object['items'])) return [object];
  const kind = asString(object['kind'])?.replace(/List$/, '') ?? '';
  return asObjects(object['items']).map((item) => ({ apiVersion: object['apiVersion'], ...(kind === '' ? {} : { kind }), ...item }));
}

async function tarOf(files: CaseFiles): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of files) archive.entry({ name, mtime: new Date(0) }, content);
  archive.finalize();
  return buffer(Readable.from(archive));
}

/** A ZIP whose members are stored, not compressed (APPNOTE 6.3.3: local headers, central directory, end record). */
function zipOf(files: CaseFiles): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [path, content] of files) {
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(0x5a21_0000, 6); // a date that exists: 2025-01-01
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    locals.push(Buffer.from('PK\x03\x04'), common, name, content);
    central.push(Buffer.from('PK\x01\x02\x14\x00'), common, entry, name);
    offset += 4 + common.length + name.length + content.length;
  }
  const end = Buffer.alloc(18);
  const directory = Buffer.concat(central);
  end.writeUInt16LE(files.size, 4);
  end.writeUInt16LE(files.size, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, directory, Buffer.from('PK\x05\x06'), end]);
}
