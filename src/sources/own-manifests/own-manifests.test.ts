import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import test from 'node:test';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import type { Json } from '../../model/json.ts';
import { editedText, ownDocuments, ownObjects } from './edit-file.ts';
import { unifiedDiff } from './unified-diff.ts';

type Fields = { readonly [name: string]: Json };

/** The only object of a text, changed. */
function edited(text: string, change: (object: Fields) => Fields, index = 0): string | undefined {
  const own = ownObjects(ownDocuments(text))[index];
  assert.ok(own !== undefined);
  return editedText(text, own, change(own.object as Fields));
}

const withSpec =
  (change: (spec: Fields) => Fields) =>
  (object: Fields): Fields => ({ ...object, spec: change(object['spec'] as Fields) });

test('a field that is set keeps its quotes and its comment, and nothing around it moves', () => {
  const text = `# kept\nkind: X   # what\nspec:\n    a: "5s"   # why\n    b: '5s'\n    c: 5s # plain\n\n    d:   7\n`;
  assert.equal(
    edited(
      text,
      withSpec((spec) => ({ ...spec, a: '4s', b: "it's", c: '4s', d: 8 })),
    ),
    `# kept\nkind: X   # what\nspec:\n    a: "4s"   # why\n    b: 'it''s'\n    c: 4s # plain\n\n    d:   8\n`,
  );
});

test('a field that is not there is written below its neighbours, at their indentation', () => {
  const text = `kind: X\nspec:\n    a:\n        b: 1 # one\n    # about the list\n    list:\n    - name: x\n      image: i\n`;
  assert.equal(
    edited(
      text,
      withSpec(() => ({ a: { b: 1, c: { d: 2 } }, list: [{ name: 'x', image: 'i', args: ['-a=1'] }, { name: 'z' }] })),
    ),
    `kind: X\nspec:\n    a:\n        b: 1 # one\n        c:\n          d: 2\n    # about the list\n    list:\n    - name: x\n      image: i\n      args:\n        - -a=1\n    - name: z\n`,
  );
});

test('scalars are compared as kubectl reads them, and text that it would take for a switch is quoted', () => {
  assert.equal(
    edited(
      'kind: X\nspec:\n  a: yes\n  b: 0600\n  c: x\n',
      withSpec(() => ({ a: true, b: 384, c: 'on' })),
    ),
    "kind: X\nspec:\n  a: yes\n  b: 0600\n  c: 'on'\n",
  );
});

test('a parent without a value gets one, and keeps its comment', () => {
  assert.equal(
    edited(
      'kind: X\nspec:\n  a:  # later\n  b: null # never\n  c: {}\n  d: []\n  e:\n',
      withSpec(() => ({ a: { x: 1 }, b: { x: 1 }, c: { x: 1 }, d: [1], e: 5 })),
    ),
    'kind: X\nspec:\n  a:  # later\n    x: 1\n  b: # never\n    x: 1\n  c: { x: 1 }\n  d: [1]\n  e: 5\n',
  );
});

test('what stands between brackets stays there, JSON too', () => {
  assert.equal(
    edited(
      'kind: X\nspec: { a: 1, b: [x, "y,z" ], c: {d: e,}, } # all\n',
      withSpec(() => ({ a: 2, b: ['x', 'y,z', 'w,v'], c: { d: 'e', f: { g: true } } })),
    ),
    'kind: X\nspec: { a: 2, b: [x, "y,z", \'w,v\' ], c: {d: e, f: {g: true},}, } # all\n',
  );
  assert.equal(
    edited(
      '{"kind": "X", "spec": {"a": "b"}}',
      withSpec((spec) => ({ ...spec, c: { d: [1] } })),
    ),
    '{"kind": "X", "spec": {"a": "b", "c": {"d":[1]}}}',
  );
});

test('an element in the middle of a list is changed or added where it stands', () => {
  const text = 'kind: X\nspec:\n  args:\n    - -a # first\n    # about b\n    - -b=5s\n    - -c\n';
  assert.equal(
    edited(
      text,
      withSpec(() => ({ args: ['-a', '-b=65m', '-c'] })),
    ),
    text.replace('5s', '65m'),
  );
  assert.equal(
    edited(
      text,
      withSpec(() => ({ args: ['-z', '-a', '-b=5s', '-c'] })),
    ),
    text.replace('- -a', '- -z\n    - -a'),
  );
  assert.equal(
    edited(
      text,
      withSpec(() => ({ args: ['-a', '-b=5s', '-b2', '-c'] })),
    ),
    text.replace('- -b=5s', '- -b=5s\n    - -b2'),
  );
});

test('a map that is replaced loses the keys that are gone, and only them', () => {
  const text = 'kind: X\nspec:\n  selector:\n    app: a\n    tier: b # gone\n  flow: {app: a, tier: b}\n';
  assert.equal(
    edited(
      text,
      withSpec(() => ({ selector: { app: 'c' }, flow: { tier: 'b' } })),
    ),
    'kind: X\nspec:\n  selector:\n    app: c\n  flow: {tier: b}\n',
  );
});

test('lines that end as on Windows go on so, a file without a last line end too, and blocks of text stay', () => {
  assert.equal(
    edited(
      'kind: X\r\nspec:\r\n  a: 1\r\n',
      withSpec((spec) => ({ ...spec, b: { c: 1 } })),
    ),
    'kind: X\r\nspec:\r\n  a: 1\r\n  b:\r\n    c: 1\r\n',
  );
  assert.equal(
    edited(
      'kind: X\nspec:\n  a: 1',
      withSpec((spec) => ({ ...spec, b: 2 })),
    ),
    'kind: X\nspec:\n  a: 1\n  b: 2',
  );
  assert.equal(
    edited(
      '\ufeffkind: X\nspec:\n\ta: 1\n'.replace('\t', '  '),
      withSpec(() => ({ a: 2 })),
    ),
    '\ufeffkind: X\nspec:\n  a: 2\n',
  );
  assert.equal(
    edited(
      'kind: X\nspec:\n  a: |\n    one\n    two\n\n---\nkind: Y\n',
      withSpec((spec) => ({ ...spec, b: 2 })),
    ),
    'kind: X\nspec:\n  a: |\n    one\n    two\n  b: 2\n\n---\nkind: Y\n',
  );
});

