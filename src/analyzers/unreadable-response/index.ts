import { accessLogs as accessLogSet, containerLogs } from '../../artifacts/logs/index.ts';
import { malformedResponse } from '../../causes/malformed-response.ts';
import { protocolMismatch } from '../../causes/protocol-mismatch.ts';
import { codecErrorsOf, isHeaderLimit } from '../../facts/codec-errors.ts';
import { incidentEnds as incidentEndsFact } from '../../facts/incident-ends.ts';
import { someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { miscounts } from './miscounts.ts';
import { alwaysSameRequest } from './same-request.ts';
import { readingOf } from './violations.ts';

/** Observes answers that a proxy dropped because they break the rules of HTTP. */
export const unreadableResponse: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unreadable-response',
    title: 'Answers that break HTTP',
    description:
      "Reads what a proxy's codec says of the answers that it dropped (UPE), what servers log of lengths they got wrong, and whether it is always the same request.",
    references: [
      { title: 'RFC 9112: message body length, transfer codings', url: 'https://www.rfc-editor.org/rfc/rfc9112#section-6', version: 'June 2022' },
      { title: 'Envoy: source/common/http/http1/codec_impl.cc, source/common/http/codec_client.cc', version: 'Envoy 1.37.0-dev' },
      {
        title: 'Envoy response code details',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
    ],
  },
  needs: { traffic },
  wants: { containerLogs, accessLogs: accessLogSet, incidentEnds: incidentEndsFact },
  messages: {
    // the codec had read it as HTTP up to the rule that it names
    codecNamesViolation: {
      severity: 'critical',
      text: 'The codec of {pod} drops the answers to {failed} requests for {target}: {error}.',
      bearsOn: [
        { cause: malformedResponse, as: 'proves' },
        { cause: protocolMismatch, as: 'excludes' },
      ],
    },
    // a process that dies leaves the same text
    codecNamesCut: {
      severity: 'warning',
      text: 'The codec of {pod} saw {failed} answers for {target} end in the middle ({error}).',
      bearsOn: [{ cause: malformedResponse, as: 'hints' }],
    },
    serverMiscounts: {
      severity: 'warning',
      text: 'The application of {pod} logs "{said}" as {failed} answers for {target} cannot be read.',
      bearsOn: [{ cause: malformedResponse, as: 'supports' }],
    },
    failsAgainOnRetry: {
      severity: 'warning',
      text: 'All {failed} unreadable answers for {target} are for {path}, each of {retried} was unreadable again when it was retried, and {ok} other requests go well.',
      bearsOn: [{ cause: malformedResponse, as: 'supports' }],
    },
    codecReadsNoHttp: {
      severity: 'info',
      text: 'What the codec of {pod} got for {failed} requests is no HTTP/1 at all ({error}).',
      bearsOn: [
        { cause: malformedResponse, as: 'opposes' },
        { cause: protocolMismatch, as: 'supports' },
      ],
    },
    codecNamesLimit: {
      severity: 'info',
      text: 'The codecs end all {failed} protocol failures for {target} for a limit of headers ({error}).',
      bearsOn: [{ cause: malformedResponse, as: 'excludes' }],
    },
  },
  *analyze({ traffic, containerLogs: logs = [], accessLogs = [], incidentEnds = [] }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      const common = { subject: targetRef(incident), incident: incident.id };
      const errors = codecErrorsOf(incident, logs);
      const upstream = errors.filter(({ of, error }) => of === 'upstream' && !isHeaderLimit(error));
      for (const [, own] of Map.groupBy(upstream, ({ pod, error }) => `${pod} ${readingOf(error)}`)) {
        const [line] = own;
        const reading = line === undefined ? 'other' : readingOf(line.error);
        if (line === undefined || reading === 'other') continue;
        const explains = [...new Set(own.flatMap((one) => one.explains))].toSorted((a, b) => a - b);
        const data = { pod: line.pod, failed: explains.length, error: line.error };
        const about = {
          ...common,
          subject: { kind: 'Pod', name: line.pod },
          evidence: evidenceOf(line.evidence, ...someRowsOf(incident, explains, 2)),
          explains,
        };
        if (reading === 'violation') yield report('codecNamesViolation', { ...about, data: { ...data, target } });
        else if (reading === 'cut') yield report('codecNamesCut', { ...about, data: { ...data, target } });
        else yield report('codecReadsNoHttp', { ...about, data });
      }
      for (const { pod, said, evidence, explains } of miscounts(incident, logs)) {
        yield report('serverMiscounts', {
          ...common,
          subject: { kind: 'Pod', name: pod },
          data: { pod, said, failed: explains.length, target },
          evidence: evidenceOf(evidence, ...someRowsOf(incident, explains, 2)),
          explains,
        });
      }
      const ends = incidentEnds.find((judged) => judged.incident.id === incident.id)?.ends ?? [];
      const same = alwaysSameRequest(incident, accessLogs, new Set(ends.flatMap(({ explains }) => explains)));
      if (same !== undefined) {
        const { path, retried, ok, okAt, explains } = same;
        yield report('failsAgainOnRetry', {
          ...common,
          data: { failed: explains.length, target, path, retried, ok },
          evidence: evidenceOf({ kind: 'field', at: okAt, value: ok }, ...someRowsOf(incident, explains)),
          explains,
        });
      }
      const limits = errors.filter(({ error }) => isHeaderLimit(error));
      const named = new Set(limits.flatMap(({ explains }) => explains));
      const [limit] = limits;
      if (limit !== undefined && incident.failures.every(({ family }, index) => family !== 'protocol' || named.has(index))) {
        yield report('codecNamesLimit', {
          ...common,
          data: { failed: named.size, target, error: limit.error },
          evidence: evidenceOf(limit.evidence, ...someRowsOf(incident, [...named], 2)),
        });
      }
    }
  },
});
