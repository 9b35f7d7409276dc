import { type Bilingual, both, inLanguage, type Language } from '../knowledge/bilingual.ts';
import { flagByEnvoy } from '../knowledge/envoy/flag-by-envoy.ts';
import { responseFlags } from '../knowledge/envoy/response-flags.ts';
import { type Confidence, defaultOutboundRetry, formsOf, istioEnvoyMinor, satisfies, spellingIn } from '../knowledge/versions/index.ts';
import type { Reference } from '../model/evidence.ts';
import { decidingFlags, type Signals } from './signals.ts';

/** One thing that depends on the version. `versions`: those for which it holds, with the name of what they are versions of. */
export interface VersionNote {
  readonly about: string;
  readonly versions: string;
  readonly says: string;
  readonly confidence: Confidence;
  readonly references: readonly Reference[];
}

/** What versions make of a text. */
export interface VersionAnswer {
  /** The Envoy that was asked for, or that the Istio has inside. */
  readonly envoy?: string;
  readonly istio?: string;
  /** The Envoy inside that Istio is taken from its branch; the release was not seen. */
  readonly assumed?: true;
  readonly notes: readonly VersionNote[];
}

/** The versions that a question is about. */
export interface AskedVersions {
  readonly envoy?: string;
  readonly istio?: string;
}

