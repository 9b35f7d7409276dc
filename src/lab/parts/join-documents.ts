/** Joins YAML files into one of several documents; with `kind`, only documents of that kind are kept. */
export function joinDocuments(files: readonly string[], kind?: string): string {
  return files
    .flatMap((text) => text.split(/^---[ \t]*$/m))
    .map((document) => document.trim())
    .filter((document) => document !== '' && (kind === undefined || /^kind:[ \t]*(\S+)/m.exec(document)?.[1] === kind))
    .map((document) => `---\n${document}\n`)
    .join('');
}
