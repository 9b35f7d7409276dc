/** A request id as Envoy makes them. */
export function requestId(random: () => number): string {
  const hex = (length: number): string =>
    Math.trunc(random() * 16 ** length)
      .toString(16)
      .padStart(length, '0');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-9${hex(3)}-${hex(12)}`;
}
