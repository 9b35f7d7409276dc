/** Actions that only a chart's template has; alert rules have `{{ $labels.pod }}` in their texts, which is none. */
const actions = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files|Template)\b|(?:if|with|range|include|define|template|toYaml|tpl|end)\b|\/\*)/;

/** True for a text that is no YAML before Helm has filled it in. */
export function isHelmTemplate(text: string): boolean {
  return actions.test(text);
}

/**
 * The value of the chart that a template puts at a field, as a path into its values: `resources.limits.memory` for a field below `resources:
 * {{ toYaml .Values.resources }}`. `field` are the names from the object's root on. Undefined where the template names no value near any of them.
 */
export function helmValue(text: string, field: readonly string[]): string | undefined {
  const lines = text.split('\n');
  for (let depth = field.length - 1; depth >= 0; depth -= 1) {
    const name = field[depth] ?? '';
    const at = lines.findIndex((line) => line.replace(/^\s*(?:- )?/, '').startsWith(`${name}:`));
    const value = at < 0 ? undefined : /\.Values\.([\w.]+)/.exec(valueLines(lines, at))?.[1];
    if (value !== undefined) return [value, ...field.slice(depth + 1)].join('.');
  }
  return undefined;
}

/** What stands behind a key: on its line, else the line below, where that begins with an action. */
function valueLines(lines: readonly string[], at: number): string {
  const own = lines[at] ?? '';
  const below = lines.slice(at + 1).find((line) => line.trim() !== '') ?? '';
  return /:\s*(?:#.*)?$/.test(own.trimEnd()) && below.trimStart().startsWith('{{') ? below : own;
}
