import type { Diagnosis } from '../model/diagnosis.ts';
import type { Catalogue } from '../text/catalogue.ts';
import { noPaint, type Paint } from './blocks.ts';
import { makePage } from './page.ts';
import { printText } from './print-text.ts';
import { sections } from './sections.ts';

export interface TextOptions {
  /** Templates in the reader's language. Absent: everything in the English it was said in. */
  readonly catalogue?: Catalogue;
  /** Columns; 80 when absent, never fewer than 40. */
  readonly width?: number;
  /** Colours, made by the caller (a terminal's business); none when absent. */
  readonly paint?: Paint;
  /** Adds all findings, votes, files and raw lines. */
  readonly verbose?: boolean;
  /** Draws with ASCII only. Text of the input and of other languages stays as it is. */
  readonly ascii?: boolean;
}

/** A diagnosis as text for a person at a terminal: finding first, evidence second, raw lines last. Ends with one newline. */
export function renderText(diagnosis: Diagnosis, options: TextOptions = {}): string {
  const page = makePage(diagnosis, options.catalogue ?? new Map(), options.verbose ?? false);
  return printText(sections(page), { width: Math.max(40, options.width ?? 80), paint: options.paint ?? noPaint, ascii: options.ascii ?? false });
}
