import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Diagnosis } from '../model/diagnosis.ts';
import { diagnosed } from './__golden__/diagnosed.ts';
import { renderText } from './index.ts';

const [first] = diagnosed.incidents;
const withMany = (count: number, leftOut: number): Diagnosis => ({
  ...diagnosed,
  incidents:
    first === undefined ? [] : Array.from({ length: count }, (_, index) => ({ ...first, id: `incident-${index + 1}`, target: `shop-${index + 1}.prod` })),
  incidentsLeftOut: leftOut,
});

test('three incidents are shown whole, further ones a line each', () => {
  const text = renderText(withMany(6, 0));
  assert.match(text, /Further targets with failures/);
  assert.match(text, /shop-6\.prod +5 +keepalive-idle-mismatch/);
  assert.equal(text.match(/What failed \(/g)?.length, 3);
});

test('targets that were not judged are counted', () => {
  assert.match(renderText(withMany(1, 4)), /not listed: 4;/);
});

test('one incident makes no table', () => {
  assert.doesNotMatch(renderText(diagnosed), /Further targets/);
});
