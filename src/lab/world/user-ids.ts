import { readFileSync } from 'node:fs';

/** Whether processes here can become the user `uid` (Istio's proxy is 1337, and traffic interception tells its traffic by that). */
export function canBecome(uid: number, map: string = readFileSync('/proc/self/uid_map', 'utf8')): boolean {
  return map
    .trim()
    .split('\n')
    .some((line) => {
      const [first = 0, , length = 0] = line.trim().split(/\s+/).map(Number);
      return uid >= first && uid < first + length;
    });
}
