import type { Diagnosis } from '../model/diagnosis.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { makePage } from './page.ts';
import { printMarkdown } from './print-markdown.ts';
import { sections } from './sections.ts';

export interface MarkdownOptions {
  readonly catalogue?: Catalogue;
  readonly verbose?: boolean;
}

/** A diagnosis as Markdown for a ticket or chat: the same content as the text. Ends with one newline. */
export function renderMarkdown(diagnosis: Diagnosis, options: MarkdownOptions = {}): string {
  return printMarkdown(sections(makePage(diagnosis, options.catalogue ?? new Map(), options.verbose ?? false)));
}
