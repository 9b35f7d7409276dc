import type { Reference } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';
import { satisfies } from '../versions/version.ts';
import type { ContainerHints } from './container-words.ts';
import type { Confidence } from './entry.ts';
import { type FlagValue, flagValue } from './flag-value.ts';
import { type RecognisedServer, recogniseServer } from './recognise-server.ts';
import { type ServerDefault, serverTable } from './server-table.ts';

/** What a server does with an idle kept-alive connection when no flag says otherwise. */
export interface ServerIdleDefault {
  readonly id: string;
  readonly app: string;
  readonly name: string;
  readonly by: RecognisedServer['by'];
  /** The documented value. Absent: it never closes, or versions differ and the version is not known (then see `range`). 0: it keeps nothing alive. */
  readonly valueMs?: Milliseconds;
  /** When it closes in practice; both ends are the documented value where nobody measured. Absent: it never closes. */
  readonly observedMs?: { readonly min: Milliseconds; readonly max: Milliseconds };
  /** The same with the configuration that it is shipped with, where that sets another limit: nobody can tell from outside which of the two is in effect. */
  readonly shippedMs?: { readonly min: Milliseconds; readonly max: Milliseconds };
  /** True when it closes idle connections not at all. */
  readonly neverCloses: boolean;
  /** The flag or setting that overrides it. */
  readonly key: string;
  readonly flag?: string;
  readonly reference: Reference;
  readonly confidence: Confidence;
}

/** Undefined when the software cannot be told. The value is the default: ask `idleTimeoutFlag` for one set by hand. */
export function serverIdleDefault(hints: ContainerHints): ServerIdleDefault | undefined {
  const recognised = recogniseServer(hints);
  if (recognised === undefined) return undefined;
  const { server, app, by, version } = recognised;
  const values = valuesOf(server, version);
  const [first, ...others] = values;
  const flag = server.flags?.[0]?.name;
  // Measurements were made of one version; where versions differ they speak for that one alone.
  const observed = server.versions === undefined ? server.observedMs : undefined;
  return {
    id: server.id,
    app,
    name: server.name,
    by,
    ...(first !== undefined && others.length === 0 ? { valueMs: first } : {}),
    ...(observed !== undefined ? { observedMs: observed } : values.length > 0 ? { observedMs: { min: Math.min(...values), max: Math.max(...values) } } : {}),
    ...(server.shippedMs === undefined ? {} : { shippedMs: server.shippedMs }),
    neverCloses: values.length === 0,
    key: server.key,
    ...(flag === undefined ? {} : { flag }),
    reference: referenceOf(server),
    confidence: server.confidence,
  };
}

/** The value set on the command line or in the environment, for a server by its id, its image name or its application. */
export function idleTimeoutFlag(app: string, args: readonly string[], env: { readonly [name: string]: string } = {}): FlagValue | undefined {
  const name = app.toLowerCase();
  const server = serverTable.find(({ id, images, commands }) => id === name || images?.includes(name) === true || commands?.includes(name) === true);
  for (const { name: flag, unit } of server?.flags ?? []) {
    const value = flagValue(flag, unit, { args, env });
    if (value !== undefined) return value;
  }
  return undefined;
}

function valuesOf(server: ServerDefault, version: string | undefined): readonly Milliseconds[] {
  if (server.versions === undefined) return server.idleMs === null ? [] : [server.idleMs];
  const fitting = version === undefined ? [] : server.versions.filter(({ versions }) => satisfies(version, versions));
  return (fitting.length > 0 ? fitting : server.versions).flatMap(({ idleMs }) => idleMs ?? []);
}

/** What is cited: the software, how well its default is known, and where from. */
function referenceOf({ name, confidence, sources, measuredVersion }: ServerDefault): Reference {
  const [{ title, url, version: sourceVersion }] = sources;
  const version = confidence === 'measured' ? measuredVersion : sourceVersion;
  return {
    title: `${name}: ${title}${title.startsWith(confidence) ? '' : ` [${confidence}]`}`,
    ...(url === undefined ? {} : { url }),
    ...(version === undefined ? {} : { version }),
  };
}
