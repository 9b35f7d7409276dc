import type { ContainerUsage } from './readers.ts';

/** The table of `kubectl top pods -A --containers`: millicores, and mebibytes rounded up so that nothing in use shows as 0. */
export function usageTable(usages: readonly ContainerUsage[]): string {
  const rows = usages
    .toSorted((a, b) => compare(`${a.namespace}/${a.name}/${a.container}`, `${b.namespace}/${b.name}/${b.container}`))
    .map(({ namespace, name, container, cpuMillis, memoryBytes }) => [
      namespace,
      name,
      container,
      `${Math.round(cpuMillis)}m`,
      `${Math.ceil(memoryBytes / 1024 ** 2)}Mi`,
    ]);
  if (rows.length === 0) return '';
  const table = [['NAMESPACE', 'POD', 'NAME', 'CPU(cores)', 'MEMORY(bytes)'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]): string => row.map((cell, column) => cell.padEnd((widths[column] ?? 0) + 3)).join('');
  return table.map((row) => `${line(row).trimEnd()}\n`).join('');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
