import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { satisfies, type Version, versionRange } from '../versions/version.ts';
import { keepAliveEntries } from './entries.ts';
import type { KeepAliveEntry, Range, Side } from './entry.ts';

const sidesOf = ({ server, client, device }: KeepAliveEntry): readonly Side[] => [server, client, device].filter((side) => side !== undefined);
const everySide = keepAliveEntries.flatMap((entry) => sidesOf(entry).map((side) => ({ id: entry.id, side })));
const text = (version: Version): string => `${version.major}.${version.minor ?? 0}.${version.patch ?? 0}`;

test('every file is one entry whose id is its name', () => {
  const files = readdirSync(join(import.meta.dirname, 'entries'))
    .filter((file) => !file.startsWith('_'))
    .map((file) => file.replace(/\.ts$/, ''));
  assert.deepEqual(
    keepAliveEntries.map(({ id }) => id),
    files.toSorted(),
  );
  for (const id of files) assert.match(id, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
});

test('every entry says of some side what it does, and when that was last looked at', () => {
  for (const entry of keepAliveEntries) {
    assert.doesNotMatch(JSON.stringify(entry), /TODO|example\.com/, entry.id);
    assert.ok(sidesOf(entry).length > 0, entry.id);
    assert.match(entry.checked, /^20[2-9]\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, entry.id);
  }
});

test('every number has a source, and what is called measured has a measurement or names one', () => {
  for (const { id, side } of everySide) {
    for (const { title, url } of side.sources) {
      assert.ok(title.trim() !== '', id);
      if (url !== undefined) assert.equal(new URL(url).protocol, 'https:', id);
    }
    if (side.confidence === 'measured')
      assert.ok(side.measured !== undefined || side.sources.some(({ title }) => title.startsWith('measured')) || side.header !== undefined, id);
  }
});

test('times are milliseconds, and ranges hold their order', () => {
  for (const { id, side } of everySide) {
    for (const { value } of side.idle) if (typeof value === 'number') assert.ok(Number.isInteger(value) && value >= 1_000, `${id}: ${value}`);
    const ranges: readonly Range[] = [side.closesAfter, ...(side.measured ?? []).map(({ closes }) => closes)].filter((range) => range !== undefined);
    for (const { min, max } of ranges) assert.ok(min > 0 && min <= max, `${id}: ${min}..${max}`);
    for (const { closes, survived } of side.measured ?? []) assert.notEqual(closes === undefined, survived === undefined, id);
    if (side.maxAge !== undefined) assert.ok(side.maxAge.value >= 1_000, id);
    if (side.maxRequests !== undefined) assert.ok(side.maxRequests.value >= 1, id);
  }
});

test('ranges of versions can be read, do not overlap, and stand beside each other only when each has one', () => {
  for (const { id, side } of everySide) {
    const ranges = side.idle.flatMap(({ versions }) => versions ?? []);
    if (side.idle.length > 1) assert.equal(ranges.length, side.idle.length, id);
    for (const range of [...ranges, ...(side.maxRequests?.versions === undefined ? [] : [side.maxRequests.versions])]) assert.ok(versionRange(range), id);
    for (const version of ranges.flatMap((range) => (versionRange(range) ?? []).flatMap((one) => around(one.version)))) {
      const holding = ranges.filter((range) => satisfies(version, range));
      assert.ok(holding.length <= 1, `${id}: ${version} is in ${holding.join(' and ')}`);
    }
  }
});

test('a word that software is recognised by stands in one entry only', () => {
  for (const kind of ['images', 'commands', 'logs', 'serverHeaders', 'clients'] as const) {
    const words = keepAliveEntries.flatMap(({ recognise }) => recognise?.[kind] ?? []);
    assert.deepEqual(
      words.filter((word, index) => words.indexOf(word) !== index),
      [],
      kind,
    );
    if (kind === 'serverHeaders') assert.ok(words.every((word) => word === word.toLowerCase() && !/[\s/(]/.test(word)));
  }
});

test('what is said in words is said in both languages', () => {
  const said = keepAliveEntries.flatMap((entry) => [entry.note, ...sidesOf(entry).flatMap(({ header, retries }) => [header, retries])]);
  for (const each of said.filter((one) => one !== undefined)) {
    assert.doesNotMatch(each.en, /[\u4e00-\u9fff]/);
    assert.match(each.zhTW, /[\u4e00-\u9fff]/);
  }
});

/** The version itself and its neighbours, where an overlap would show. */
function around(version: Version): readonly string[] {
  const { major, minor = 0, patch = 0 } = version;
  return [
    text(version),
    `${major}.${minor}.${patch + 1}`,
    `${major}.${minor + 1}.0`,
    `${Math.max(0, major - 1)}.999.999`,
    `${major}.${Math.max(0, minor - 1)}.999`,
    `${major}.${minor}.${Math.max(0, patch - 1)}`,
  ];
}
