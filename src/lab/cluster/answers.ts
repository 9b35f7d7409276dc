import { request } from 'node:http';

/** Whether a GET gives a status below 300. */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const outgoing = request(url, { timeout: 2000 }, (incoming) => {
      incoming.resume();
      resolve((incoming.statusCode ?? 500) < 300);
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(false));
    outgoing.end();
  });
}
