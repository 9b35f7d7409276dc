import assert from 'node:assert/strict';
import test from 'node:test';
import { createProgress, type Progress } from './progress.ts';

function screen(isTerminal: boolean): { readonly progress: Progress; readonly written: string[]; readonly clock: { now: number } } {
  const written: string[] = [];
  const clock = { now: 0 };
  const progress = createProgress({ isTerminal, columns: 40, write: (text) => written.push(text), now: () => clock.now });
  return { progress, written, clock };
}

test('a log gets one line a step and one at the end', () => {
  const { progress, written, clock } = screen(false);
  progress.step('istio', 'building');
  clock.now = 125_000;
  progress.end('istio', `ready in ${progress.elapsed('istio')}`);
  assert.deepEqual(written, ['istio: building\n', 'istio: ready in 2 m 05 s\n']);
});

test('a log gets a sign of life once a minute while something runs, and none when nothing does', () => {
  const { progress, written, clock } = screen(false);
  progress.step('istio', 'building');
  for (clock.now = 0; clock.now < 130_000; clock.now += 1000) progress.tick();
  progress.end('istio', 'ready');
  for (; clock.now < 330_000; clock.now += 1000) progress.tick();
  assert.deepEqual(written, ['istio: building\n', 'istio: building 1 m 00 s\n', 'istio: building 2 m 00 s\n', 'istio: ready\n']);
});

test('a terminal has one line that is redrawn, fits, and is gone at the end', () => {
  const { progress, written } = screen(true);
  progress.step('victoriametrics', 'downloading');
  progress.step('kubernetes', 'downloading');
  progress.end('kubernetes', 'ready');
  progress.close();
  assert.ok(written.every((text) => text.startsWith('\r\x1b[2K')));
  assert.ok(written.every((text) => text.slice(5).length < 40));
  assert.equal(written.at(-1), '\r\x1b[2K');
});
