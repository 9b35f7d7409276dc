/**
 * What an error text of Envoy's HTTP/1 codec says of an answer. Texts of codec_impl.cc and of its parsers (http-parser, Balsa), seen with
 * Envoy 1.40.0; older releases write the same words without `http/1.1 protocol error: ` in front.
 * - `violation`: HTTP, and against its rules
 * - `cut`: the connection ended in the middle of the answer, as it does when a process dies
 * - `no-http`: the first bytes are no HTTP/1 at all
 * - `other`: nothing is known of it
 */
export type Reading = 'violation' | 'cut' | 'no-http' | 'other';

export function readingOf(error: string): Reading {
  if (/HPE_INVALID_EOF_STATE/.test(error)) return 'cut';
  if (/HPE_INVALID_(?:CONSTANT|VERSION|METHOD)|INVALID_VERSION|NO_STATUS_LINE/.test(error)) return 'no-http';
  return violations.some((pattern) => pattern.test(error)) ? 'violation' : 'other';
}

const violations: readonly RegExp[] = [
  /CONTENT_LENGTH\b/, // HPE_UNEXPECTED_CONTENT_LENGTH (two of them), UNPARSABLE_CONTENT_LENGTH, MULTIPLE_CONTENT_LENGTH_KEYS
  /both 'Content-Length' and 'Transfer-Encoding' are set/,
  /(?:content length|transfer encoding) not allowed in 1xx or 204/,
  /unsupported transfer encoding|UNKNOWN_TRANSFER_ENCODING|MULTIPLE_TRANSFER_ENCODING/,
  /header (?:value|name) contains invalid chars|INVALID_HEADER_(?:NAME_)?CHARACTER|HPE_INVALID_HEADER_TOKEN/,
  /INVALID_CHUNK|HPE_INVALID_CHUNK_SIZE|CHUNK_LENGTH_OVERFLOW/,
  /FAILED_CONVERTING_STATUS_CODE_TO_INT|HPE_INVALID_STATUS/,
];
