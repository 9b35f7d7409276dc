import { configMaps } from '../../artifacts/kubernetes/kinds.ts';
import type { KubernetesObject } from '../../artifacts/kubernetes/types.ts';
import { mtlsModeMismatch } from '../../causes/mtls-mode-mismatch.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { traffic } from '../../facts/traffic.ts';
import { processesOf, vmFlag, type VmProcess, vmProcesses } from '../../facts/vm-processes.ts';
import { stringsAt } from '../../formats/json.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Failure } from '../../model/failure.ts';

/** Observes requests that address pods by IP where that follows from a setting of the caller: such requests pass the mesh by in plaintext. */
export const dialledPodAddress: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'dialled-pod-address',
    title: 'Pod addressed by IP',
    description:
      'Looks for failing requests that the caller’s proxy passed through because their Host is a pod’s address, and for what makes the caller do so: scraping, or vmauth’s discovery of backend addresses.',
    references: [
      {
        title: 'VictoriaMetrics issue 7943: scraping in an Istio mesh',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/issues/7943',
        version: 'VictoriaMetrics v1.100.0 to v1.150.0',
      },
      { title: 'VictoriaMetrics source: app/vmauth/auth_config.go, discover_backend_ips', version: 'VictoriaMetrics v1.100.0 to v1.150.0' },
    ],
  },
  needs: { traffic },
  wants: { vmProcesses, configMaps },
  messages: {
    // why the requests are plaintext; whether that is refused, the modes of both ends tell
    scrapesPodAddress: {
      severity: 'warning',
      text: '{count} of {failures} failures are scrapes that address a pod of {target} by IP, so the proxy of {client} passes them through in plaintext.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'hints' }],
    },
    discoversBackendAddresses: {
      severity: 'warning',
      text: '{count} of {failures} failures are requests that {client} sends to addresses it discovered behind the name of its backend ({setting}), so its proxy passes them through in plaintext.',
      bearsOn: [{ cause: mtlsModeMismatch, as: 'hints' }],
    },
  },
  *analyze({ traffic, vmProcesses = [], configMaps = [] }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const byIp = indicesWhere(incident, isPassedByAddress);
      for (const client of new Set(byIp.flatMap((index) => incident.failures[index]?.client ?? []))) {
        const own = byIp.filter((index) => incident.failures[index]?.client === client);
        const scrapes = own.filter((index) => isScrape(incident.failures[index]));
        const counts = { failures: incident.failures.length, client };
        if (scrapes.length > 0)
          yield report('scrapesPodAddress', {
            ...about,
            data: { ...counts, count: scrapes.length, target: incident.target },
            evidence: someRowsOf(incident, scrapes),
            explains: scrapes,
          });
        const others = own.filter((index) => !scrapes.includes(index));
        const discovery = discoveryOf(processesOf(vmProcesses, client), configMaps);
        if (others.length > 0 && discovery !== undefined)
          yield report('discoversBackendAddresses', {
            ...about,
            data: { ...counts, count: others.length, setting: discovery.setting },
            evidence: evidenceOf(discovery.evidence, ...someRowsOf(incident, others, 2)),
            explains: others,
          });
      }
    }
  },
});

/** A Host that is an address matches no virtual host of the mesh, so the request goes where it was dialled, as it is. */
function isPassedByAddress({ cluster, authority, family }: Failure): boolean {
  return cluster === 'PassthroughCluster' && (family === 'reset' || family === 'connect') && /^\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?$|^\[/.test(authority ?? '');
}

/** By the path, or the name that scrapers give themselves (lib/promscrape of VictoriaMetrics v1.150.0; Prometheus). */
function isScrape(failure: Failure | undefined): boolean {
  const [row] = failure?.evidence ?? [];
  return /\/metrics(?:\?|$)/.test(failure?.path ?? '') || (row?.kind === 'log' && /"(?:vm_promscrape|Prometheus\/)/.test(row.text));
}

/** vmauth's flag for all backends, or the word in its configuration. */
function discoveryOf(
  processes: readonly VmProcess[],
  configMaps: readonly KubernetesObject[],
): { readonly setting: string; readonly evidence: Evidence } | undefined {
  const vmauths = processes.filter(({ app }) => app === 'vmauth');
  for (const process of vmauths) {
    const flag = vmFlag(process, 'discoverBackendIPs');
    if (flag?.value === 'true') return { setting: '-discoverBackendIPs', evidence: flag.from[0] };
  }
  if (vmauths.length === 0) return undefined;
  for (const { object, at } of configMaps) {
    for (const [file, text] of Object.entries(stringsAt(object, 'data'))) {
      if (/^[ \t-]{0,60}discover_backend_ips:[ \t]{0,10}true\b/m.test(text.slice(0, 200_000)) && /url_prefix|url_map/.test(text.slice(0, 200_000)))
        return { setting: 'discover_backend_ips', evidence: { kind: 'field', at: { ...at, path: `data[${file}]` }, value: 'discover_backend_ips: true' } };
    }
  }
  return undefined;
}
