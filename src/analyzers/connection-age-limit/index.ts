import { connectionLifetimeLimit } from '../../causes/connection-lifetime-limit.ts';
import { type IdleRace, idleRaces } from '../../facts/idle-race.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { targetRef } from '../../facts/incident-target.ts';
import { type ResetInference, resetInferences } from '../../facts/reset-inference.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence, NonEmpty } from '../../model/evidence.ts';

/** Looks for one age, or one number of requests, at which connections are reset. */
export const connectionAgeLimit: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'connection-age-limit',
    title: 'Age of connections that are reset',
    description: 'Compares age and request count of the connections on which requests were reset: one value again and again is a limit of the receiving side.',
    references: [
      {
        title: 'Envoy HttpProtocolOptions.max_connection_duration and max_requests_per_connection',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/protocol.proto',
        version: 'Envoy 1.37',
      },
      {
        title: 'nginx keepalive_requests and keepalive_time',
        url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#keepalive_requests',
        version: 'nginx 1.29',
      },
    ],
  },
  needs: { idleRaces, resetInferences },
  messages: {
    sameAge: {
      severity: 'critical',
      text: '{resets} requests on {hop} are reset on connections aged {low} to {high}, after quiet times of any length.',
      bearsOn: [{ cause: connectionLifetimeLimit, as: 'supports' }],
    },
    sameCount: {
      severity: 'critical',
      text: '{resets} requests on {hop} are reset as number {count} on their connection, after quiet times of any length.',
      bearsOn: [{ cause: connectionLifetimeLimit, as: 'supports' }],
    },
    agesDiffer: {
      severity: 'info',
      text: 'The {resets} requests reset on {hop} are on connections aged {low} to {high} and with {fewest} to {most} requests.',
      bearsOn: [{ cause: connectionLifetimeLimit, as: 'excludes' }],
    },
    brandNew: {
      severity: 'info',
      text: 'All {resets} requests reset on {hop} are the first on their connection.',
      bearsOn: [{ cause: connectionLifetimeLimit, as: 'excludes' }],
    },
  },
  *analyze({ idleRaces: races, resetInferences: inferences }, report) {
    for (const race of races) {
      // the caller's own connection lives on when its proxy only passes a reset on
      if (race.isInferred) continue;
      const { incident, hop, resets, firstUse } = race;
      const common = { subject: targetRef(incident), incident: incident.id, hop };
      if (firstUse.length === resets.length) {
        yield report('brandNew', { ...common, data: { hop, resets: resets.length }, evidence: someRowsOf(incident, resets) });
        continue;
      }
      const used = usesOf(race);
      // all requests counted, the rows may name the limit, or another reason
      const found = inferences.find((each) => each.race === race);
      const named = found?.inference.verdict === 'named' ? found : undefined;
      if (named?.inference.requestLimit !== undefined) {
        const count = named.inference.requestLimit + 1;
        yield report('sameCount', { ...common, ...fitting(named), data: { hop, resets: named.fitting.length, count } });
        continue;
      }
      if (named?.inference.ageLimit !== undefined) {
        const ages = named.fitting.map((index) => incident.failures[index]?.ageMs ?? 0).toSorted((a, b) => a - b);
        const span = { low: formatDuration(ages[0] ?? 0), high: formatDuration(ages.at(-1) ?? 0) };
        yield report('sameAge', { ...common, ...fitting(named), data: { hop, resets: named.fitting.length, ...span } });
        continue;
      }
      if (used.length < leastResets) continue;
      const ages = used.map(({ age }) => age).toSorted((a, b) => a - b);
      const counts = used.map(({ count }) => count).toSorted((a, b) => a - b);
      const [low = 0, high = 0] = [ages[0], ages.at(-1)];
      const [fewest = 0, most = 0] = [counts[0], counts.at(-1)];
      // an age is known from a connection's first request on, which may come long after the connection was opened: some look younger than they are
      const atAge = used.filter(({ age }) => age >= 1_000 && high - age <= Math.max(500, 0.02 * high));
      const sameAge = atAge.length >= leastResets && atAge.length >= 0.75 * used.length;
      const sameCount = fewest === most && fewest >= 3;
      const rows = {
        evidence: someRowsOf(
          incident,
          used.map(({ index }) => index),
        ),
      };
      if (!sameAge && !sameCount && high > 1.2 * low + 1_000 && most > fewest) {
        yield report('agesDiffer', {
          ...common,
          ...rows,
          data: { hop, resets: used.length, low: formatDuration(low), high: formatDuration(high), fewest, most },
        });
        continue;
      }
      // steady traffic reaches an idle limit at one age and count too: then the quiet times are equal, and this says nothing,
      // unless every connection outlived that quiet time again and again
      if ((!quietTimesDiffer(race) && fewest < manyUses) || named?.inference.mechanism === 'idle-limit') continue;
      const explains = (sameCount ? used : atAge).map(({ index }) => index);
      if (sameCount) yield report('sameCount', { ...common, ...rows, data: { hop, resets: used.length, count: fewest }, explains });
      else if (sameAge) {
        const youngest = Math.min(...atAge.map(({ age }) => age));
        yield report('sameAge', {
          ...common,
          evidence: someRowsOf(incident, explains),
          data: { hop, resets: atAge.length, low: formatDuration(youngest), high: formatDuration(high) },
          explains,
        });
      }
    }
  },
});

/** Fewer than this agree by chance too often. */
const leastResets = 4;

/** A metronome at an idle limit loses each reuse by the same chance: that four connections end alike after so many is then below 1 in 1000. */
const manyUses = 6;

function fitting({ race, fitting: explains }: ResetInference): { readonly evidence: NonEmpty<Evidence>; readonly explains: readonly number[] } {
  return { evidence: someRowsOf(race.incident, explains), explains };
}

function usesOf({ incident, timed }: IdleRace): readonly { readonly index: number; readonly age: number; readonly count: number }[] {
  return timed.flatMap((index) => {
    const failure = incident.failures[index];
    return failure?.ageMs === undefined || failure.ordinal === undefined ? [] : [{ index, age: failure.ageMs, count: failure.ordinal }];
  });
}

function quietTimesDiffer({ gaps }: IdleRace): boolean {
  const [low = 0, high = 0] = [gaps[0], gaps.at(-1)];
  return high - low > Math.max(150, 0.1 * high);
}
