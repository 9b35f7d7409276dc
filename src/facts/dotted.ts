/** `monitoring/vminsert:8480` → `vminsert.monitoring`. */
export function dotted(name: string): string {
  const [first = '', second] = name.replace(/:\d+$/, '').split('/');
  return second === undefined ? first : `${second}.${first}`;
}
