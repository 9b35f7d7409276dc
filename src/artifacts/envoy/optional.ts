/** A property that is only there when it has a value: `{ ...optional('port', port) }`. */
export function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  if (value === undefined) return {};
  const entry: { readonly [key: string]: T } = { [key]: value };
  return entry as { readonly [P in K]?: T }; // a computed key widens to string
}
