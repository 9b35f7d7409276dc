const units: { readonly [suffix: string]: number } = {
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A Kubernetes quantity (`500m`, `512Mi`, `1e3`) as a number of CPUs or bytes. */
export function quantity(text: string | number | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, amount = '', suffix = ''] = /^([0-9.]+(?:[eE][+-]?[0-9]+)?)([a-zA-Z]*)$/.exec(`${text}`.trim()) ?? [];
  const unit = units[suffix];
  return amount === '' || unit === undefined ? undefined : Number(amount) * unit;
}
