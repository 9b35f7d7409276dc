import { fillCommand } from '../model/command.ts';

/** Holds what failed before against what fails afterwards, whatever form the logs have. `target` is `name.namespace`. */
export function verifyCommand(target: string): string {
  return fillCommand('why503 verify --before EVIDENCE --after EVIDENCE_AFTERWARDS --to {target}', { target });
}

/** The ports of a Service as they stand now. */
export function portsCommand({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return fillCommand("kubectl -n {namespace} get service {name} -o jsonpath='{.spec.ports}'", { namespace, name });
}
