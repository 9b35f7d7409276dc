/** One sample of the Prometheus text format. */
export interface PrometheusSample {
  readonly name: string;
  readonly labels: { readonly [name: string]: string };
  readonly value: number;
}

/** Reads one line; comments, histograms' `+Inf` aside, anything else that is no sample gives undefined. Linear in the line. */
export function prometheusLine(line: string): PrometheusSample | undefined {
  if (line.length > 20_000) return undefined;
  const name = /^[a-zA-Z_:][\w:]*/.exec(line)?.[0];
  if (name === undefined) return undefined;
  let at = name.length;
  const labels: [string, string][] = [];
  if (line[at] === '{') {
    at += 1;
    const label = /\s*([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"\s*,?/y;
    for (;;) {
      label.lastIndex = at;
      const match = label.exec(line);
      if (match === null) break;
      labels.push([match[1] ?? '', unescaped(match[2] ?? '')]);
      at = label.lastIndex;
    }
    if (line[at] !== '}') return undefined;
    at += 1;
  }
  if (line[at] !== ' ' && line[at] !== '\t') return undefined;
  const value = Number(line.slice(at).trim().split(/\s/, 1)[0]);
  return Number.isFinite(value) ? { name, labels: Object.fromEntries(labels), value } : undefined;
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char)) : text;
}
