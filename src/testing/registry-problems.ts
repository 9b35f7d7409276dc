import type { AnyAnalyzer } from '../model/analyzer.ts';
import type { Cause, CauseTranslation } from '../model/cause.ts';
import type { Texts } from '../model/text.ts';

/** Analyzers that are half-made, and translations that do not fit them. */
export function analyzerProblems(analyzers: readonly AnyAnalyzer[], translations: { readonly [analyzerId: string]: Texts }): readonly string[] {
  return analyzers.flatMap(({ meta, messages }) => {
    const bearings = Object.values(messages).flatMap((message) => message.bearsOn);
    const tellsOfEffect = Object.values(messages).some((message) => message.withoutEffect !== undefined);
    const texts = translations[meta.id] ?? {};
    return [
      ...(bearings.length === 0 && !tellsOfEffect && meta.about !== 'context' ? [`${meta.id} bears on no cause`] : []),
      ...(bearings.length > 0 && meta.about === 'context' ? [`${meta.id} tells circumstances, yet bears on a cause`] : []),
      ...Object.entries(messages).flatMap(([id, message]) =>
        message.withoutEffect !== undefined && (message.bearsOn.length > 0 || message.risk === true)
          ? [`${meta.id}/${id} is without effect, so it can bear on no cause and is no risk`]
          : [],
      ),
      ...Object.keys(messages)
        .filter((id) => !/^[a-z][a-zA-Z0-9]*$/.test(id))
        .map((id) => `${meta.id}/${id} is not camelCase`),
      ...Object.entries(messages).flatMap(([id, message]) => holeProblems(`${meta.id}/${id}`, message.text, texts[id])),
      ...Object.keys(texts)
        .filter((id) => messages[id] === undefined)
        .map((id) => `${meta.id}/${id} is translated and does not exist`),
    ];
  });
}

/** Causes that no analyzer can support or none can exclude, that are not public, or whose translation does not fit. */
export function causeProblems(
  causes: readonly Cause[],
  analyzers: readonly AnyAnalyzer[],
  publicIds: readonly string[],
  translations: { readonly [causeId: string]: CauseTranslation },
): readonly string[] {
  const bearings = analyzers.flatMap(({ messages }) => Object.values(messages).flatMap((message) => message.bearsOn));
  return causes.flatMap((cause) => {
    const ways = bearings.filter((bearing) => bearing.cause.id === cause.id).map((bearing) => bearing.as);
    const translation = translations[cause.id];
    const remedies = translation?.remedies ?? {};
    return [
      ...(publicIds.includes(cause.id) ? [] : [`${cause.id} is not in the published list (src/knowledge/causes.ts)`]),
      // Before the first analyzer there is nothing to judge a cause by.
      ...(analyzers.length === 0 || ways.some((as) => as === 'proves' || as === 'supports') ? [] : [`no analyzer supports ${cause.id}`]),
      ...(analyzers.length === 0 || ways.some((as) => as === 'opposes' || as === 'excludes') ? [] : [`no analyzer speaks against ${cause.id}`]),
      ...(translation === undefined ? [`${cause.id} has no translation`] : []),
      ...cause.remedies.flatMap((remedy) => holeProblems(`${cause.id}/${remedy.id}`, remedy.text, remedies[remedy.id])),
      ...Object.keys(remedies)
        .filter((id) => !cause.remedies.some((remedy) => remedy.id === id))
        .map((id) => `${cause.id}/${id} is translated and does not exist`),
    ];
  });
}

/** Ids that stand twice in a list. */
export function repeated(ids: readonly string[]): readonly string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

function holeProblems(id: string, text: string, translated: string | undefined): readonly string[] {
  if (translated === undefined) return [`${id} has no translation`];
  const known = new Set(holes(text));
  return holes(translated)
    .filter((hole) => !known.has(hole))
    .map((hole) => `${id}: its translation has {${hole}}, which the text has not`);
}

function holes(text: string): readonly string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
}
