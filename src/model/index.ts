/** Public: the types of the core, and the `define…` functions by which analyzers, causes, facts and artifacts are made. */
export * from './analyzer.ts';
export * from './cause.ts';
export * from './diagnosis.ts';
export * from './evidence.ts';
export * from './failure.ts';
export * from './json.ts';
export * from './snapshot.ts';
export * from './source.ts';
export * from './text.ts';
export * from './time.ts';
