import type { AnyAnalyzer } from '../../src/model/analyzer.ts';
import { inputsText, referenceText } from './doc-pages.ts';

/** An analyzer's README with its generated parts filled in; everything outside the marks is left as it is. */
export function fillReadme(readme: string, analyzer: AnyAnalyzer): string {
  const references = analyzer.meta.references.map((reference) => `- ${referenceText(reference)}`).join('\n');
  return part(part(readme, 'inputs', inputsText(analyzer)), 'references', references);
}

function part(readme: string, name: string, text: string): string {
  const open = `<!-- generated: ${name} -->`;
  const close = '<!-- /generated -->';
  const start = readme.indexOf(open);
  const end = readme.indexOf(close, start);
  if (start < 0 || end < 0) throw new Error(`${name}: the README lacks ${open} … ${close}`);
  return `${readme.slice(0, start)}${open}\n${text}\n${readme.slice(end)}`;
}
