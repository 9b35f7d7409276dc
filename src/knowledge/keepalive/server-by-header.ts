import { type ServerDefault, serverTable } from './server-table.ts';

/**
 * The server that writes such a `Server:` header (`nginx/1.22.1`, `Jetty(12.0.5)`, `Python/3.12 aiohttp/3.9.1`); undefined where no entry
 * writes it, as for servers that send none (Tomcat since 8.5, Undertow, Go, Node.js, Puma). Of several products the last that is known
 * counts: what is built upon another names itself behind it. A hint only: any proxy may write the header anew.
 */
export function serverByHeader(value: string): ServerDefault | undefined {
  const products = value
    .slice(0, 200)
    .toLowerCase()
    .split(/\s+/, 20)
    .map((product) => product.split(/[/(]/, 1)[0] ?? product);
  const known = products.flatMap((product) => serverTable.find(({ serverHeaders }) => serverHeaders?.includes(product) === true) ?? []);
  return known.at(-1);
}
