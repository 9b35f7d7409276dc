/** `acmeShop2` → `acme`, `Shop`, `2`; joined they are the run again. */
export function partsOfRun(run: string): readonly string[] {
  return run.split(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])/);
}

/** Written as the other was: capitals, a capital first, or none. */
export function inCaseOf(like: string, word: string): string {
  if (/^[^a-z]*[A-Z][^a-z]+$/.test(like)) return word.toUpperCase();
  return /^[A-Z]/.test(like) ? `${word.slice(0, 1).toUpperCase()}${word.slice(1)}` : word;
}
