import { type Bilingual, both, inLanguage, type Language } from '../knowledge/bilingual.ts';
import { inventedFields } from '../knowledge/invented-fields.ts';
import { type FieldPlace, fieldsReference, knownVersions, placesOf } from '../knowledge/istio-fields.ts';
import { settingsSince } from '../knowledge/versions/settings-since.ts';
import { timeLimitControls, timeLimits } from '../knowledge/versions/time-limits.ts';
import type { ExplainedPart } from './types.ts';

const mostPlaces = 8;
const longest = 200;

/** `spec.inbound`, `Sidecar spec.inboundConnectionPool`, `httpProtocolOptions`, `connectionPool.http.idleTimeout`, and with marks of lists. */
const asked =
  /^(?:(DestinationRule|EnvoyFilter|PeerAuthentication|Sidecar|VirtualService)[. ])?([a-z][A-Za-z0-9]*(?:\[\d{0,3}\])?(?:\.[a-z][A-Za-z0-9]*(?:\[\d{0,3}\])?)*)$/;

/** Where a field stands in Istio's objects and which time limit it sets, or that no version has it and what was meant. Undefined: no such question. */
export function istioFieldAnswer(text: string, language: Language): readonly ExplainedPart[] | undefined {
  const question = text.trim();
  if (/^['"]?\/\*['"]?$/.test(question)) return [part(question, texts.hostOfNothing, {}, language)];
  const [, kind, path] = (question.length > longest ? undefined : asked.exec(question)) ?? [];
  if (path === undefined) return undefined;
  const steps = path.replaceAll(/\[\d{0,3}\]/g, '').split('.');
  const places = placesOf(steps, kind).toSorted((a, b) => a.path.length - b.path.length);
  const invented = Object.entries(inventedFields).filter(([name]) => isAsked(name, kind, steps));
  if (places.length === 0 && invented.length === 0)
    return kind === undefined && steps[0] !== 'spec' ? envoysOwn(path, steps, language) : [nowhere(question, language)];
  return [
    ...places.slice(0, mostPlaces).map((place) => placePart(place, language)),
    ...(places.length > mostPlaces ? [part('…', texts.more, { count: places.length - mostPlaces }, language)] : []),
    ...(places.length > 0
      ? []
      : invented.map(([name, meant]) => part(name, texts.invented, { name, meant: `${name.split(' ')[0] ?? ''} ${meant}`, ...knownVersions }, language))),
  ];
}

function isAsked(name: string, kind: string | undefined, steps: readonly string[]): boolean {
  const [ofKind, path = ''] = name.split(' ');
  return (kind === undefined || kind === ofKind) && (path === steps.join('.') || path.endsWith(`.${steps.join('.')}`));
}

/** Words of Envoy's own configuration that guides put into Istio's objects. */
function envoysOwn(path: string, steps: readonly string[], language: Language): readonly ExplainedPart[] | undefined {
  return /^(?:common)?httpProtocolOptions$/i.test(steps[0] ?? '') ? [part(path, texts.envoys, { path, ...knownVersions }, language)] : undefined;
}

function nowhere(question: string, language: Language): ExplainedPart {
  return part(question, texts.nowhere, { ...knownVersions }, language);
}

function placePart({ kind, path, since }: FieldPlace, language: Language): ExplainedPart {
  const limits = timeLimits.filter((limit) =>
    timeLimitControls(limit, undefined).possible.some(({ value }) =>
      value.some(({ where }) => `${where.replaceAll('[]', '')}.`.startsWith(`${kind} ${path}.`)),
    ),
  );
  const { part: shown, ...rest } = part(`${kind} ${path}`, limits.length === 0 ? texts.field : texts.sets, { kind, limits: limits.join(', ') }, language);
  const first =
    since ?? settingsSince.flatMap(({ name, versions }) => (path.includes(name.replaceAll('[]', '')) ? (/^>=(\S+)/.exec(versions)?.[1] ?? []) : []))[0];
  return { part: shown, ...rest, ...(first === undefined ? {} : { since: `Istio ${first}` }) };
}

function part(name: string, says: Bilingual, data: { readonly [hole: string]: string | number }, language: Language): ExplainedPart {
  return { part: name, says: inLanguage(says, language, data), references: [fieldsReference] };
}

const texts = {
  field: both('A field that {kind} objects have.', '{kind} 物件具有的欄位。'),
  sets: both(
    'A field that {kind} objects have; it sets, by the names of docs/versions.md: {limits}.',
    '{kind} 物件具有的欄位；它設定（名稱見 docs/versions.md）：{limits}。',
  ),
  more: both('{count} more places have a field of that name; give more of the path.', '另有 {count} 處有同名欄位；請給出更完整的路徑。'),
  invented: both(
    'No Istio from {from} to {to} has it: an API server refuses it, or drops it without a word. Meant is most likely {meant}.',
    'Istio {from} 至 {to} 都沒有此欄位：API 伺服器會拒絕，或默默丟棄。最可能想用的是 {meant}。',
  ),
  envoys: both(
    'Words of Envoy’s own configuration: no object of Istio {from} to {to} has {path} but inside the patch of an EnvoyFilter. Istio’s own fields for it are connectionPool.http of a DestinationRule and Sidecar spec.inboundConnectionPool.http.',
    '這是 Envoy 自身設定的用語：Istio {from} 至 {to} 的物件除了 EnvoyFilter 的 patch 之外都沒有 {path}。Istio 對應的欄位是 DestinationRule 的 connectionPool.http 與 Sidecar spec.inboundConnectionPool.http。',
  ),
  nowhere: both(
    'No DestinationRule, EnvoyFilter, PeerAuthentication, Sidecar or VirtualService of Istio {from} to {to} has this field.',
    'Istio {from} 至 {to} 的 DestinationRule、EnvoyFilter、PeerAuthentication、Sidecar 與 VirtualService 都沒有此欄位。',
  ),
  hostOfNothing: both(
    'As a host in a Sidecar’s egress it is refused: what stands there is NAMESPACE/HOST, and before this slash no namespace does. For every host of every namespace it is */*, for those of the own namespace ./*.',
    '作為 Sidecar egress 中的主機會被拒絕：格式為 NAMESPACE/HOST，而此斜線前沒有命名空間。所有命名空間的所有主機為 */*，僅自己命名空間的主機為 ./*。',
  ),
} as const;
