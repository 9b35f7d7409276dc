/** Factors of Kubernetes quantities and of VictoriaMetrics' byte sizes (`32MiB`, `1MB`). */
const factors: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['n', 1e-9],
  ['u', 1e-6],
  ['m', 1e-3],
  ['k', 1e3],
  ['K', 1e3],
  ['M', 1e6],
  ['G', 1e9],
  ['T', 1e12],
  ['P', 1e15],
  ['E', 1e18],
  ['Ki', 2 ** 10],
  ['Mi', 2 ** 20],
  ['Gi', 2 ** 30],
  ['Ti', 2 ** 40],
  ['Pi', 2 ** 50],
  ['Ei', 2 ** 60],
]);

const form = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))(?:([eE][+-]?\d{1,3})|([numkKMGTPE]i?))?B?$/;

/** A Kubernetes quantity as a plain number: `500m` is 0.5 (cores), `36Mi` is 37748736 (bytes), `32MiB` too. Undefined for anything else. */
export function parseQuantity(text: string): number | undefined {
  const trimmed = text.trim();
  const match = trimmed.length > 64 ? null : form.exec(trimmed);
  if (match === null) return undefined;
  const factor = factors.get(match[3] ?? '');
  if (factor === undefined) return undefined;
  const digits = Number(`${match[1] ?? ''}${match[2] ?? ''}`);
  const value = factor < 1 ? digits / Math.round(1 / factor) : digits * factor;
  return Number.isFinite(value) ? value : undefined;
}

/** Bytes for people, in the binary unit that leaves one to four digits: `36Mi`, `1.5Gi`, `512`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return 'unknown';
  const names = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
  let value = Math.abs(bytes);
  let step = 0;
  while (value >= 1_024 && step < names.length - 1) {
    value /= 1_024;
    step += 1;
  }
  const digits = Number.isInteger(value) || step === 0 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  return `${bytes < 0 ? '-' : ''}${digits}${names[step] ?? ''}`;
}
