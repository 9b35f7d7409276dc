import assert from 'node:assert/strict';
import test from 'node:test';
import { noPaint } from './blocks.ts';
import { printBars } from './print-bars.ts';

const rows = [
  { label: '5 s', value: 100, shown: '100' },
  { label: '60 s', value: 0.01, shown: '1' },
  { label: '', value: 0, shown: '0' },
];

test('the greatest value fills the room, the least that is not nothing can be seen, and nothing has no bar', () => {
  const [, full = '', tiny = '', none = ''] = printBars('gaps', rows, { width: 40, paint: noPaint, ascii: false });
  assert.equal(full, `  5 s   ${'█'.repeat(27)} 100`);
  assert.equal(tiny, '  60 s  ▏ 1');
  assert.equal(none, '        0');
});

test('ASCII needs no block characters', () => {
  const lines = printBars('gaps', rows, { width: 40, paint: noPaint, ascii: true });
  assert.match(lines[1] ?? '', /^ {2}5 s {3}#{27} 100$/);
});
