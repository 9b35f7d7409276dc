import { accessLogs as accessLogSet } from '../../artifacts/logs/index.ts';
import { proxyOrClientDefect } from '../../causes/proxy-or-client-defect.ts';
import { incidentEnds as incidentEndsFact } from '../../facts/incident-ends.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, podsOf, targetRef } from '../../facts/incident-target.ts';
import { istioVersion as istioVersionFact } from '../../facts/istio-version.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { services as servicesFact } from '../../facts/services.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { componentsOf, imageEvidence, servedByPod } from './components.ts';
import { onStaleTunnels } from './stale-tunnels.ts';

/** Observes whether failures keep to the pods that run one version of a program, and whether that version has a known defect. */
export const versionBoundFailures: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'version-bound-failures',
    title: 'Failures bound to one version',
    description:
      'Compares the images of pods that fail requests with those of pods of the same workload that serve them, and the Istio version with confirmed defects. One bundle can hint at a defect and exclude it, not prove it.',
    references: [
      { title: 'istio/istio issue 58389', url: 'https://github.com/istio/istio/issues/58389', version: 'Istio before 1.29, read 2026-08' },
      {
        title: 'Kubernetes: canary deployments',
        url: 'https://kubernetes.io/docs/concepts/workloads/management/#canary-deployments',
        version: 'Kubernetes 1.34',
      },
    ],
  },
  needs: { traffic },
  wants: { pods: podsFact, services: servicesFact, accessLogs: accessLogSet, incidentEnds: incidentEndsFact, istioVersion: istioVersionFact },
  messages: {
    // the cause is unlikely from the start (its prior), so this alone makes no answer: settings of the two may differ as well
    onlyOneApplicationFails: {
      severity: 'warning',
      text: 'All {failed} failures for {target} whose pod is known are at pods with application image {image}; pods with another served {served} requests well and failed none.',
      bearsOn: [{ cause: proxyOrClientDefect, as: 'supports' }],
    },
    onlyOneProxyFails: {
      severity: 'warning',
      text: 'All {failed} failures for {target} whose pod is known are at pods with proxy image {image}; pods with another served {served} requests well and failed none.',
      bearsOn: [{ cause: proxyOrClientDefect, as: 'supports' }],
    },
    tunnelMayBeStale: {
      severity: 'info',
      text: '{failed} of {failures} failures for {target} are on tunnels (HBONE), and Istio {version} may use one for up to an hour after its address went to another pod (istio/istio#58389).',
      bearsOn: [{ cause: proxyOrClientDefect, as: 'hints' }],
    },
    everyVersionFails: {
      severity: 'info',
      text: 'Failures for {target} are at pods with {applications} different application images and {proxies} different proxy images, and come from {clients} different client images.',
      bearsOn: [{ cause: proxyOrClientDefect, as: 'excludes' }],
    },
  },
  *analyze({ traffic, pods = [], services = [], accessLogs = [], incidentEnds = [], istioVersion }, report) {
    for (const incident of traffic.incidents) {
      const { target, failures } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      const own = podsOf(incident, pods, services);
      const placed = indicesWhere(incident, ({ serverPod }) => serverPod !== undefined);
      const failing = new Set(placed.flatMap((index) => failures[index]?.serverPod ?? []));
      const ended = new Set((incidentEnds.find((judged) => judged.incident.id === incident.id)?.ends ?? []).flatMap(({ explains }) => explains));
      const components = componentsOf(own);
      const isMixed = components.some(({ images }) => new Set(images.values()).size > 1);
      const served = isMixed ? servedByPod(incident, own, accessLogs) : new Map<string, number>();
      for (const { name, images } of components) {
        const bad = new Set([...failing].flatMap((pod) => images.get(pod) ?? []));
        const [image] = bad;
        const others = own.filter(({ key }) => images.has(key) && images.get(key) !== image);
        const [other] = others;
        const shown = own.find(({ key }) => images.get(key) === image && failing.has(key));
        // a pod that was seen to end, or whose image is not known, fails for a reason of its own
        if (image === undefined || bad.size !== 1 || other === undefined || shown === undefined) continue;
        if (placed.some((index) => ended.has(index)) || [...failing].some((pod) => !images.has(pod))) continue;
        const sum = (keys: readonly string[]): number => keys.reduce((total, key) => total + (served.get(key) ?? 0), 0);
        const theirs = sum(others.map(({ key }) => key));
        const ours = sum(own.filter(({ key }) => images.get(key) === image).map(({ key }) => key));
        // as often as here it would have shown there too
        const expected = (placed.length / Math.max(1, placed.length + ours)) * theirs;
        if (placed.length < fewest || expected < fewest) continue;
        yield report(name === 'proxy' ? 'onlyOneProxyFails' : 'onlyOneApplicationFails', {
          ...common,
          subject: { ...common.subject, container: name },
          data: { failed: placed.length, target, image, served: theirs },
          evidence: evidenceOf(imageEvidence(shown, image), imageEvidence(other, images.get(other.key) ?? ''), ...someRowsOf(incident, placed)),
          explains: placed,
        });
      }
      const [told] = istioVersion?.from ?? [];
      const stale = istioVersion === undefined ? [] : onStaleTunnels(istioVersion.value, failures);
      if (istioVersion !== undefined && told !== undefined && stale.length > 0) {
        yield report('tunnelMayBeStale', {
          ...common,
          data: { version: istioVersion.value, failed: stale.length, failures: failures.length, target },
          evidence: evidenceOf(told, ...someRowsOf(incident, stale, 2)),
          explains: stale,
        });
      }
      const [applications = 0, proxies = 0] = components.map(({ images }) => new Set([...failing].flatMap((pod) => images.get(pod) ?? [])).size);
      const callers = pods.filter(({ workload }) => incident.clients.includes(workload.name));
      const clients = new Set(componentsOf(callers)[0]?.images.values() ?? []).size;
      const [first] = own.filter(({ key }) => failing.has(key));
      if (first !== undefined && applications > 1 && proxies > 1 && clients > 1 && incident.clients.length > 1) {
        yield report('everyVersionFails', {
          ...common,
          data: { target, applications, proxies, clients },
          evidence: evidenceOf(imageEvidence(first, components[0]?.images.get(first.key) ?? ''), ...someRowsOf(incident, placed)),
        });
      }
    }
  },
});

const fewest = 5;
