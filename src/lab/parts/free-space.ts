import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file system that is too full: what it has and what is needed, MiB. */
export interface Shortage {
  readonly path: string;
  readonly free: number;
  readonly needed: number;
}

/** The first place without enough room; places on one file system share it. A folder that does not exist yet counts as its parent. */
export function spaceShortage(needs: readonly { readonly path: string; readonly needed: number }[]): Shortage | undefined {
  const byDevice = new Map<number, { path: string; needed: number }>();
  for (const { path, needed } of needs) {
    const place = existing(path);
    const device = statSync(place).dev;
    const sum = byDevice.get(device);
    byDevice.set(device, { path: sum?.path ?? place, needed: needed + (sum?.needed ?? 0) });
  }
  for (const { path, needed } of byDevice.values()) {
    const { bavail, bsize } = statfsSync(path);
    const free = Math.floor((bavail * bsize) / 2 ** 20);
    if (free < needed) return { path, free, needed };
  }
  return undefined;
}

function existing(path: string): string {
  try {
    statSync(path);
    return path;
  } catch {
    return dirname(path) === path ? path : existing(dirname(path));
  }
}
