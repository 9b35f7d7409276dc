import { noPaint, type Terminal } from '../report/blocks.ts';
import { terminalPaint } from './paint.ts';

/** How standard output wants text: as wide as the terminal, but no wider than a person reads with ease, unless a width was asked for. */
export function textTerminal(options: { readonly width?: number; readonly color: boolean; readonly ascii?: boolean }, most = 110): Terminal {
  return {
    // a terminal that does not know its size says 0
    width: options.width ?? Math.min(process.stdout.columns || 80, most),
    paint: options.color ? terminalPaint : noPaint,
    ascii: options.ascii ?? false,
  };
}
