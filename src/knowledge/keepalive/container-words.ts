/** What is known of a container for telling which software serves in it. */
export interface ContainerHints {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  /** Lines of its log, best from its start; at most some thousand are looked at. */
  readonly logs?: readonly string[];
  /** Name of the application where it is already known, for example `vminsert` off a metrics page. */
  readonly app?: string;
}

/** Last part of an image's repository and its tag: `registry:5000/victoriametrics/vminsert:v1.150.0-cluster@sha256:…`. */
export function imageParts(image: string): { readonly name: string; readonly tag?: string } {
  const last = (image.split('@', 1)[0] ?? image).split('/').at(-1) ?? image;
  const colon = last.indexOf(':');
  return colon < 0 ? { name: last.toLowerCase() } : { name: last.slice(0, colon).toLowerCase(), tag: last.slice(colon + 1) };
}

/** The words of command and arguments, also those inside `sh -c "exec gunicorn …"`. At most 500. */
export function commandWords({ command = [], args = [] }: ContainerHints): readonly string[] {
  return [...command, ...args]
    .flatMap((part) => (/\s/.test(part) ? part.slice(0, 10_000).split(/[\s;&|]+/) : [part]))
    .filter((word) => word !== '')
    .slice(0, 500);
}

/** `/usr/local/bin/node` is `node`. */
export function baseName(word: string): string {
  return (
    word
      .replace(/^["']|["']$/g, '')
      .split('/')
      .at(-1) ?? word
  );
}
