import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { logPaths } from '../kubelet/container-logs.ts';
import { podUids } from './pod-uids.ts';

test('the uids of a namespace are those of its pods, gone ones included', (t) => {
  const logs = mkdtempSync(join(tmpdir(), 'why503-uids-'));
  t.after(() => rmSync(logs, { recursive: true }));
  for (const folder of ['shop_web-1_gone', 'shop_web-2_here', 'other_web-1_foreign']) mkdirSync(join(logs, folder, 'web'), { recursive: true });
  const containers = [{ name: 'web', restarts: 0, logs: logPaths(join(logs, 'shop_web-2_here', 'web')) }];
  const kubelet = { pods: () => [{ namespace: 'shop', name: 'web-2', uid: 'here', containers }] };
  assert.deepEqual([...podUids(kubelet, ['shop'])].toSorted(), ['gone', 'here']);
  assert.deepEqual([...podUids(kubelet)].toSorted(), ['foreign', 'gone', 'here']);
});
