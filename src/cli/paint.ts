import pc from 'picocolors';
import type { Paint } from '../report/index.ts';

const colors = pc.createColors(true);

/** Colours of a terminal, for a report that was asked to have some. */
export const terminalPaint: Paint = { bad: colors.red, good: colors.green, warn: colors.yellow, strong: colors.bold, dim: colors.dim, plain: (text) => text };
