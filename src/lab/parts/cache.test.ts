import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import test from 'node:test';
import { labCache } from './cache.ts';

test('the cache is where the user says, else where caches belong', () => {
  assert.equal(labCache({ WHY503_CACHE: '/a', XDG_CACHE_HOME: '/b', HOME: '/c' }).folder, '/a/lab');
  assert.equal(labCache({ WHY503_CACHE: '', XDG_CACHE_HOME: '/b', HOME: '/c' }).folder, '/b/why503/lab');
  assert.equal(labCache({ HOME: '/c' }).folder, '/c/.cache/why503/lab');
  assert.equal(labCache({}).folder, `${homedir()}/.cache/why503/lab`);
});