test('of several documents and of the items of a list only the one that is meant changes', () => {
  const text = 'kind: X\nspec: { a: 1 }\n---\n# nothing\n---\nkind: List\nitems:\n- kind: X\n  spec: { a: 1 }\n- kind: Y\n  spec:\n    a: 1\n';
  assert.equal(
    edited(
      text,
      withSpec(() => ({ a: 2 })),
      2,
    ),
    `${text.slice(0, -2)}2\n`,
  );
  assert.equal(ownObjects(ownDocuments(text)).length, 3);
});

test('a value that an anchor shares is left alone, one that a merge key brings is set beside it', () => {
  assert.equal(
    edited(
      'kind: X\nspec:\n  a: &limit 5s\n  b: *limit\n',
      withSpec(() => ({ a: '4s', b: '5s' })),
    ),
    undefined,
  );
  assert.equal(
    edited(
      'kind: X\nspec:\n  a: &limit 5s\n  b: *limit\n',
      withSpec(() => ({ a: '5s', b: '4s' })),
    ),
    undefined,
  );
  assert.equal(
    edited(
      'kind: X\nbase: &base { a: 1, b: 2 }\nspec:\n  <<: *base\n  c: 3\n',
      withSpec(() => ({ a: 9, b: 2, c: 3 })),
    ),
    'kind: X\nbase: &base { a: 1, b: 2 }\nspec:\n  <<: *base\n  c: 3\n  a: 9\n',
  );
});

test('whatever is edited means what was wanted, and its diff leads there by git and by patch', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'name', 'x y', "it's", '1', 'on');
  const { value } = fc.letrec<{ readonly value: Json; readonly leaf: Json; readonly map: Fields; readonly list: readonly Json[] }>((tie) => ({
    leaf: fc.oneof(
      fc.constantFrom('5s', 'a, b', '- x', 'on', '1e3', '', ' x', 'two\nlines', '#no', "it's", '{{x}}'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    ),
    map: fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    list: fc.array(tie('value'), { maxLength: 3 }),
    value: fc.oneof({ depthSize: 'small' }, tie('leaf'), tie('map'), tie('list')),
  }));
  let done = 0;
  fc.assert(
    fc.property(value, value, fc.constantFrom(-1, 0, 2), fc.boolean(), (before, after, flowLevel, isWindows) => {
      const plain = dump({ kind: 'X', spec: before }, { flowLevel }).replaceAll('\n', isWindows ? '\r\n' : '\n');
      const text = `# head\n${plain}`;
      const found = edited(text, (object) => ({ ...object, spec: after }));
      if (found === undefined) return;
      done += 1;
      assert.deepEqual(ownDocuments(found), [{ kind: 'X', spec: after }]);
    }),
    { numRuns: 500 },
  );
  assert.ok(done > 100, `${done} of 500 could be edited`);
});

function inFolder<T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'why503-own-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('git apply and patch make of the old file the new one, and create one that was not there', () => {
  const numbers = Array.from({ length: 40 }, (_, index) => `line: ${index}\n`).join('');
  const pairs: readonly (readonly [name: string, before: string | undefined, after: string])[] = [
    ['deploy/app.yaml', numbers, numbers.replace(': 3\n', ': three\n').replace(': 30\n', ': 30\nmore: 1\n')],
    ['with space.yaml', 'a: 1', 'a: 1\nb: 2'],
    ['first.yaml', 'a: 1\nb: 2\n', 'z: 0\na: 1\nb: 2\n'],
    ['windows.yaml', 'a: 1\r\nb: 2\r\n', 'a: 1\r\nb: 3\r\nc: 4\r\n'],
    ['new/rule.yaml', undefined, 'kind: Y\n'],
    ['last.yaml', 'a: 1\nb: 2', 'a: 1\nb: 3\n'],
  ];
  for (const command of [
    ['git', 'apply'],
    ['patch', '-p1', '--binary', '-s'],
  ]) {
    const files = Object.fromEntries(pairs.flatMap(([name, before]) => (before === undefined ? [] : [[name, before]])));
    inFolder(files, (folder) => {
      const [program = '', ...options] = command;
      const input = pairs.map(([name, before, after]) => unifiedDiff(name, before, after)).join('');
      const { status, stderr } = spawnSync(program, options, { cwd: folder, input, encoding: 'utf8' });
      assert.equal(status, 0, `${command.join(' ')}: ${stderr}\n${input}`);
      for (const [name, , after] of pairs) assert.equal(readFileSync(join(folder, name), 'utf8'), after, `${command.join(' ')}: ${name}`);
    });
  }
});

test('the diff of any two texts is the one that git apply takes', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 }).map((lines) => lines.join('\n'));
  inFolder({}, (folder) => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        if (before === '' || after === '') return;
        writeFileSync(join(folder, 'x.yaml'), before);
        const input = unifiedDiff('x.yaml', before, after);
        assert.equal(input === '', before === after);
        if (input !== '') assert.equal(spawnSync('git', ['apply', '--unidiff-zero'], { cwd: folder, input, encoding: 'utf8' }).status, 0, input);
        assert.equal(readFileSync(join(folder, 'x.yaml'), 'utf8'), after);
      }),
      { numRuns: 60 },
    );
  });
});
