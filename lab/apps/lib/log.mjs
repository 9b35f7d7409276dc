/** One line per event on standard output, as small services log: time, level, words. */
export function log(level, text) {
  process.stdout.write(`${new Date().toISOString()} ${level} ${text}\n`);
}
