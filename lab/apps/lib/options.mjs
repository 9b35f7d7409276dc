/**
 * Options of the lab's programs: `--name value` or `--name=value`. A definition is `{ type, help, default?, many? }`; types are
 * `text`, `number`, `duration` (`250ms`, `5s`, `1m`; given in milliseconds), `bytes` (`64KiB`), `windows` (`10s-20s,40s-`) and `flag`.
 * `--help` prints them all; anything else that is not known ends the program with code 2.
 */
import { parseArgs } from 'node:util';

export function readOptions(about, definitions, argv = process.argv.slice(2)) {
  const options = { help: { type: 'boolean' } };
  for (const [name, { type, many }] of Object.entries(definitions)) options[name] = { type: type === 'flag' ? 'boolean' : 'string', multiple: many === true };
  try {
    const { values } = parseArgs({ args: argv, options, allowNegative: true });
    if (values.help === true) {
      console.log(helpOf(about, definitions));
      process.exit(0);
    }
    const read = {};
    for (const [name, definition] of Object.entries(definitions)) read[camelCase(name)] = valueOf(name, definition, values[name]);
    return read;
  } catch (error) {
    console.error(`${error.message}\nTry --help.`);
    process.exit(2);
  }
}

function valueOf(name, definition, given) {
  const { type, many } = definition;
  const said = given ?? definition.default;
  if (said === undefined) return many ? [] : type === 'flag' ? false : undefined;
  if (many) return [said].flat().map((one) => converted(name, type, one));
  return converted(name, type, said);
}

function converted(name, type, said) {
  const value = readers[type](said);
  if (value === undefined || Number.isNaN(value)) throw new Error(`--${name}: ${said} is no ${type}`);
  return value;
}

const readers = {
  text: (said) => said,
  flag: (said) => said === true,
  number: (said) => Number(said),
  duration,
  bytes: (said) => {
    const match = /^(\d+(?:\.\d+)?)(B|KiB|MiB|GiB)?$/.exec(said);
    return match === null ? undefined : Math.round(Number(match[1]) * { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }[match[2] ?? 'B']);
  },
  windows: (said) => {
    const windows = said.split(',').map((part) => {
      const [from, to] = part.split('-');
      return { from: duration(from), to: to === undefined || to === '' ? Number.POSITIVE_INFINITY : duration(to) };
    });
    return windows.every(({ from, to }) => from !== undefined && to !== undefined) ? windows : undefined;
  },
};

function duration(said) {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(said);
  return match === null ? (said === '0' ? 0 : undefined) : Number(match[1]) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[match[2]];
}

function helpOf(about, definitions) {
  const rows = Object.entries(definitions).map(([name, { type, help, default: usual }]) => {
    const head = `  --${name}${type === 'flag' ? '' : ` ${type.toUpperCase()}`}`;
    return `${head.padEnd(34)}${help}${usual === undefined ? '' : ` (default ${usual})`}`;
  });
  return [about, '', ...rows].join('\n');
}

function camelCase(name) {
  return name.replaceAll(/-([a-z])/g, (_, letter) => letter.toUpperCase());
}
