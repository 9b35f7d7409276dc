import { rootNamespace } from '../../facts/root-namespace.ts';
import { envoyFilters } from '../../artifacts/kubernetes/kinds.ts';
import { containerLogs } from '../../artifacts/logs/index.ts';
import { headerLimit } from '../../causes/header-limit.ts';
import { codecErrorsOf, isHeaderLimit, isHeaderRefusal } from '../../facts/codec-errors.ts';
import { patchedFields } from '../../facts/filter-patches.ts';
import { indicesOfFamily, indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { appComplaints } from './app-complaints.ts';

/** Observes requests and answers that a proxy or a server did not take for the size or number of their headers. */
export const oversizedHeaders: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'oversized-headers',
    title: 'Headers beyond a limit',
    description:
      'Reads the details and codec errors by which a proxy says that headers were too large or too many, and what servers log of it, and finds the EnvoyFilter that sets the limit.',
    references: [
      {
        title: 'Envoy response code details',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      {
        title: 'Envoy HttpConnectionManager: max_request_headers_kb',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/api-v3/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto',
        version: 'Envoy 1.40.0',
      },
      { title: 'Envoy: source/common/http/http1/codec_impl.cc checkMaxHeadersSize, checkProtocolVersion', version: 'Envoy 1.37.0-dev' },
    ],
  },
  needs: { traffic, rootNamespace },
  wants: { containerLogs, envoyFilters, pods: podsFact },
  messages: {
    refused: {
      severity: 'critical',
      text: '{proxy} refuses {failed} requests for {target} for the size or number of their headers ({details}).',
      bearsOn: [{ cause: headerLimit, as: 'proves' }],
    },
    refusedBySetLimit: {
      severity: 'critical',
      text: '{proxy} refuses {failed} requests for {target} for the size or number of their headers ({details}); EnvoyFilter {filter} sets {limit}.',
      bearsOn: [{ cause: headerLimit, as: 'proves' }],
    },
    codecSaysLimit: {
      severity: 'critical',
      text: 'The codec of {pod} ended {failed} exchanges for {target} with "{error}".',
      bearsOn: [{ cause: headerLimit, as: 'proves' }],
    },
    serverSaysLimit: {
      severity: 'warning',
      text: 'The application of {pod} logs "{said}" as {failed} requests for {target} fail.',
      bearsOn: [{ cause: headerLimit, as: 'supports' }],
    },
    codecSaysOther: {
      severity: 'info',
      text: 'The codecs name another error for all {failed} protocol failures for {target}: {error}.',
      bearsOn: [{ cause: headerLimit, as: 'excludes' }],
    },
  },
  *analyze({ traffic, containerLogs: logs = [], envoyFilters: filters = [], pods = [], rootNamespace: root }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      const refused = indicesWhere(incident, isHeaderRefusal);
      const [first] = refused.flatMap((index) => incident.failures[index] ?? []);
      if (first !== undefined) {
        const [limit] = patchedFields(incident, filters, pods, root, (name) => limitNames.has(name));
        const data = { proxy: first.writer.name, failed: refused.length, target, details: first.details ?? String(first.code) };
        const rows = someRowsOf(incident, refused);
        const details = { ...common, hop: first.hop, explains: refused };
        if (limit === undefined) yield report('refused', { ...details, data, evidence: rows });
        else
          yield report('refusedBySetLimit', {
            ...details,
            data: { ...data, filter: limit.filter, limit: `${limit.name} ${limit.value}` },
            evidence: evidenceOf(limit.evidence, ...rows),
          });
      }
      const errors = codecErrorsOf(incident, logs);
      for (const [pod, own] of Map.groupBy(
        errors.filter(({ error }) => isHeaderLimit(error)),
        (one) => one.pod,
      )) {
        const [line] = own;
        const explains = [...new Set(own.flatMap((one) => one.explains))].toSorted((a, b) => a - b);
        if (line === undefined) continue;
        yield report('codecSaysLimit', {
          ...common,
          subject: { kind: 'Pod', name: pod },
          data: { pod, failed: explains.length, target, error: line.error },
          evidence: evidenceOf(line.evidence, ...someRowsOf(incident, explains, 2)),
          explains,
        });
      }
      for (const { pod, said, evidence, explains } of appComplaints(incident, logs)) {
        yield report('serverSaysLimit', {
          ...common,
          subject: { kind: 'Pod', name: pod },
          data: { pod, said, failed: explains.length, target },
          evidence: evidenceOf(evidence, ...someRowsOf(incident, explains, 2)),
          explains,
        });
      }
      const named = new Set(errors.flatMap(({ explains }) => explains));
      const isAllNamed = indicesOfFamily(incident, 'protocol').every((index) => named.has(index));
      const [other] = errors;
      if (other !== undefined && refused.length === 0 && isAllNamed && !errors.some(({ error }) => isHeaderLimit(error))) {
        yield report('codecSaysOther', {
          ...common,
          data: { failed: named.size, target, error: other.error },
          evidence: evidenceOf(other.evidence, ...someRowsOf(incident, [...named], 2)),
        });
      }
    }
  },
});

const limitNames: ReadonlySet<string> = new Set(['max_request_headers_kb', 'max_response_headers_kb', 'max_headers_count']);
