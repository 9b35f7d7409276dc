import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { eachOf } from './collecting.ts';

test('so many are worked on at a time, and all of them', async () => {
  let underWay = 0;
  let most = 0;
  const done: number[] = [];
  await eachOf([1, 2, 3, 4, 5], 2, async (item) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await sleep(2);
    underWay -= 1;
    done.push(item);
  });
  assert.deepEqual([most, done.toSorted((a, b) => a - b)], [2, [1, 2, 3, 4, 5]]);
});

test('one that fails is told of once nothing else is under way', async () => {
  let isOtherDone = false;
  const work = eachOf(['fails', 'goes on'], 2, async (item) => {
    if (item === 'fails') throw new Error('no');
    await sleep(10);
    isOtherDone = true;
  });
  await assert.rejects(work, /no/);
  assert.ok(isOtherDone);
});
