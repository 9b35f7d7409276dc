import { noPaint, type Paint } from '../report/blocks.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { planBlocks } from './plan-blocks.ts';
import { probeBlocks } from './probe-blocks.ts';
import type { ProbeReport } from './probe-report.ts';
import type { Language } from './texts.ts';

export interface RenderOptions {
  readonly output: 'text' | 'json' | 'markdown';
  readonly lang: Language;
  readonly width: number;
  readonly ascii: boolean;
  readonly paint?: Paint;
}

/** The report in the form that was asked for; ends with one newline. */
export function renderReport(report: ProbeReport, { output, lang, width, ascii, paint }: RenderOptions): string {
  if (output === 'json') return `${JSON.stringify(report, undefined, 2)}\n`;
  const blocks = report.outcome === 'planned' ? planBlocks(report.plan, lang) : probeBlocks(report, lang);
  return output === 'markdown' ? printMarkdown(blocks) : printText(blocks, { width, ascii, paint: paint ?? noPaint });
}
