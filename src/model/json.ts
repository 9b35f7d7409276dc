/** Any value that survives `JSON.stringify` unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** An object read from outside, with no promise about its fields. */
export type JsonObject = { readonly [key: string]: unknown };
