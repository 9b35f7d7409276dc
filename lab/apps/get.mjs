/** Fetches a page: `node get.mjs URL` prints the body; ends with code 1 when there is none or the status says failure. */
import { get } from 'node:http';

const url = process.argv[2];
if (url === undefined || url === '--help') {
  console.log('usage: node get.mjs URL (http only, at most 10 s)');
  process.exit(url === undefined ? 2 : 0);
}
const fail = (text) => {
  console.error(`GET ${url}: ${text}`);
  process.exit(1);
};
const request = get(url, { agent: false, signal: AbortSignal.timeout(10_000) }, (response) => {
  if (response.statusCode >= 400) fail(`HTTP ${response.statusCode}`);
  response.on('error', (error) => fail(error.message));
  response.pipe(process.stdout);
});
request.on('error', (error) => fail(error.message));
