import { type Data, type Holes, type Said, speaker } from '../model/text.ts';
import { type Catalogue, say } from '../text/catalogue.ts';
import { reportTexts } from '../text/report.ts';

type Ids = typeof reportTexts;

/** Says texts of the report in the catalogue's language. */
export type Words = <K extends keyof Ids>(id: K, ...data: [Holes<Ids[K]>] extends [never] ? [] : [Data<Ids[K]>]) => string;

export function words(catalogue: Catalogue): Words {
  const speak = speaker('report', reportTexts);
  return (id, ...data) => say(catalogue, speak(id, ...data));
}

/** Words for a member of a closed set, such as a verdict; the member itself where there is none. */
export function wordFor(catalogue: Catalogue, set: 'verdict' | 'pattern' | 'purpose' | 'risk' | 'source' | 'as', member: string): string {
  const id = `${set}.${member}`;
  const texts: Readonly<Record<string, string>> = reportTexts;
  return catalogue.get(`report/${id}`) ?? (Object.hasOwn(texts, id) ? texts[id] : undefined) ?? member;
}

/**
 * The lines of something said. A template may have several; a line break that came in with the data is no line of ours,
 * so the text then stays one line and the printer shows the break as `\n`.
 */
export function saidLines(catalogue: Catalogue, said: Said): readonly string[] {
  const text = say(catalogue, said);
  const foreign = Object.values(said.data).some((value) => typeof value === 'string' && value.includes('\n'));
  return foreign ? [text] : text.split('\n');
}
