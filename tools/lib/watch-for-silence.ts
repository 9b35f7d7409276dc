import { Worker } from 'node:worker_threads';

/** Told as something begins and ends. */
export interface SilenceWatch {
  readonly began: (name: string) => void;
  readonly ended: (name: string) => void;
  readonly stop: () => Promise<unknown>;
}

/** A thread of its own: what hangs may be a loop that leaves no room for timers. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { writeSync } = require('node:fs');
const running = [];
let timer;
const wait = () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const names = running.slice(-5).join(', ') || 'nothing yet';
    writeSync(1, '\\nFAILED: nothing ended for ' + workerData / 1000 + ' s; under way: ' + names + '\\n0 passed, 1 failed\\n');
    process.kill(process.pid, 'SIGKILL');
  }, workerData);
};
parentPort.on('message', ({ began, ended }) => {
  if (began !== undefined) running.push(began);
  const at = ended === undefined ? -1 : running.lastIndexOf(ended);
  if (at >= 0) running.splice(at, 1);
  wait();
});
wait();
`;

/** Ends this process, with the names of what is under way and a last line of counts, when nothing began or ended for so long: a run that hangs tells nobody why. */
export function watchForSilence(limitMs: number): SilenceWatch {
  const worker = new Worker(program, { eval: true, workerData: limitMs });
  worker.unref();
  return {
    began: (name) => worker.postMessage({ began: name }),
    ended: (name) => worker.postMessage({ ended: name }),
    stop: () => worker.terminate(),
  };
}
