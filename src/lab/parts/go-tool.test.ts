import assert from 'node:assert/strict';
import test from 'node:test';
import { goEnv, isOlder, requiredGo } from './go-tool.ts';

test('versions of Go are compared by their numbers', () => {
  assert.deepEqual(
    [isOlder('1.26.5', '1.26.6'), isOlder('1.26', '1.26.0'), isOlder('1.26.10', '1.26.6'), isOlder('1.9', '1.26.6'), isOlder('2.0', '1.26.6')],
    [true, false, false, true, false],
  );
});

test('the least Go is the one that go.mod asks for', () => {
  assert.equal(requiredGo('module a\n\ngo 1.26.6\n\ntool b\n'), '1.26.6');
  assert.equal(requiredGo('module a\n\ngo 1.26\n'), '1.26');
});

test("a build takes the user's caches and proxy, but no setting that changes what is built", () => {
  const env = goEnv({ PATH: '/bin', GOCACHE: '/c', GOPROXY: 'off', GOOS: 'windows', GOFLAGS: '-race', CGO_ENABLED: '1', GOTOOLCHAIN: 'auto' }, '/go/bin/go');
  assert.deepEqual(env, {
    PATH: '/go/bin:/bin',
    GOCACHE: '/c',
    GOPROXY: 'off',
    GO111MODULE: 'on',
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
    CGO_ENABLED: '0',
    GOFLAGS: '-mod=readonly -trimpath -buildvcs=false',
  });
});
