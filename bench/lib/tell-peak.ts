import { writeSync } from 'node:fs';

// A preload: at the end, the peak of resident memory in KiB goes to file descriptor 3.
process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
