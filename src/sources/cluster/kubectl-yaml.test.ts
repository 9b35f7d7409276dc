import assert from 'node:assert/strict';
import test from 'node:test';
import { readKubectlYaml } from './kubectl-yaml.ts';

const meaningOf = (text: string): unknown => (readKubectlYaml(`a: ${text}\n`)[0] as { readonly a: unknown }).a; // the text is such a map

test('scalars mean what they mean to kubectl', () => {
  // printed by YAMLToJSON of sigs.k8s.io/yaml 1.6.0
  const expected: readonly (readonly [text: string, value: unknown])[] = [
    ...['on', 'On', 'y', 'Y', 'yes', 'True', 'TRUE'].map((text) => [text, true] as const),
    ...['n', 'no', 'off', 'OFF', 'false'].map((text) => [text, false] as const),
    ['tRue', 'tRue'],
    ['0600', 384],
    ['0o600', 384],
    ['-0600', -384],
    ['00', 0],
    ['08', 8],
    ['1:30', '1:30'],
    ['190:20:30', '190:20:30'],
    ['1_000', 1000],
    ['1_000.5', 1000.5],
    ['2026-01-01', '2026-01-01'],
    ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z'],
    ['0x1f', 31],
    ['-0x1f', -31],
    ['0x_1f', 31],
    ['0b11', 3],
    ['1e3', 1000],
    ['1E3', 1000],
    ['.5', 0.5],
    ['1.', 1],
    ['+1', 1],
    ['010.5', 10.5],
    ['1e400', '1e400'],
    ['~', null],
    ['Null', null],
    ['"on"', 'on'],
    ["'0600'", '0600'],
    ['v1', 'v1'],
    ['10.1.2.3', '10.1.2.3'],
    ['5s', '5s'],
  ];
  for (const [text, value] of expected) assert.deepEqual(meaningOf(text), value, text);
});

test('keys are merged', () => {
  assert.deepEqual(readKubectlYaml('base: &b {x: 1}\nc:\n  <<: *b\n  z: 2\n'), [{ base: { x: 1 }, c: { x: 1, z: 2 } }]);
});
