import { join } from 'node:path';
import { fill } from '../../model/text.ts';
import { UserError } from '../../sources/user-error.ts';
import { labCache } from './cache.ts';
import { parts } from './catalogue.ts';
import { schemasFolder } from './data.ts';
import { currentKey, partStates } from './states.ts';
import { partFolder } from './store.ts';
import { findProgram, systemPrograms } from './system-programs.ts';
import { type SetupLanguage, setupTexts } from './texts.ts';
import { rememberedProgram, type UserProgram, userPrograms } from './user-programs.ts';

/** Where the lab's programs are: absolute paths, filled by `findTools` after `why503 lab setup`. */
export interface LabTools extends Readonly<Partial<Record<UserProgram, string>>> {
  /** The folder with all of the lab's own binaries, for a PATH; also the user's vminsert, vmstorage and vmselect where given. */
  readonly bin: string;
  /** The lab's part of the cache, outside the checkout. */
  readonly cache: string;
  readonly envoy: string;
  readonly etcd: string;
  readonly kubeApiserver: string;
  readonly kubeControllerManager: string;
  readonly kubeScheduler: string;
  readonly kubeProxy: string;
  readonly kubectl: string;
  readonly kwok: string;
  /** kwok's own stages that initialise a Node and keep it ready: multi-document YAML files. */
  readonly kwokStages: { readonly node: string; readonly heartbeat: string };
  /** CustomResourceDefinitions of kwok's Logs, Exec, PortForward and others: a multi-document YAML file. */
  readonly kwokCrds: string;
  readonly pilotDiscovery: string;
  readonly pilotAgent: string;
  readonly victoriaMetrics: string;
  readonly vmagent: string;
  readonly vmalert: string;
  readonly vmauth: string;
  /** Debian's nginx, where it is installed. */
  readonly nginx?: string;
  /** Files with CustomResourceDefinitions that the lab installs: Istio, Gateway API, VictoriaMetrics operator. */
  readonly crds: readonly string[];
  /** Istio's own injection template and default values, as its chart has them. */
  readonly injection: { readonly template: string; readonly values: string };
  /** The template of Envoy's bootstrap that Istio's proxy image holds. */
  readonly envoyBootstrap: string;
  /** Version by part id (`istio` → `1.32-dev`). A part that an old version stands in for is absent. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Where everything is. Throws a `UserError` that names what is missing and the command that installs it. */
export function findTools(language: SetupLanguage = 'en', env: Readonly<Record<string, string | undefined>> = process.env): LabTools {
  const cache = labCache(env);
  const states = partStates(cache, env);
  const missing = states.filter(({ state }) => state === 'missing').map(({ part }) => part);
  if (missing.length > 0) {
    const say = setupTexts[language];
    throw new UserError('lab-incomplete', fill(say.incomplete, { parts: missing.join(', ') }), say.incompleteNext);
  }
  const program = (name: string): string => join(cache.bin, name);
  const system = Object.fromEntries(systemPrograms.map(({ program: name }) => [name, findProgram(name, env)]));
  return {
    bin: cache.bin,
    cache: cache.folder,
    envoy: program('envoy'),
    etcd: system['etcd'] ?? 'etcd',
    kubeApiserver: program('kube-apiserver'),
    kubeControllerManager: program('kube-controller-manager'),
    kubeScheduler: program('kube-scheduler'),
    kubeProxy: program('kube-proxy'),
    kubectl: program('kubectl'),
    kwok: program('kwok'),
    kwokStages: { node: inPart('kwok', 'stages/node-fast.yaml'), heartbeat: inPart('kwok', 'stages/node-heartbeat-with-lease.yaml') },
    kwokCrds: inPart('kwok', 'crds/kwok.yaml'),
    pilotDiscovery: program('pilot-discovery'),
    pilotAgent: program('pilot-agent'),
    victoriaMetrics: program('victoria-metrics'),
    vmagent: program('vmagent'),
    vmalert: program('vmalert'),
    vmauth: program('vmauth'),
    ...(system['nginx'] === undefined ? {} : { nginx: system['nginx'] }),
    crds: ['istio-1.31', 'gateway-api-1.6', 'victoriametrics-operator-0.74'].map((name) => join(schemasFolder, `${name}.json`)),
    injection: { template: inPart('istio', 'injection/injection-template.yaml'), values: inPart('istio', 'injection/values.yaml') },
    envoyBootstrap: inPart('istio', 'envoy/envoy_bootstrap_tmpl.json'),
    versions: Object.fromEntries(states.flatMap(({ part, version }) => (version === undefined ? [] : [[part, version]]))),
    ...given(),
  };

  function inPart(id: string, file: string): string {
    const part = parts.find((candidate) => candidate.id === id);
    return part === undefined ? file : join(partFolder(cache, part, currentKey(part)), file);
  }

  function given(): Partial<Record<UserProgram, string>> {
    return Object.fromEntries(
      userPrograms.flatMap((name) => {
        const path = rememberedProgram(cache, name);
        return path === undefined ? [] : [[name, path]];
      }),
    );
  }
}
