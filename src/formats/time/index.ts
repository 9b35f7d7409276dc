export { parseWindow, resolveWindow, type WindowText } from './window.ts';
export { formatDuration, parseAge, parseDuration } from './duration.ts';
export { type FoundInstant, parseInstant, readInstant, unixTime } from './instant.ts';
export { formatBytes, parseQuantity } from './quantity.ts';
