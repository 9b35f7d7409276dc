import { keepaliveIdleMismatch } from '../../causes/keepalive-idle-mismatch.ts';
import { reversedLimits } from '../../facts/reversed-limits.ts';
import { traffic } from '../../facts/traffic.ts';
import { formatDuration } from '../../formats/time/index.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** A quiet time this close to the limit meets it sooner or later. */
const nearness = 0.9;

/** Observes idle limits that are the wrong way round where nothing failed: a risk, never an answer. */
export const reversedIdleLimits: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'reversed-idle-limits',
    title: 'Idle limits the wrong way round',
    description:
      'Looks for hops whose receiving application closes idle connections no later than the sending proxy gives them up, although no request failed there. It is a risk: whether it bites depends on the rhythm of the requests.',
    references: [
      { title: 'RFC 9112 section 9.5: Connections may be closed at any time', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-9.5' },
      {
        title: 'Envoy HttpProtocolOptions.idle_timeout',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/core/v3/protocol.proto',
        version: 'Envoy 1.37',
      },
    ],
  },
  needs: { reversedLimits },
  wants: { traffic },
  messages: {
    requestsComeNear: {
      severity: 'warning',
      text: 'On {hop} the receiving side closes a connection after {server} of quiet and the sending side keeps it for {client}; requests come after up to {quiet} of quiet, close to that limit.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
      risk: true,
    },
    notMetYet: {
      severity: 'info',
      text: 'On {hop} the receiving side closes a connection after {server} of quiet and the sending side keeps it for {client}; no request in the evidence meets that moment.',
      bearsOn: [{ cause: keepaliveIdleMismatch, as: 'hints' }],
      risk: true,
    },
  },
  *analyze({ reversedLimits: hops, traffic: seen }, report) {
    for (const { hop, target, subject, server, pool, longestQuiet } of hops) {
      // where requests failed, the failures are judged, not the settings
      if (seen?.incidents.some((incident) => incident.target === target)) continue;
      const data = { hop, server: formatDuration(server.value), client: formatDuration(pool.value) };
      const [first, ...rest] = server.from;
      const isNear = longestQuiet !== undefined && longestQuiet.value >= nearness * server.value;
      if (isNear) {
        const quiet = formatDuration(longestQuiet.value);
        yield report('requestsComeNear', {
          subject,
          hop,
          data: { ...data, quiet },
          evidence: [first, ...rest, ...pool.from, { kind: 'field', at: longestQuiet.at, value: quiet }],
        });
      } else yield report('notMetYet', { subject, hop, data, evidence: [first, ...rest, ...pool.from] });
    }
  },
});
