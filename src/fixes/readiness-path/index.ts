import { readinessFailing } from '../../causes/readiness-failing.ts';
import { containersAsWritten } from '../../facts/app-probes.ts';
import { placeOf } from '../../facts/field-of.ts';
import { appContainers, type Container, pods } from '../../facts/pods.ts';
import { objectAt, stringAt } from '../../formats/json.ts';
import { type AnyFix, defineFix } from '../../model/fix.ts';
import { targetPod } from '../target-pod.ts';
import { templateChange } from '../template-change.ts';
import { verifyCommand } from '../verify-command.ts';

/** Lets a readiness probe ask what a program of VictoriaMetrics serves. */
export const readinessPath: AnyFix = defineFix({
  meta: {
    id: 'readiness-path',
    title: 'Path of a readiness probe',
    description: 'Sets the path of a readiness probe that a program of VictoriaMetrics answers with 4xx to its own /health, below its -http.pathPrefix.',
    references: [
      {
        title: 'VictoriaMetrics: lib/httpserver/httpserver.go, /health',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/blob/master/lib/httpserver/httpserver.go',
        version: 'VictoriaMetrics 1.79 to 1.150',
      },
    ],
  },
  causes: [readinessFailing],
  needs: { pods },
  texts: {
    ask: 'Let the readiness probe of container {container} of {workload} ask {to}, which it serves, instead of {from}, which it answers with {status}.',
    ready: 'Its pods become ready within a few probes, and callers find hosts again.',
    meant: 'Where {from} was meant for another container or port, that is what to change.',
  },
  *propose({ pods }, named) {
    const status = named.findings.map(({ data }) => /statuscode: (4\d\d)/.exec(String(data['message'] ?? ''))?.[1]).find((code) => code !== undefined);
    const pod = targetPod(pods, named);
    if (pod === undefined || status === undefined) return;
    // with two probes it is not known which of them is answered so
    const written = new Map(containersAsWritten(objectAt(pod.object.object, 'spec') ?? {}).map((spec) => [stringAt(spec, 'name'), spec]));
    const [container, another] = appContainers(pod).filter(({ spec }) => objectAt(spec, 'readinessProbe', 'httpGet') !== undefined);
    if (container === undefined || another !== undefined || !isVictoriaMetrics(container)) return;
    const from = stringAt(written.get(container.name), 'readinessProbe', 'httpGet', 'path') ?? '/';
    const to = `${pathPrefixOf(container)}/health`;
    const change =
      from === to ? undefined : templateChange(pod, { spec: { containers: [{ name: container.name, readinessProbe: { httpGet: { path: to } } }] } });
    if (change === undefined) return;
    yield {
      title: { say: 'ask', data: { container: container.name, workload: pod.workload.name, from, to, status } },
      effect: { say: 'ready', data: {} },
      limits: [{ say: 'meant', data: { from } }],
      purpose: 'repair',
      risk: 'pod-restart',
      changes: [change],
      because: [{ kind: 'field', at: placeOf(pod.object, `${container.specPath}.readinessProbe.httpGet.path`), value: from }],
      verifyWith: [verifyCommand(named.incident.target)],
    };
  },
});

/** By its image: all of them serve /health (lib/httpserver). */
function isVictoriaMetrics({ image = '' }: Container): boolean {
  return /(?:^|\/)victoriametrics\/(?:vm[a-z]+|victoria-(?:metrics|logs))(?:$|[:@])/.test(image);
}

function pathPrefixOf({ args, command }: Container): string {
  const prefix = [...command, ...args].map((word) => /^--?http\.pathPrefix=(\S*)$/.exec(word)?.[1]).find((each) => each !== undefined) ?? '';
  return prefix.replace(/\/$/, '');
}