const texts = {
  notYet: both('Envoy {envoy} does not write {flag}; it wrote {before} for this: {says}.', 'Envoy {envoy} 不會寫 {flag}；它以 {before} 表示：{says}。'),
  notAtAll: both(
    'Envoy {envoy} does not know {flag}: another release, or another program, wrote this.',
    'Envoy {envoy} 沒有 {flag}：這是由其他版本或其他程式所寫。',
  ),
  also: both('{flag} stands for this as well: {says}; later it is {later}.', '{flag} 也代表：{says}；之後改為 {later}。'),
  written: both('Written so: {form}. {says}', '寫法為：{form}。{says}'),
  otherwise: both(
    'The text is written as other releases do ({versions}); Envoy {envoy} writes: {form}.',
    '此文字是其他版本（{versions}）的寫法；Envoy {envoy} 的寫法為：{form}。',
  ),
  retries: both(
    'By default the sidecar of the caller tries a 503 that the other side wrote again, up to {attempts} times; its own reset it does not.',
    '預設情況下，呼叫端的 sidecar 會重試另一端所寫的 503，最多 {attempts} 次；自身的重設則不重試。',
  ),
  retriesNot: both(
    'By default the sidecar of the caller tries again neither a 503 that the other side wrote nor its own reset after the request had left.',
    '預設情況下，呼叫端的 sidecar 既不重試另一端所寫的 503，也不重試請求送出後自身的重設。',
  ),
  unless: both('istiod with {setting} does it otherwise.', '設有 {setting} 的 istiod 則不然。'),
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What depends on the version in this text: for the version asked for, or for each range where none was. Undefined when nothing does. */
export function versionAnswer(text: string, signals: Signals, asked: AskedVersions, language: Language): VersionAnswer | undefined {
  const inside = asked.istio === undefined ? undefined : istioEnvoyMinor(asked.istio);
  const envoy = asked.envoy ?? inside?.envoy;
  const say = (id: keyof typeof texts, data: { readonly [hole: string]: string | number }): string => inLanguage(texts[id], language, data);
  const notes = [...flagNotes(signals, envoy, say, language), ...formNotes(text, signals, envoy, say, language), ...retryNotes(signals, asked, say, language)];
  if (notes.length === 0 && envoy === undefined && asked.istio === undefined) return undefined;
  return {
    ...(envoy === undefined ? {} : { envoy }),
    ...(asked.istio === undefined ? {} : { istio: asked.istio }),
    ...(asked.envoy === undefined && inside?.assumed === true ? { assumed: true } : {}),
    notes,
  };
}

type Sayer = (id: keyof typeof texts, data: { readonly [hole: string]: string | number }) => string;

function flagNotes(signals: Signals, envoy: string | undefined, say: Sayer, language: Language): readonly VersionNote[] {
  return [...new Set([...signals.flags, ...decidingFlags(signals)])].flatMap((flag): readonly VersionNote[] => {
    const known = flagByEnvoy(flag, envoy);
    if (known === undefined) return [];
    const common = { about: flag, confidence: 'source', references: responseFlags[flag]?.references ?? [] } as const;
    const { written, before, versions, alsoMeans } = known;
    const absent =
      written !== 'no' || envoy === undefined
        ? []
        : before === undefined
          ? [{ ...common, versions: `Envoy ${versions}`, says: say('notAtAll', { envoy, flag }) }]
          : [{ ...common, versions: `Envoy ${versions}`, says: say('notYet', { envoy, flag, before: before.flag, says: inLanguage(before.says, language) }) }];
    const also = alsoMeans.map((other) => ({
      ...common,
      versions: `Envoy ${other.versions}`,
      says: say('also', { flag, later: other.flag, says: inLanguage(other.says, language) }),
    }));
    return [...absent, ...also];
  });
}

/** How the text itself is written, where something of Envoy was recognised in it at all. */
function formNotes(text: string, signals: Signals, envoy: string | undefined, say: Sayer, language: Language): readonly VersionNote[] {
  const isEnvoys =
    signals.flags.length > 0 || signals.detail !== undefined || signals.resetBody || signals.transport !== undefined || signals.row !== undefined;
  if (!isEnvoys) return [];
  return formsOf(text).flatMap(({ form, spelling }): readonly VersionNote[] => {
    const { value, versions, confidence, reference } = spelling;
    const possible = spellingIn(form, envoy).possible;
    const common = { about: form, confidence, references: [reference] };
    if (envoy !== undefined && !possible.includes(spelling))
      return [
        { ...common, versions: `Envoy ${versions}`, says: say('otherwise', { versions, envoy, form: possible.map((other) => other.value.form).join(' / ') }) },
      ];
    return envoy === undefined
      ? [{ ...common, versions: `Envoy ${versions}`, says: say('written', { form: value.form, says: inLanguage(value.says, language) }) }]
      : [];
  });
}

/** Whether a failure that a caller's sidecar sees as a finished 503, or as its own reset, is tried again by default; neighbours that agree are one. */
function retryNotes(signals: Signals, { envoy, istio }: AskedVersions, say: Sayer, language: Language): readonly VersionNote[] {
  const isLost = decidingFlags(signals).includes('UC') || (signals.status === 503 && signals.detail?.name === 'via_upstream');
  if (!isLost || (istio === undefined && envoy !== undefined)) return [];
  const groups = [...Map.groupBy(defaultOutboundRetry(istio).possible, ({ value }) => value.statusCodes.includes(503))];
  return groups.flatMap(([covers, same]): readonly VersionNote[] => {
    const [first, last] = [same[0], same.at(-1)];
    if (first === undefined || last === undefined) return [];
    const unless = same.flatMap(({ value }) => (value.unless === undefined ? [] : [say('unless', { setting: value.unless })]));
    const [lower] = first.versions.split(' ');
    const upper = last.versions.split(' ').at(-1);
    return [
      {
        about: 'retries',
        versions: `Istio ${lower === upper ? lower : [lower, upper].filter((bound) => bound !== undefined && (bound === lower || bound.startsWith('<'))).join(' ')}`,
        says: [say(covers ? 'retries' : 'retriesNot', { attempts: first.value.attempts }), ...unless].join(language === 'en' ? ' ' : ''),
        confidence: first.confidence,
        references: same.map(({ reference }) => reference),
      },
    ];
  });
}

/** True from the release on that gives protocol errors a flag of their own, so that `UC` no longer stands for them. */
export function tellsProtocolErrors({ envoy, istio }: AskedVersions): boolean {
  const version = envoy ?? (istio === undefined ? undefined : istioEnvoyMinor(istio)?.envoy);
  return version !== undefined && satisfies(version, flagByEnvoy('UPE', undefined)?.versions ?? '');
}
