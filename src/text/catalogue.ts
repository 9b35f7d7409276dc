import { fill, type Said, type Texts } from '../model/text.ts';

/** Languages a report can be written in. English is written where it is said; the other comes from a catalogue. */
export type Lang = 'en' | 'zh-TW';

/** Templates by full id: `report/…`, `analyzer/message`, `cause/<id>`, `cause-explanation/<id>`, `remedy/<id>`. */
export type Catalogue = ReadonlyMap<string, string>;

/** The texts of one part of the product, in every language; ids are completed by the prefix (`''`: they are complete). */
export interface CataloguePart {
  readonly prefix: string;
  readonly en: Texts;
  readonly 'zh-TW': Texts;
}

/** The templates of all parts in one language. A text without a translation stays in English; a later part wins. */
export function makeCatalogue(lang: Lang, ...parts: readonly CataloguePart[]): Catalogue {
  const catalogue = new Map<string, string>();
  for (const part of parts) {
    for (const [id, english] of Object.entries(part.en)) {
      const translated = Object.hasOwn(part[lang], id) ? part[lang][id] : undefined;
      catalogue.set(part.prefix === '' ? id : `${part.prefix}/${id}`, translated ?? english);
    }
  }
  return catalogue;
}

/** What was said, in the catalogue's language; in its own English where the catalogue does not know it. */
export function say(catalogue: Catalogue, said: Said): string {
  const template = catalogue.get(said.id);
  return template === undefined ? said.text : fill(template, said.data);
}
