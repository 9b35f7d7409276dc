import { isNonEmpty, type NonEmpty } from '../../model/evidence.ts';
import type { Milliseconds } from '../../model/time.ts';
import { type ByVersion, byVersion, type Possible } from '../versions/by-version.ts';
import { keepAliveEntries } from './entries.ts';
import type { Side } from './entry.ts';
import { flagValue, type FlagValue } from './flag-value.ts';

/** How long a client keeps an idle connection for the next request. `never` = no limit of its own. */
export type ClientIdle = Milliseconds | 'never';

/**
 * The idle limit of a client by its name (`vmalert`, `go`, `okhttp` …) and version; undefined for unknown clients. In a mesh it
 * ends at the client's own sidecar: the connections behind it live by Envoy's limits.
 */
export function clientIdleDefault(app: string, version?: string): Possible<ClientIdle> | undefined {
  const side = clientNamed(app);
  const table = side === undefined ? undefined : tableOf(side);
  return table === undefined ? undefined : byVersion(table, version);
}

/** A client's idle limit set by hand. `purpose` picks one of several: `remoteWrite`, `datasource`. */
export function clientIdleFlag(app: string, args: readonly string[], env: { readonly [name: string]: string } = {}, purpose?: string): FlagValue | undefined {
  return (clientNamed(app)?.flags ?? [])
    .filter(({ name }) => purpose === undefined || name.startsWith(`${purpose}.`))
    .map(({ name, unit }) => flagValue(name, unit, { args, env }))
    .find((value) => value !== undefined);
}

function clientNamed(app: string): Side | undefined {
  const name = app.toLowerCase();
  return keepAliveEntries.find(({ recognise }) => recognise?.clients?.includes(name) === true)?.client;
}

function tableOf({ idle, sources, confidence }: Side): NonEmpty<ByVersion<ClientIdle>> | undefined {
  const table = idle.flatMap(({ value, versions = '>=0', reference = sources[0] }) =>
    value === 'never' || typeof value === 'number' ? [{ value, versions, reference, confidence }] : [],
  );
  return isNonEmpty(table) ? table : undefined;
}
