import assert from 'node:assert/strict';
import test from 'node:test';
import { buildSteps } from './go-part.ts';

const recipe = { kind: 'go', mains: ['example.com/app/a', 'example.com/app/b'], moduleFiles: [] } as const;

test('programs are built together, so that they share the work', () => {
  assert.deepEqual(buildSteps({ ...recipe, variables: ['v.Version=1'] }), [{ mains: recipe.mains, variables: ['v.Version=1'] }]);
});

test('programs that tell their own name are built one by one', () => {
  assert.deepEqual(buildSteps({ ...recipe, variables: ['v.Version={program}-1'] }), [
    { mains: ['example.com/app/a'], variables: ['v.Version=a-1'] },
    { mains: ['example.com/app/b'], variables: ['v.Version=b-1'] },
  ]);
});
