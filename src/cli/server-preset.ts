import { type ServerDefault, serverTable } from '../knowledge/keepalive/index.ts';
import { fill } from '../model/text.ts';
import type { Hop } from '../race/hop.ts';
import { UserError } from '../sources/user-error.ts';
import type { SimulateTexts } from './simulate-texts.ts';

/** The limits of a server known by its id, its image or its command; it names the hop. */
export function serverPreset(name: string, say: SimulateTexts): Pick<Hop, 'serverIdle' | 'envoyServerIdleMs'> {
  const wanted = name.toLowerCase();
  const server = serverTable.find(({ id }) => id === wanted) ?? serverTable.find((each) => namesOf(each).includes(wanted));
  if (server === undefined)
    throw new UserError(
      'simulate-unknown-server',
      fill(say.unknownServer, { name }),
      fill(say.unknownServerNext, { names: serverTable.map(({ id }) => id).join(', ') }),
    );
  const { idleMs, observedMs } = server;
  if (idleMs === null) throw new UserError('simulate-no-close', fill(say.noClose, { name }), say.noCloseNext);
  if (idleMs === 0) throw new UserError('simulate-no-reuse', fill(say.noReuse, { name }), say.noReuseNext);
  if (server.id === 'envoy-downstream') return { envoyServerIdleMs: idleMs };
  // What was observed over several settings says nothing about the default.
  const isOfDefault = observedMs !== undefined && observedMs.min > 0.9 * idleMs;
  return { serverIdle: isOfDefault ? { minMs: observedMs.min, maxMs: observedMs.max } : { minMs: idleMs, maxMs: idleMs } };
}

function namesOf({ id, images = [], commands = [] }: ServerDefault): readonly string[] {
  return [id.split('-')[0] ?? id, ...images, ...commands];
}
