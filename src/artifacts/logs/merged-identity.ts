import type { Identity } from '../../model/source.ts';

/** What a line names wins. Container and `previous` of the file hold only for the file's own pod. */
export function mergedIdentity(file: Identity, line: Identity): Identity {
  const isSamePod = line.pod === undefined || file.pod === undefined || line.pod === file.pod;
  const isSameContainer = isSamePod && (line.container === undefined || file.container === undefined || line.container === file.container);
  return {
    ...(file.namespace === undefined ? {} : { namespace: file.namespace }),
    ...(isSamePod && file.pod !== undefined ? { pod: file.pod } : {}),
    ...(isSamePod && file.container !== undefined ? { container: file.container } : {}),
    ...(isSameContainer && file.previous !== undefined ? { previous: file.previous } : {}),
    ...line,
  };
}
