import { fill } from '../model/text.ts';
import type { Page } from './page.ts';
import { isObjectName } from './shell.ts';

/** A command of `collectWith` with `{namespace}` and `{pod}` filled where the diagnosis leaves no doubt; capitals where the reader must choose. */
export function fillCommand(page: Page, command: string): string {
  return fill(command, { namespace: onlyNamespace(page) ?? 'NAMESPACE', pod: 'POD' });
}

function onlyNamespace(page: Page): string | undefined {
  const [only, ...others] = new Set(page.diagnosis.path.flatMap(({ client, server }) => [client, server]).flatMap(({ workload }) => workload.namespace ?? []));
  return only !== undefined && others.length === 0 && isObjectName(only) ? only : undefined;
}
