import type { Cause, CauseTranslation } from '../model/cause.ts';

/** The holes that a command of a guide may have: what any incident can fill. `{end}` is jsonpath's own, `{http_code}` curl's. */
const known: ReadonlySet<string> = new Set([
  'namespace',
  'server',
  'client',
  'service',
  'container',
  'pod',
  'port',
  'writer',
  'writerNamespace',
  'flags',
  'end',
  'http_code',
]);

/** Causes whose page would lack a part in a language, or name what does not exist. */
export function guideProblems(
  causes: readonly Cause[],
  publicIds: readonly string[],
  translations: { readonly [causeId: string]: CauseTranslation },
): readonly string[] {
  return causes.flatMap(({ id, guide }) => {
    const translated = translations[id]?.guide;
    if (guide === undefined || translated === undefined) return [`${id} has no guide${guide === undefined ? '' : ' in Chinese'}`];
    const others = guide.confusedWith.map(({ cause }) => cause);
    const english = [guide.onTheWire, guide.provenBy, ...guide.confusedWith.map(({ tellApart }) => tellApart), ...guide.seeWith.map(({ shows }) => shows)];
    const chinese = [translated.onTheWire, translated.provenBy, ...Object.values(translated.confusedWith), ...translated.seeWith];
    return [
      ...english.filter((text) => text.trim() === '').map(() => `${id} has an empty part`),
      ...chinese.filter((text) => !/\p{Script=Han}/u.test(text)).map((text) => `${id} has a part that is not Chinese: ${text}`),
      ...others.filter((other) => other === id || !publicIds.includes(other)).map((other) => `${id} cannot be confused with ${other}`),
      ...others.filter((other, index) => others.indexOf(other) !== index).map((other) => `${id} is told apart from ${other} twice`),
      ...(others.toSorted().join() === Object.keys(translated.confusedWith).toSorted().join()
        ? []
        : [`${id} is not told apart from the same causes in Chinese`]),
      ...(guide.seeWith.length === translated.seeWith.length ? [] : [`${id} shows another number of commands in Chinese`]),
      ...guide.seeWith
        .flatMap(({ command }) => [...command.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))
        .filter((hole) => !known.has(hole))
        .map((hole) => `${id}: nothing fills {${hole}}`),
    ];
  });
}
