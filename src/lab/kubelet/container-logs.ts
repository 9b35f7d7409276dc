import { closeSync, mkdirSync, openSync, renameSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

/** The log of one attempt of a container, in the format of the Container Runtime Interface. */
export interface AttemptLog {
  readonly write: (line: string, stream: 'stdout' | 'stderr', isPartial: boolean) => void;
  readonly close: () => void;
}

/** Files of a container's last attempt and of the one before; symbolic links that stay the same over restarts. */
export interface LogPaths {
  readonly current: string;
  readonly previous: string;
}

/** Bytes at which a log is put aside, as the kubelet's containerLogMaxSize (Kubernetes 1.34: 10Mi); what was put aside is no longer served. */
const rotateAt = 10 * 2 ** 20;

export function logPaths(folder: string): LogPaths {
  return { current: join(folder, 'current.log'), previous: join(folder, 'previous.log') };
}

/** Opens `<folder>/<attempt>.log`; the attempt before stays, older ones go. */
export function openAttemptLog(folder: string, attempt: number): AttemptLog {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${attempt}.log`);
  let fd = openSync(path, 'a');
  let size = 0;
  const { current, previous } = logPaths(folder);
  link(`${attempt}.log`, current);
  if (attempt > 0) link(`${attempt - 1}.log`, previous);
  for (const suffix of ['', '.1']) rmSync(join(folder, `${attempt - 2}.log${suffix}`), { force: true });
  return {
    write: (line, stream, isPartial) => {
      size += writeSync(fd, criLine(timestamp(), line, stream, isPartial));
      if (size < rotateAt) return;
      closeSync(fd);
      renameSync(path, `${path}.1`);
      fd = openSync(path, 'a');
      size = 0;
    },
    close: () => closeSync(fd),
  };
}

export function criLine(at: string, line: string, stream: 'stdout' | 'stderr', isPartial: boolean): string {
  return `${at} ${stream} ${isPartial ? 'P' : 'F'} ${line}\n`;
}

/** Now, in UTC with nine digits of a second (microseconds are what is measured). */
function timestamp(): string {
  const milliseconds = performance.timeOrigin + performance.now();
  const whole = Math.floor(milliseconds);
  const rest = Math.floor((milliseconds - whole) * 1e6);
  return `${new Date(whole).toISOString().slice(0, -1)}${`${rest}`.padStart(6, '0')}Z`;
}

/** Replaces the link in one step, so that a reader never misses it. */
function link(target: string, path: string): void {
  rmSync(`${path}.new`, { force: true });
  symlinkSync(target, `${path}.new`);
  renameSync(`${path}.new`, path);
}
