import { fill } from '../model/text.ts';
import type { Question } from '../model/snapshot.ts';
import { safe } from '../report/index.ts';
import { findAccess } from '../sources/cluster/access/find-access.ts';
import type { CollectStep } from '../sources/cluster/collect-path.ts';
import type { CollectRequest } from '../sources/cluster/collect.ts';
import { openCluster } from '../sources/cluster/open-cluster.ts';
import { pathEnd } from '../sources/cluster/path-ends.ts';
import { defaultBudget } from '../sources/cluster/requester.ts';
import { metricsAccess } from '../sources/cluster/series/metrics-access.ts';
import { openMetrics } from '../sources/cluster/series/open-metrics.ts';
import { UserError } from '../sources/user-error.ts';
import { toolVersion } from '../tool-version.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { clusterTexts } from './cluster-texts.ts';
import type { Language } from './language.ts';

/** Logs reach this far back where nothing else is said. */
const DAY_MS = 24 * 3600 * 1000;
const LOG_BYTES = 24 * 1024 ** 2;

export interface AskedCluster extends ClusterOptions {
  readonly lang: Language;
}

/** What is to be collected for a question, from the options of a command. Throws a `UserError` for an end that is no name or a cluster that is not known. */
export function collectRequest(question: Question, options: AskedCluster, signal: AbortSignal, onStep: (step: CollectStep) => void): CollectRequest {
  const { lang, context, kubeconfig, rootNamespace } = options;
  for (const end of [question.from, question.to]) {
    if (end !== undefined && pathEnd(end, 'default') === undefined)
      throw new UserError('cluster-end', fill(clusterTexts[lang].badEnd, { text: end }), clusterTexts[lang].badEndNext);
  }
  const access = findAccess({ env: process.env, ...(context === undefined ? {} : { context }), ...(kubeconfig === undefined ? {} : { kubeconfig }) });
  const metrics = options.metrics === undefined ? undefined : openMetrics(metricsAccess(options.metrics, options.metricsHeaderFile));
  const port = openCluster(access);
  return {
    port,
    question,
    namespaces: options.namespace ?? (question.from === undefined && question.to === undefined ? [port.namespace ?? 'default'] : []),
    fallbackNamespace: options.namespace?.[0] ?? port.namespace ?? 'default',
    rootNamespace,
    podsPerEnd: options.pods,
    logs: { sinceMs: question.sinceMs ?? DAY_MS, lines: options.logLines, bytes: LOG_BYTES },
    budget: { ...defaultBudget, totalMs: options.maxTime, requests: options.maxRequests },
    ...(metrics === undefined ? {} : { metrics }),
    version: toolVersion,
    signal,
    now: Date.now,
    onStep,
  };
}

/** The step that is under way, for a line on standard error. */
export function stepText(step: CollectStep, language: Language): string {
  const say = clusterTexts[language];
  return step.step === 'pod' ? fill(say.pod, { pod: safe(step.pod), index: step.index, total: step.total }) : say[step.step];
}
