import { rootNamespace } from '../../facts/root-namespace.ts';
import { destinationRules as destinationRuleObjects, envoyFilters } from '../../artifacts/kubernetes/kinds.ts';
import { accessLogs as accessLogSet } from '../../artifacts/logs/index.ts';
import { upgradeBroken } from '../../causes/upgrade-broken.ts';
import { clockTime, roughly } from '../../facts/end-texts.ts';
import { patchedFields } from '../../facts/filter-patches.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { proxyViews } from '../../facts/proxy-views.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Failure, ObservedIncident } from '../../model/failure.ts';
import { http2Of, switchesOf } from './switches.ts';

/** Observes requests to switch protocols (WebSocket and the like) that a proxy did not pass, and streams that ended after they had switched. */
export const refusedUpgrade: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'refused-upgrade',
    title: 'Upgrades that are not passed',
    description:
      'Reads refusals of upgrades (403 upgrade_failed), compares when connections last switched protocols (101) with the failures, and looks for HTTP/2 that is forced on their way.',
    references: [
      { title: 'Envoy HTTP upgrades', url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/upgrades', version: 'Envoy 1.36.4 to 1.40.0' },
      {
        title: 'Istio DestinationRule: h2UpgradePolicy',
        url: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ConnectionPoolSettings-HTTPSettings',
        version: 'Istio 1.18 to 1.31',
      },
      { title: 'RFC 8441: WebSockets with HTTP/2', url: 'https://www.rfc-editor.org/rfc/rfc8441', version: 'September 2018' },
    ],
  },
  needs: { traffic, rootNamespace },
  wants: { accessLogs: accessLogSet, proxyViews, destinationRules: destinationRuleObjects, envoyFilters, pods: podsFact },
  messages: {
    // the connection manager writes these details for an upgrade that its upgrade_configs do not allow, and for nothing else
    refuses: {
      severity: 'critical',
      text: '{proxy} refuses to pass {failed} upgrades for {target} ({details}).',
      bearsOn: [{ cause: upgradeBroken, as: 'proves' }],
    },
    refusesByFilter: {
      severity: 'critical',
      text: '{proxy} refuses to pass {failed} upgrades for {target} ({details}); EnvoyFilter {filter} sets {field}.',
      bearsOn: [{ cause: upgradeBroken, as: 'proves' }],
    },
    noneSwitchesSince: {
      severity: 'warning',
      text: 'The last of {before} upgrades through {cluster} switched at {time}; none has since then, {failed} requests fail, and {source} makes that way HTTP/2.',
      bearsOn: [{ cause: upgradeBroken, as: 'supports' }],
    },
    cutAfterSwitch: {
      severity: 'warning',
      text: '{failed} connections for {target} that had switched protocols are cut by a time limit after {after}.',
      bearsOn: [{ cause: upgradeBroken, as: 'supports' }],
    },
    upgradesPass: {
      severity: 'info',
      text: '{ok} upgrades through {cluster} switch protocols while other requests fail.',
      bearsOn: [{ cause: upgradeBroken, as: 'opposes' }],
    },
  },
  *analyze({ traffic, accessLogs = [], proxyViews: views, destinationRules = [], envoyFilters: filters = [], pods = [], rootNamespace: root }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      const refused = indicesWhere(incident, ({ details }) => details === 'upgrade_failed');
      const [first] = refused.flatMap((index) => incident.failures[index] ?? []);
      if (first !== undefined) {
        const [field] = patchedFields(incident, filters, pods, root, (name) => name === 'upgrade_type');
        const data = { proxy: first.writer.name, failed: refused.length, target, details: first.details ?? '' };
        const about = { ...common, hop: first.hop, explains: refused };
        const rows = someRowsOf(incident, refused);
        if (field === undefined) yield report('refuses', { ...about, data, evidence: rows });
        else
          yield report('refusesByFilter', {
            ...about,
            data: { ...data, filter: field.filter, field: `${field.name} ${field.value}` },
            evidence: evidenceOf(field.evidence, ...rows),
          });
      }
      const cut = indicesWhere(incident, ({ code, family }) => code === 101 && family === 'timeout');
      const after = sameLength(incident, cut);
      if (after !== undefined) {
        yield report('cutAfterSwitch', {
          ...common,
          data: { failed: cut.length, target, after: roughly(after) },
          evidence: someRowsOf(incident, cut),
          explains: cut,
        });
      }
      for (const [cluster, suspects] of Map.groupBy(indicesWhere(incident, isSuspect), (index) => incident.failures[index]?.cluster ?? '')) {
        const switches = switchesOf(cluster, accessLogs);
        if (switches === undefined) continue;
        const { count, last, at } = switches;
        if (last >= incident.from) {
          yield report('upgradesPass', {
            ...common,
            subject: { ...common.subject, container: cluster },
            data: { ok: count, cluster },
            evidence: evidenceOf({ kind: 'field', at, value: count }, ...someRowsOf(incident, suspects, 1)),
          });
          continue;
        }
        const http2 = http2Of(cluster, incident, views, destinationRules);
        if (http2 === undefined || suspects.length < 2) continue;
        yield report('noneSwitchesSince', {
          ...common,
          subject: { ...common.subject, container: cluster },
          data: { before: count, cluster, time: clockTime(last), failed: suspects.length, source: http2.source },
          evidence: evidenceOf(http2.evidence, { kind: 'field', at, value: count }, ...someRowsOf(incident, suspects, 2)),
          explains: suspects,
        });
      }
    }
  },
});

/** What becomes of an upgrade on a way that does not pass it, where the proxy does not refuse it itself. */
function isSuspect({ family, cluster, code }: Failure): boolean {
  return cluster !== undefined && code !== 101 && (family === 'reset' || family === 'protocol' || family === 'stream-reset');
}

/** The length that at least two of these have in common, within a tenth; undefined when they differ or are single. */
function sameLength(incident: ObservedIncident, indices: readonly number[]): number | undefined {
  const lengths = indices.flatMap((index) => incident.failures[index]?.durationMs ?? []).toSorted((a, b) => a - b);
  const [shortest = 0] = lengths;
  return lengths.length >= 2 && (lengths.at(-1) ?? 0) <= 1.1 * shortest ? shortest : undefined;
}
