import type { Block } from '../report/blocks.ts';
import { printMarkdown } from '../report/print-markdown.ts';
import { printText } from '../report/print-text.ts';
import { stableJson } from '../report/render-json.ts';
import { toolVersion } from '../tool-version.ts';
import type { FixOptions } from './run-fix.ts';
import { textTerminal } from './text-terminal.ts';

/** Prints what was done to a cluster, or is recorded of it. */
export function printRepair(json: object, blocks: readonly Block[], options: FixOptions): void {
  if (options.output === 'json' || options.output === 'yaml')
    process.stdout.write(stableJson({ schemaVersion: 1, tool: { name: 'why503', version: toolVersion }, ...json }));
  else process.stdout.write(options.output === 'markdown' ? printMarkdown(blocks) : printText(blocks, textTerminal(options)));
}
