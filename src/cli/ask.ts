import { createInterface } from 'node:readline/promises';

/** Asks on the terminal, on standard error so that output stays clean; only `y` or `yes` is a yes. Ctrl-C and the end of input are a no. */
export async function ask(question: string): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const interrupt = new AbortController();
  lines.on('SIGINT', () => interrupt.abort());
  lines.on('close', () => interrupt.abort());
  try {
    return /^y(?:es)?$/i.test((await lines.question(question, { signal: interrupt.signal })).trim());
  } catch {
    return false; // aborted: nobody said yes
  } finally {
    lines.close();
  }
}
