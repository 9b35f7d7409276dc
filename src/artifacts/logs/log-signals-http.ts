import { dataOf, groups, type SignalRule, whenAny } from './log-signal-rule.ts';

/** What HTTP parsers say of bytes they do not take. */
export type HttpSignalId = 'codec-error' | 'headers-too-large' | 'response-length-wrong';

/**
 * Envoy's codecs (codec_client.cc, conn_manager_impl.cc; level debug; Envoy 1.20 to 1.40, seen with 1.40.0). Servers and libraries by their own
 * sources: nginx, Node, undici, Tomcat, Jetty, Netty, Go, gunicorn, aiohttp.
 */
export const httpSignals: Readonly<Record<HttpSignalId, SignalRule>> = {
  'codec-error': {
    needles: ['error dispatching received data', 'dispatch error:'],
    read: ({ message }) => {
      // codec_client.cc speaks of the upstream's bytes, conn_manager_impl.cc of the caller's
      const upstream = groups(/Error dispatching received data: (?<error>[^\n]{1,200}?)(?:\s+thread=\d+)?$/m, message);
      if (upstream !== undefined) return dataOf({ of: 'upstream', ...plain(upstream) });
      const downstream = groups(/\bdispatch error: (?<error>[^\n]{1,200}?)(?:\s+thread=\d+)?$/m, message);
      return downstream === undefined ? undefined : dataOf({ of: 'downstream', ...plain(downstream) });
    },
  },
  'headers-too-large': whenAny(
    [
      'too long header',
      'too big header',
      'too long uri',
      'header_overflow',
      'headers_overflow',
      'headersoverflowerror',
      'header is too large',
      'badmessageexception: 431',
      'toolonghttpheader',
      'header is larger than',
      'response headers exceeded',
      'limit request headers fields size',
      'when reading: header',
    ],
    [
      /(?<text>(?:client|upstream) sent too (?:long|big) (?:header|URI)[^\n]{0,120})/, // nginx
      /(?<text>HPE_HEADER_OVERFLOW|UND_ERR_HEADERS_OVERFLOW|HeadersOverflowError)/, // Node, undici
      /(?<text>Request header is too large|BadMessageException: 431[^\n]{0,80})/, // Tomcat, Jetty
      /(?<text>TooLongHttpHeaderException[^\n]{0,80}|HTTP header is larger than \d{1,9} bytes)/, // Netty
      /(?<text>server response headers exceeded \d{1,12} bytes)/, // Go's client
      /(?<text>limit request headers fields size)/i, // gunicorn
      /(?<text>Got more than \d{1,9} bytes[^\n]{0,40} when reading: header[^\n]{0,40})/i, // aiohttp
    ],
  ),
  'response-length-wrong': whenAny(
    ['declared content-length', 'content_length_mismatch', 'than content-length', "body's content-length"],
    [
      /(?<text>wrote more than the declared Content-Length)/, // Go
      /(?<text>Too (?:much|little) data for declared Content-Length)/, // h11, uvicorn
      /(?<text>Response content (?:longer|shorter) than Content-Length)/, // uvicorn with httptools
      /(?<text>ERR_HTTP_CONTENT_LENGTH_MISMATCH|Response body's content-length[^\n]{0,80})/, // Node
    ],
  ),
};

/** Without the protocol in front, which older releases do not name. */
function plain({ error = '' }: { readonly [name: string]: string }): { readonly error: string } {
  return { error: error.replace(/^http\/1\.1 protocol error: /, '') };
}
