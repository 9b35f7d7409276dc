import { fill } from '../model/text.ts';
import { forecast } from '../race/forecast.ts';
import type { Hop } from '../race/hop.ts';
import type { Scenario } from '../race/scenario.ts';
import { UserError } from '../sources/user-error.ts';
import { bounded } from './simulate-scenario.ts';
import type { SimulateTexts } from './simulate-texts.ts';
import { badValue, keyValues, limit, positiveDuration, wholeNumber } from './simulate-values.ts';

const keys = ['hop', 'client-idle', 'server-idle', 'max-requests', 'retries', 'period'];

/** The scenario with a change such as `client-idle=50s,retries=2`; of several hops the one that is named, else the one that loses most. */
export function changed(scenario: Scenario, text: string, say: SimulateTexts): Scenario {
  const given = keyValues('--change', text, keys, say);
  const name = given.get('hop');
  const chosen = name === undefined ? weakest(scenario) : scenario.hops.find((hop) => hop.name === name);
  if (chosen === undefined)
    throw new UserError(
      'simulate-unknown-key',
      fill(say.unknownKey, { key: name ?? '', where: '--hop' }),
      fill(say.unknownKeyNext, { keys: scenario.hops.map((hop) => hop.name).join(', ') }),
    );
  const hops = scenario.hops.map((hop) => (hop === chosen ? changedHop(hop, given, say) : hop));
  const retries = given.get('retries');
  return bounded(
    {
      ...scenario,
      hops,
      traffic: changedTraffic(scenario, given.get('period'), say),
      ...(retries === undefined ? {} : { retries: wholeNumber('retries', retries, 0, 10, say) }),
    },
    say,
  );
}

/** The hop that loses most; the last where none has a closed form. */
export function weakest(scenario: Scenario): Hop | undefined {
  return forecast(scenario)?.hops.toSorted((one, other) => other.share - one.share)[0]?.hop ?? scenario.hops.at(-1);
}

function changedHop(hop: Hop, given: ReadonlyMap<string, string>, say: SimulateTexts): Hop {
  const { clientIdleMs, serverIdle, envoyServerIdleMs, ...rest } = hop;
  const [client, server, most] = [given.get('client-idle'), given.get('server-idle'), given.get('max-requests')];
  const drop = client === undefined ? clientIdleMs : limit('client-idle', client, say);
  const idle = server === undefined ? undefined : limit('server-idle', server, say);
  const serverLimits = {
    ...(serverIdle === undefined ? {} : { serverIdle }),
    ...(envoyServerIdleMs === undefined ? {} : { envoyServerIdleMs }),
  };
  const newLimits = idle === undefined ? {} : envoyServerIdleMs === undefined ? { serverIdle: { minMs: idle, maxMs: idle } } : { envoyServerIdleMs: idle };
  return {
    ...rest,
    ...(drop === undefined ? {} : { clientIdleMs: drop }),
    ...(server === undefined ? serverLimits : newLimits),
    ...(most === undefined ? {} : { clientMaxRequests: wholeNumber('max-requests', most, 1, 1_000_000, say) }),
  };
}

function changedTraffic({ traffic }: Scenario, period: string | undefined, say: SimulateTexts): Scenario['traffic'] {
  if (period === undefined) return traffic;
  if (traffic.kind !== 'periodic') throw badValue('period', period, '--period', say);
  return { ...traffic, periodMs: positiveDuration('period', period, say) };
}
