/** A segment with a digit in it, but for versions: ids, dates, numbers. */
const changing = /(?<=\/)(?!v\d+(?:\/|$))[^/]*\d[^/]*/g;

/** What requests for one thing have in common: of `/orders/4711?page=2` it is `/orders/*`. At most 200 characters. */
export function pathShape(path: string): string {
  const end = path.search(/[?#;]/);
  return path.slice(0, end < 0 ? 200 : Math.min(end, 200)).replace(changing, '*');
}
