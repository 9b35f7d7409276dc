/** Names come from a cluster: none of them may lead out of the folder. */
export function safePath(segments: readonly string[]): string {
  return segments.map((segment) => segment.replaceAll(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+$/, '_')).join('/');
}
