import { containerLogs } from '../../artifacts/logs/index.ts';
import { appAnswered503 } from '../../causes/app-answered-503.ts';
import { answersOf, clientAnswers, isAnswerTo } from '../../facts/client-answers.ts';
import { indicesWhere, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, targetRef } from '../../facts/incident-target.ts';
import { isRefusalOf, ownRefusals } from '../../facts/own-refusals.ts';
import { pods as podsFact } from '../../facts/pods.ts';
import { traffic } from '../../facts/traffic.ts';
import { applicationBodies } from '../../knowledge/envoy/application-bodies.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';

/** Observes who wrote the failing answers: the application behind the last proxy, or a proxy. */
export const applicationAnswer: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'application-answer',
    title: 'Answer of the application itself',
    description:
      'A row without a flag only passes on an answer. At the last proxy that is the answer of the application; a body quoted in a log, or the application’s own log, tells the same.',
    references: [
      {
        title: 'Envoy response code details: via_upstream',
        url: 'https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_conn_man/response_code_details',
        version: 'Envoy 1.36.4 to 1.40.0',
      },
      { title: 'Envoy source: error bodies in source/common/http/utility.cc and source/common/router/router.cc', version: 'Envoy 1.16 to 1.40' },
      { title: 'VictoriaMetrics source: lib/httpserver Errorf logs each refusal with its request', version: 'VictoriaMetrics v1.79 to v1.150.0' },
    ],
  },
  needs: { traffic },
  wants: { clientAnswers, containerLogs, pods: podsFact },
  messages: {
    answersItself: {
      severity: 'warning',
      text: '{count} of {failures} failures are answers that {server} made itself: the row of its own proxy has no flag.',
      bearsOn: [{ cause: appAnswered503, as: 'supports' }],
    },
    answersThrough: {
      severity: 'warning',
      text: '{count} of {failures} failures are answers that {server} made itself: {proxy} asked its pod, which has no proxy, and passed them on.',
      bearsOn: [{ cause: appAnswered503, as: 'supports' }],
    },
    // a row without a flag and a body that no Envoy writes: two independent witnesses that the application spoke
    bodyIsItsOwn: {
      severity: 'warning',
      text: '{count} of {failures} failures are answers of {server}; callers quote a body that no proxy writes: {body}.',
      bearsOn: [{ cause: appAnswered503, as: 'proves' }],
    },
    // the words name a narrower cause, which its own analyzer proves: this one steps back
    bodyNamesReason: {
      severity: 'info',
      text: '{count} of {failures} failures are answers of {server} whose body names its reason: {body}.',
      bearsOn: [{ cause: appAnswered503, as: 'supports' }],
    },
    // the server speaks for itself, but its words may name a narrower cause
    logsItsRefusal: {
      severity: 'warning',
      text: '{count} of {failures} failures are answers that {server} logs as refused by itself: {error}.',
      bearsOn: [{ cause: appAnswered503, as: 'supports' }],
    },
    bodyIsEnvoys: {
      severity: 'info',
      text: 'The answers for {target} that callers quote have a body that Envoy writes: {body}.',
      bearsOn: [{ cause: appAnswered503, as: 'opposes' }],
    },
    writtenByProxies: {
      severity: 'info',
      text: 'All {failures} failures for {target} were written by proxies (flags {flags}); {server} answered none of them.',
      bearsOn: [{ cause: appAnswered503, as: 'excludes' }],
    },
  },
  *analyze({ traffic, clientAnswers, containerLogs = [], pods = [] }, report) {
    for (const incident of traffic.incidents) {
      const about = { subject: targetRef(incident), incident: incident.id };
      const failures = incident.failures.length;
      const server = incident.targetName;
      const own = indicesWhere(incident, ({ family, unseenBeyond }) => family === 'answered' && !unseenBeyond);
      const passedOn = indicesWhere(incident, ({ family, unseenBeyond }) => family === 'answered' && unseenBeyond);
      const quoted = answersOf(incident, clientAnswers ?? []).filter((answer) =>
        [...own, ...passedOn].some((index) => isQuoted(incident.failures[index], answer)),
      );
      const envoys = quoted.filter((answer) => answer.byEnvoy);
      const bodies = quoted.filter((answer) => !answer.byEnvoy);
      // one kind of body is taken to stand for all answers that were passed on; two kinds cannot be told apart without the server's rows
      const explains = bodies.length > 0 && envoys.length === 0 ? [...own, ...passedOn].toSorted((a, b) => a - b) : own;
      const [body] = bodies;
      const refusals = ownRefusals(incident, containerLogs, pods);
      const logged = [...own, ...passedOn].filter((index) => refusals.some((refusal) => isRefusalOf(incident.failures[index], refusal)));
      const [refusal] = refusals.filter((candidate) => logged.some((index) => isRefusalOf(incident.failures[index], candidate)));
      // rows of its caller alone name the hop to its proxy, yet no connection broke: who answered is the application
      const author = own.length > 0 ? undefined : incident.failures[passedOn[0] ?? -1]?.server.workload.name;
      const atAuthor = author === undefined ? {} : { hop: author };
      if (body !== undefined && explains.length > 0) {
        const names = bodies.some((answer) => namesReason(answer.body));
        const data = { count: explains.length, failures, server, body: body.body.slice(0, 160) };
        yield report(names ? 'bodyNamesReason' : 'bodyIsItsOwn', {
          ...about,
          ...atAuthor,
          data,
          evidence: evidenceOf(body.evidence, ...someRowsOf(incident, explains)),
          explains,
        });
      } else if (refusal !== undefined) {
        yield report('logsItsRefusal', {
          ...about,
          ...atAuthor,
          data: { count: logged.length, failures, server, error: refusal.error.slice(0, 160) },
          evidence: evidenceOf(refusal.evidence, ...someRowsOf(incident, logged)),
          explains: logged.toSorted((a, b) => a - b),
        });
      } else if (own.length > 0 && own.every((index) => incident.failures[index]?.told !== undefined)) {
        const proxy = incident.failures[own[0] ?? 0]?.told?.proxy ?? '';
        yield report('answersThrough', { ...about, data: { count: own.length, failures, server, proxy }, evidence: someRowsOf(incident, own), explains: own });
      } else if (own.length > 0) {
        yield report('answersItself', { ...about, data: { count: own.length, failures, server }, evidence: someRowsOf(incident, own), explains: own });
      }
      const [envoy] = envoys;
      if (envoy !== undefined && own.length === 0 && bodies.length === 0) {
        yield report('bodyIsEnvoys', { ...about, data: { target: incident.target, body: envoy.body.slice(0, 160) }, evidence: [envoy.evidence] });
      }
      const flags = [...new Set(incident.failures.flatMap((failure) => failure.flags))].toSorted();
      if (flags.length > 0 && incident.failures.every((failure) => failure.flags.length > 0 && !failure.unseenBeyond)) {
        const all = incident.failures.map((_, index) => index);
        yield report('writtenByProxies', {
          ...about,
          data: { failures, target: incident.target, server, flags: flags.join(', ') },
          evidence: someRowsOf(incident, all),
        });
      }
    }
  },
});

function isQuoted(failure: Parameters<typeof isAnswerTo>[0] | undefined, answer: Parameters<typeof isAnswerTo>[1]): boolean {
  return failure !== undefined && isAnswerTo(failure, answer);
}

/** Words for which there is a narrower cause: VictoriaMetrics' sentences, and any server that is starting or stopping. */
function namesReason(body: string): boolean {
  return (
    applicationBodies.some(({ pattern, causes }) => pattern.test(body) && causes[0] !== 'app-answered-503') ||
    /shut(?:ting)? ?down|terminating|starting up|not (?:yet )?ready|initiali[sz]ing|warming up/i.test(body)
  );
}
