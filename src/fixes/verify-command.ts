import { fillCommand } from '../model/command.ts';

/** Holds what failed before against what fails afterwards, whatever form the logs have. `target` is `name.namespace`. */
export function verifyCommand(target: string): string {
  return fillCommand('why503 verify --before EVIDENCE --after EVIDENCE_AFTERWARDS --to {target}', { target });
}
