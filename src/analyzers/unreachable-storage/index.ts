import { containerLogs } from '../../artifacts/logs/index.ts';
import { metricsPages } from '../../artifacts/metrics/index.ts';
import { vmstorageUnavailable } from '../../causes/vmstorage-unavailable.ts';
import { clientAnswers } from '../../facts/client-answers.ts';
import { indicesWhere, rowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { outages } from '../../facts/outages.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { storageTrouble } from '../../facts/storage-trouble.ts';
import { countedThrough, isVictoriaMetrics, metricOf, targetPages, targetPods } from '../../facts/target-evidence.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { isNonEmpty } from '../../model/evidence.ts';
import { during, storageOutages, storageState, storageWords, troublesOf } from './storage.ts';

/** Observes whether vminsert (or vmselect) could reach its vmstorage nodes when the failures came. */
export const unreachableStorage: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'unreachable-storage',
    title: 'Unreachable vmstorage nodes',
    description:
      'Looks for lost, refusing or read-only vmstorage nodes: in the log of vminsert, in the bodies callers quote, in its metrics and in the lives of the vmstorage pods.',
    references: [{ title: 'VictoriaMetrics cluster: app/vminsert/netstorage', version: 'VictoriaMetrics v1.93 to v1.150.0-cluster' }],
  },
  needs: { traffic },
  wants: { containerLogs, clientAnswers, metricsPages, outages, pods: podsFact, storageTrouble },
  messages: {
    answerNamesStorage: {
      severity: 'critical',
      text: '{count} of {failures} failures of {target} carry or log the reason that vmstorage does not take the data: {words}.',
      bearsOn: [{ cause: vmstorageUnavailable, as: 'proves' }],
    },
    // no node left, requests hanging or answered by the server at that very time: nothing else makes both
    allNodesLost: {
      severity: 'critical',
      text: '{target} logs that no vmstorage node is left at the time of {count} of {failures} failures.',
      bearsOn: [{ cause: vmstorageUnavailable, as: 'proves' }],
    },
    nodeLost: {
      severity: 'warning',
      text: '{target} logs that a vmstorage node is out of reach at the time of {count} of {failures} failures.',
      bearsOn: [{ cause: vmstorageUnavailable, as: 'supports' }],
    },
    // others took the data: with re-routing no write need fail
    oneOfSeveralLost: {
      severity: 'info',
      text: '{target} logs that one of several vmstorage nodes is out of reach at the time of {count} of {failures} failures.',
      bearsOn: [{ cause: vmstorageUnavailable, as: 'hints' }],
    },
    nodesDownInMetrics: {
      severity: 'warning',
      text: '{down} of {nodes} vmstorage nodes are unreachable or read-only in the metrics of {target}.',
      bearsOn: [{ cause: vmstorageUnavailable, as: 'supports' }],
    },
    // counters have no time; in a mesh the sidecar accepts for a dead node, so it shows as a handshake error
    errorsCounted: {
      severity: 'info',
      text: '{target} counts {errors} connections to vmstorage nodes that failed since its start, though all {nodes} are reachable now.',
      bearsOn: [],
    },
    allNodesReachable: {
      severity: 'info',
      text: 'All {nodes} vmstorage nodes are reachable and take data in the metrics of {target}, with no error counted since before the first failure.',
      bearsOn: [{ cause: vmstorageUnavailable, as: 'excludes' }],
    },
    otherProgram: {
      severity: 'info',
      text: '{target} is no program of VictoriaMetrics and has no vmstorage.',
      bearsOn: [{ cause: vmstorageUnavailable, as: 'excludes' }],
    },
  },
  *analyze({ traffic, containerLogs = [], clientAnswers = [], metricsPages = [], outages = [], pods = [], storageTrouble = [] }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const { target } = incident;
      const failures = incident.failures.length;
      if (isVictoriaMetrics(incident, pods, metricsPages) === false) {
        const [pod] = targetPods(incident, pods);
        if (pod !== undefined)
          yield report('otherProgram', {
            ...about,
            data: { target },
            evidence: [{ kind: 'absence', at: { ...pod.object.at, path: 'spec.containers' }, lookedFor: 'vminsert, vmselect, vmsingle' }],
          });
        continue;
      }
      // blocked writes end in an answer of the server or in somebody's time limit, never in a refused connection
      const open = indicesWhere(incident, ({ family }) => family === 'answered' || family === 'timeout');
      const away = storageOutages(incident, outages).map((outage) => outage.evidence[0]);
      const words = storageWords(incident, containerLogs, clientAnswers, pods);
      const named = open.filter((index) => words.some((word) => during(incident.failures[index], word)));
      const [word] = words.filter((candidate) => named.some((index) => during(incident.failures[index], candidate)));
      if (word !== undefined) {
        yield report('answerNamesStorage', {
          ...about,
          data: { target, count: named.length, failures, words: word.words },
          evidence: evidenceOf(word.evidence, ...rowsOf(incident, named), ...away.slice(0, 2)),
          explains: named,
        });
      }
      const troubles = troublesOf(incident, storageTrouble, pods);
      for (const [share, message] of [
        ['all', 'allNodesLost'],
        ['unknown', 'nodeLost'],
        ['some', 'oneOfSeveralLost'],
      ] as const) {
        const own = troubles.filter((trouble) => trouble.share === share);
        const explains = open.filter((index) => own.some((trouble) => during(incident.failures[index], trouble)));
        const [trouble] = own.filter((candidate) => explains.some((index) => during(incident.failures[index], candidate)));
        if (trouble === undefined) continue;
        yield report(message, {
          ...about,
          data: { target, count: explains.length, failures },
          evidence: evidenceOf(trouble.evidence, ...rowsOf(incident, explains), ...away.slice(0, 2)),
          explains,
        });
      }
      const pages = targetPages(incident, metricsPages, pods);
      const state = storageState(pages);
      if (isNonEmpty(state.down)) {
        if (open.length > 0)
          yield report('nodesDownInMetrics', {
            ...about,
            data: { target, down: state.down.length, nodes: state.nodes },
            evidence: evidenceOf(state.down[0], ...state.down.slice(1, 3), ...rowsOf(incident, open)),
            explains: open,
          });
      } else if (isNonEmpty(state.failed)) {
        if (open.length > 0) yield report('errorsCounted', { ...about, data: { target, errors: state.errors, nodes: state.nodes }, evidence: state.failed });
      } else if (state.nodes > 0 && troubles.length === 0 && words.length === 0 && pages.every((page) => countedThrough(page, incident))) {
        const shown = pages
          .flatMap((page) => page.samples.filter(({ name }) => name === 'vm_rpc_vmstorage_is_reachable').map((sample) => metricOf(page, sample)))
          .slice(0, 4);
        if (isNonEmpty(shown)) yield report('allNodesReachable', { ...about, data: { target, nodes: state.nodes }, evidence: shown });
      }
    }
  },
});
