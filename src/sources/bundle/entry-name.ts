/** The name of an archive's entry with `/` between its parts; undefined when it leads out of the archive. */
export function entryName(raw: string): string | undefined {
  const name = raw.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name) || name.includes('\0')) return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}
