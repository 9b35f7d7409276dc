/** Numbers of gRPC's status names, in the two spellings that Envoy has (`GRPC_STATUS(CAMEL_STRING)`, `GRPC_STATUS(SNAKE_STRING)`), folded. */
const numbers: Readonly<Record<string, number>> = {
  ok: 0,
  canceled: 1,
  cancelled: 1,
  unknown: 2,
  invalidargument: 3,
  deadlineexceeded: 4,
  notfound: 5,
  alreadyexists: 6,
  permissiondenied: 7,
  resourceexhausted: 8,
  failedprecondition: 9,
  aborted: 10,
  outofrange: 11,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  dataloss: 15,
  unauthenticated: 16,
};

/** The status of a gRPC answer as a number; undefined for a text that is none, and for `-`. */
export function grpcStatusOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 && value <= 16 ? value : undefined;
  if (typeof value !== 'string' || value.length > 30) return undefined;
  if (/^\d{1,2}$/.test(value)) return Number(value) <= 16 ? Number(value) : undefined;
  const name = value.toLowerCase().replaceAll(/[^a-z]/g, '');
  return Object.hasOwn(numbers, name) ? numbers[name] : undefined;
}

/**
 * The HTTP status that tells the same, as Envoy maps it (source/common/grpc/status.cc grpcToHttpStatus, Envoy 1.20 to 1.40): 14 is 503, 4 is 504,
 * 2, 13 and 15 are 500. Undefined for a status that is no failure of the server.
 */
export function failureOfGrpcStatus(status: number): number | undefined {
  if (status === 14) return 503;
  if (status === 4) return 504;
  return status === 2 || status === 13 || status === 15 ? 500 : undefined;
}
