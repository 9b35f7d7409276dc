import { stringAt } from '../../formats/json.ts';
import { type ContainerPart, PROXY, type PodParts } from './pod-parts.ts';

/** A port of a pod that says of itself, or by its program, that it serves Prometheus metrics. */
export interface MetricsTarget {
  readonly container?: string;
  readonly port: number;
  readonly path: string;
}

/**
 * Where a pod serves metrics: by its prometheus.io annotations (those before Istio's injection, which points them at the agent), by ports
 * named for it, by programs known to serve them. No other port is asked: a request that an application did not expect may change it.
 */
export function metricsTargets(pod: PodParts): readonly MetricsTarget[] {
  if (pod.isIstiod) return []; // its page is among the mesh's own
  const found = [...byAnnotations(pod), ...pod.containers.filter(({ name }) => name !== PROXY).flatMap(byContainer)];
  return found.filter((target, index) => found.findIndex(({ port }) => port === target.port) === index);
}

/** Ports of Istio's own agent and proxy: what they say is gathered otherwise. */
const OF_ISTIO: ReadonlySet<number> = new Set([15000, 15004, 15020, 15021, 15090]);

function byAnnotations({ annotations, containers }: PodParts): readonly MetricsTarget[] {
  const replaced = parsed(containers.find(({ replacedAnnotations }) => replacedAnnotations !== undefined)?.replacedAnnotations);
  const isScraped = (stringAt(replaced, 'scrape') ?? annotations['prometheus.io/scrape']) !== 'false';
  const port = Number(stringAt(replaced, 'port') || annotations['prometheus.io/port']);
  if (!isScraped || !Number.isInteger(port) || port < 1 || port > 65_535 || OF_ISTIO.has(port)) return [];
  const path = stringAt(replaced, 'path') || (replaced === undefined ? annotations['prometheus.io/path'] : undefined) || '/metrics';
  return [{ port, path }];
}

/** Programs of VictoriaMetrics serve /metrics on their one HTTP port (v1.93 to v1.150, lib/httpserver). */
const VICTORIA_METRICS = /(^|\/)(vm(alert|agent|insert|select|storage|auth|single)|victoria-metrics)\b/;

function byContainer({ name, image, command, ports }: ContainerPart): readonly MetricsTarget[] {
  const [first] = ports;
  const named = ports.find((port) => /(^|-)(metrics|prom|monitoring)(-|$)/.test(port.name ?? ''));
  const isKnown = [name, image, command[0] ?? ''].some((text) => VICTORIA_METRICS.test(text));
  const known = isKnown ? (ports.find((port) => port.name?.startsWith('http') === true) ?? first) : undefined;
  const port = named ?? known;
  return port === undefined || OF_ISTIO.has(port.number) ? [] : [{ container: name, port: port.number, path: '/metrics' }];
}

/** True for a page of the Prometheus text format: a sample line near its start. */
export function isMetricsPage(text: string): boolean {
  return text
    .slice(0, 65_536)
    .split('\n', 500)
    .some((line) => /^# (HELP|TYPE) [a-zA-Z_:]|^[a-zA-Z_:][\w:]*(\{[^\n]{0,5000}\})?[ \t]+([-+]?[\d.]|NaN|[-+]?Inf)/.test(line));
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined; // not what Istio writes: as if it were not there
  }
}
