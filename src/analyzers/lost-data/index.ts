import { containerLogs } from '../../artifacts/logs/index.ts';
import { metricsPages } from '../../artifacts/metrics/index.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { isNonEmpty } from '../../model/evidence.ts';
import { clientsOf, counted, endsOf, isCut, linesOf } from './clients.ts';
import { vmagentBlocks } from './vmagent-blocks.ts';
import { vmalertWrites } from './vmalert-writes.ts';

/** Observes what the failing requests of vmalert and vmagent led to: data lost, or delivered by a later attempt of the caller itself. */
export const lostData: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'lost-data',
    title: 'Lost data',
    description:
      'Sets the failed attempts of vmalert and vmagent against what they gave up: a failed attempt is not a loss, and one lost write is many failed attempts.',
    about: 'context',
    references: [
      { title: 'VictoriaMetrics source: app/vmalert/remotewrite/client.go, app/vmalert/datasource/client.go', version: 'VictoriaMetrics v1.91.3 to v1.150.0' },
      { title: 'VictoriaMetrics source: app/vmagent/remotewrite/client.go, lib/persistentqueue', version: 'VictoriaMetrics v1.94.0 to v1.150.0' },
    ],
  },
  needs: { traffic },
  wants: { containerLogs, metricsPages, pods: podsFact },
  messages: {
    rowsLost: {
      severity: 'critical',
      text: '{client} gave up {batches} of {writes} writes for {target} after {attempts} failed attempts: {rows} time series are lost.',
      bearsOn: [],
    },
    retriesSavedAll: {
      severity: 'info',
      text: '{client} had {attempts} failed attempts for {target} and gave up no write: its own retries delivered them all, nothing is lost.',
      bearsOn: [],
    },
    noneGivenUpYet: {
      severity: 'info',
      text: '{client} had {attempts} failed attempts for {target} and had given up no write when the evidence was taken; the last may still have been tried.',
      bearsOn: [],
    },
    // counters have no time: they may tell of an earlier trouble
    rowsLostSometime: {
      severity: 'warning',
      text: '{client} counts {rows} rows lost in {batches} writes given up since its start; its log does not say which of them were for {target} at that time.',
      bearsOn: [],
    },
    blocksLost: {
      severity: 'critical',
      text: '{client} threw away {blocks} blocks ({bytes} bytes) for {target} that were rejected for good; {attempts} sends failed in all.',
      bearsOn: [],
    },
    blocksRepeated: {
      severity: 'info',
      text: '{client} sends refused blocks for {target} again until they are taken: {attempts} sends failed, and none is logged or counted as given up.',
      bearsOn: [],
    },
    blocksLostSometime: {
      severity: 'warning',
      text: '{client} counts {blocks} blocks dropped since its start ({bytes} bytes of them from its full queue); its log does not say which were for {target} at that time.',
      bearsOn: [],
    },
    evaluationsLost: {
      severity: 'warning',
      text: '{count} rule evaluations of {client} failed because {target} gave no answer: vmalert does not repeat a query that ends in a 503.',
      bearsOn: [],
    },
  },
  *analyze({ traffic, containerLogs = [], metricsPages = [], pods = [] }, report) {
    for (const incident of traffic.incidents) {
      const { target } = incident;
      for (const client of clientsOf(incident, containerLogs, metricsPages, pods)) {
        const who = { client: client.name, target };
        const about = { subject: { kind: 'Workload', name: client.name }, incident: incident.id };
        const writes = client.writes ? vmalertWrites(client, incident) : undefined;
        if (writes !== undefined && isNonEmpty(writes.evidence)) {
          const { outcome, attempts, batches, rows, evidence } = writes;
          if (outcome === 'lost') yield report('rowsLost', { ...about, data: { ...who, attempts, batches, rows, writes: writes.writes }, evidence });
          if (outcome === 'saved') yield report('retriesSavedAll', { ...about, data: { ...who, attempts }, evidence });
          if (outcome === 'none-yet') yield report('noneGivenUpYet', { ...about, data: { ...who, attempts }, evidence });
          if (outcome === 'lost-some-time') yield report('rowsLostSometime', { ...about, data: { ...who, batches, rows }, evidence });
        }
        const sent = client.writes ? vmagentBlocks(client, incident) : undefined;
        if (sent !== undefined && isNonEmpty(sent.evidence)) {
          const { outcome, attempts, blocks, bytes, evidence } = sent;
          if (outcome === 'lost') yield report('blocksLost', { ...about, data: { ...who, attempts, blocks, bytes }, evidence });
          if (outcome === 'repeated') yield report('blocksRepeated', { ...about, data: { ...who, attempts }, evidence });
          if (outcome === 'lost-some-time') yield report('blocksLostSometime', { ...about, data: { ...who, blocks, bytes }, evidence });
        }
        const failed = client.queries ? linesOf(client, incident, 'vmalert-query-failed').filter(({ text }) => isUnanswered(text)) : [];
        const ends = endsOf(failed);
        if (isNonEmpty(ends))
          yield report('evaluationsLost', {
            ...about,
            data: { ...who, count: counted(failed.length, isCut(client, 'vmalert-query-failed')) },
            evidence: ends,
          });
      }
    }
  },
});

/** An answer of 5xx, or none: not a query that was refused for its own fault. */
function isUnanswered(text: string): boolean {
  return /unexpected response code:? 5\d\d|\bEOF\b|reset by peer|broken pipe|connection refused|i\/o timeout|deadline exceeded|Client\.Timeout/.test(text);
}
