/** Time for people: `8 s`, `2 m 03 s`. */
export function timeText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Size for people, in MiB: `412 MiB`. */
export function megabytes(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / 2 ** 20))} MiB`;
}
