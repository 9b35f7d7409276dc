import { baseName, commandWords, type ContainerHints, imageParts } from './container-words.ts';
import { type ServerDefault, serverTable } from './server-table.ts';

/** Which software serves, and by what it was told. */
export interface RecognisedServer {
  readonly server: ServerDefault;
  /** For VictoriaMetrics the application: `vminsert`; else the id of the server. */
  readonly app: string;
  readonly by: 'app' | 'image' | 'command' | 'logs';
  readonly version?: string;
}

/**
 * The strongest hint wins: a name that is already known; a log's own words (an image says `node` or `python`, the log says what
 * runs in it); the command; the image. Undefined when nothing fits: an application of one's own says nothing of its server.
 */
export function recogniseServer(hints: ContainerHints): RecognisedServer | undefined {
  const image = hints.image === undefined ? undefined : imageParts(hints.image);
  const words = commandWords(hints).map(baseName);
  const byApp = hints.app === undefined ? undefined : find(hints.app.toLowerCase());
  if (byApp !== undefined && hints.app !== undefined) return made(byApp, hints.app.toLowerCase(), 'app', image?.tag);
  const worker = gunicornWorker(words, hints.logs ?? [], hints.env ?? {});
  if (worker !== undefined) return made(worker, worker.id, words.includes('gunicorn') ? 'command' : 'logs', undefined);
  const byCommand = words
    .slice(0, 10)
    .map((word) => ({ word, server: serverTable.find(({ commands }) => commands?.includes(word) === true) }))
    .find(({ server }) => server !== undefined);
  const byLog = fromLogs(hints.logs ?? []);
  // `npm start` and `java` start anything; a log that names its server is better informed than a launcher.
  if (byLog !== undefined && (byCommand?.server === undefined || byCommand.server.id === 'node-http' || byCommand.server === byLog))
    return made(byLog, byLog.id === 'victoriametrics' ? (appOf(image?.name, words) ?? byLog.id) : byLog.id, 'logs', image?.tag);
  if (byCommand?.server !== undefined) return made(byCommand.server, byCommand.word.replace(/-prod$/, ''), 'command', image?.tag);
  const byImage = image === undefined ? undefined : serverTable.find(({ images }) => images?.includes(image.name) === true);
  return byImage === undefined || image === undefined ? undefined : made(byImage, image.name, 'image', image.tag);
}

function made(server: ServerDefault, word: string, by: RecognisedServer['by'], tag: string | undefined): RecognisedServer {
  const named = server.id === 'victoriametrics';
  // A tag is the server's own version only where the image is the server's.
  const version = tag !== undefined && /^v?\d/.test(tag) && (named || by === 'image') ? tag : undefined;
  return { server, app: named ? word : server.id, by, ...(version === undefined ? {} : { version }) };
}

function find(name: string): ServerDefault | undefined {
  return serverTable.find(({ id, images, commands }) => id === name || images?.includes(name) === true || commands?.includes(name) === true);
}

function appOf(image: string | undefined, words: readonly string[]): string | undefined {
  const apps = serverTable.find(({ id }) => id === 'victoriametrics')?.images ?? [];
  return [image ?? '', ...words.map((word) => word.replace(/-prod$/, ''))].find((word) => apps.includes(word));
}

/** Gunicorn's worker decides: sync keeps nothing alive, gthread 2 s, a uvicorn worker takes gunicorn's 2 s, not its own 5 s. */
function gunicornWorker(words: readonly string[], logs: readonly string[], env: { readonly [name: string]: string }): ServerDefault | undefined {
  const head = logs.slice(0, 3000);
  if (!words.slice(0, 10).includes('gunicorn') && !head.some((line) => line.includes('Starting gunicorn'))) return undefined;
  const told = [...words, ...(env['GUNICORN_CMD_ARGS'] ?? '').split(/\s+/)].join(' ') + head.filter((line) => line.includes('Using worker:')).join(' ');
  const id = /uvicorn[._]workers?/i.test(told) ? 'gunicorn-uvicorn' : /gthread|--threads[= ](?!1\b)/.test(told) ? 'gunicorn-gthread' : 'gunicorn-sync';
  return find(id);
}

function fromLogs(logs: readonly string[]): ServerDefault | undefined {
  const head = logs.slice(0, 3000).map((line) => line.slice(0, 1000));
  // Longer words say more: "Tomcat started on port" before "nginx/1.".
  return serverTable
    .flatMap((server) => (server.logs ?? []).map((text) => ({ server, text })))
    .toSorted((a, b) => b.text.length - a.text.length)
    .find(({ text }) => head.some((line) => line.includes(text)))?.server;
}
