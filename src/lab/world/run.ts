import { spawn } from 'node:child_process';

export interface RunOptions {
  /** For its standard input. */
  readonly input?: string;
  /** Kills the command. */
  readonly signal?: AbortSignal;
  /** Default: this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a helper command to its end and gives its standard output. Throws with its error output when it fails. */
export function run(command: string, args: readonly string[], { input = '', signal, env }: RunOptions = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: 'pipe',
      killSignal: 'SIGKILL',
      ...(signal === undefined ? {} : { signal }),
      ...(env === undefined ? {} : { env }),
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.on('error', (cause) => reject(new Error(`${command}: ${cause.message}`, { cause })));
    child.on('close', (code, by) => {
      if (code === 0) resolve(Buffer.concat(output).toString());
      else reject(new Error(`${[command, ...args].join(' ')}: ${Buffer.concat(errors).toString().trim() || (by ?? `exit code ${code}`)}`));
    });
    // A command that ends without reading its input is no fault of ours.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
