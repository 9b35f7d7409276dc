import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flagByEnvoy } from '../envoy/flag-by-envoy.ts';
import { clientIdleDefault, serverIdleDefault } from '../keepalive/index.ts';
import {
  controlSince,
  envoyIstioMinor,
  istioTextFormat,
  maySatisfy,
  settingsMissingIn,
  settingsSince,
  timeLimitControls,
  timeLimits,
  versionRange,
  vmDefaultMs,
  vmFlagDefault,
  vmFlagHistories,
} from './index.ts';
import { parseTextRow } from '../../formats/access-log/text-row.ts';

const minors = (from: number, to: number): readonly string[] => Array.from({ length: to - from + 1 }, (_, index) => `1.${from + index}`);

test('each Istio from 1.18 to 1.31 has one answer for where each limit is set', () => {
  for (const version of minors(18, 31))
    for (const limit of timeLimits) assert.notEqual(timeLimitControls(limit, version).known, undefined, `${limit} in ${version}`);
});

test('an unknown Istio gives the range of what may hold', () => {
  assert.equal(timeLimitControls('inbound-pool-idle', undefined).possible.length, 3);
  assert.equal(timeLimitControls('inbound-pool-idle', 'latest').known, undefined);
});

test('a filter has the last word, then Sidecar port, Sidecar, DestinationRule, mesh', () =>
  assert.deepEqual(
    timeLimitControls('inbound-pool-idle', '1.31.2').known?.value.map(({ by }) => by),
    ['envoy-filter', 'sidecar-ingress', 'sidecar-inbound-pool', 'destination-rule', 'mesh-config'],
  ));

test('a control tells since when it acts, and nothing where it always did', () => {
  assert.equal(controlSince('inbound-pool-idle', 'sidecar-inbound-pool'), '1.21');
  assert.equal(controlSince('outbound-tcp-idle', 'destination-rule'), '1.21');
  assert.equal(controlSince('hbone-idle', 'mesh-config'), '1.29');
  assert.equal(controlSince('inbound-pool-idle', 'destination-rule'), undefined);
});

test('settings are missed in the versions that do not have them', () => {
  assert.deepEqual(
    settingsMissingIn('set spec.inboundConnectionPool', '1.20').map(({ name }) => name),
    ['inboundConnectionPool'],
  );
  assert.deepEqual(settingsMissingIn('set spec.inboundConnectionPool', '1.21'), []);
  assert.deepEqual(settingsMissingIn('EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY', '1.25'), []);
  assert.equal(settingsMissingIn('EXCLUDE_UNSAFE_503_FROM_DEFAULT_RETRY', '1.28').length, 1);
  for (const { versions } of settingsSince) assert.notEqual(versionRange(versions), undefined, versions);
});

test('every version of VictoriaMetrics has one default for each flag', () => {
  const versions = ['v1.30.0', 'v1.79.5', 'v1.97.1', 'v1.97.2', 'v1.97.3', 'v1.98.0', 'v1.99.0', 'v1.101.0', 'v1.104.0', 'v1.134.0-cluster', 'v1.150.0'];
  for (const { components, flag } of vmFlagHistories)
    for (const version of versions) assert.notEqual(vmFlagDefault(components[0] ?? '', flag, version)?.known, undefined, `${flag} in ${version}`);
});

test('flags follow the history that their source tells', () => {
  const known = (app: string, flag: string, version: string): unknown => vmFlagDefault(app, flag, version)?.known?.value;
  assert.deepEqual(known('vminsert', 'http.connTimeout', 'v1.98.0-cluster'), { text: '0s', ms: 0 });
  assert.deepEqual(known('vminsert', 'http.connTimeout', 'v1.150.0'), { text: '2m', ms: 120_000 });
  assert.deepEqual(known('vmalert', 'remoteWrite.idleConnTimeout', 'v1.101.0'), { ms: 90_000 });
  assert.deepEqual(known('vmalert', 'remoteWrite.maxQueueSize', 'v1.105.0'), { text: '1000000' });
  assert.deepEqual(known('vmalert', 'http.disableKeepAlive', 'v1.119.0'), {});
  assert.equal(vmFlagDefault('vmalert', 'no.such.flag', 'v1.150.0'), undefined);
  assert.equal(vmFlagDefault('vmauth', 'remoteWrite.sendTimeout', 'v1.150.0'), undefined);
});

test('a length of time is given for an unknown version only where all that have the flag agree', () => {
  assert.equal(vmDefaultMs('vmalert', 'remoteWrite.sendTimeout', undefined)?.ms, 30_000);
  assert.equal(vmDefaultMs('vmalert', 'remoteWrite.flushInterval', undefined), undefined);
  assert.equal(vmDefaultMs('vmalert', 'remoteWrite.sendTimeout', 'v1.80.0'), undefined);
});

test('the tables of flags and of keep-alive defaults agree', () => {
  for (const version of ['1.90.0', '1.101.0', '1.102.0', '1.150.0']) {
    const client = clientIdleDefault('vmalert', version)?.known?.value;
    for (const purpose of ['remoteWrite', 'datasource', 'remoteRead'])
      assert.equal(vmFlagDefault('vmalert', `${purpose}.idleConnTimeout`, version)?.known?.value.ms, client, version);
    assert.equal(
      serverIdleDefault({ image: `victoriametrics/vminsert:v${version}-cluster` })?.valueMs,
      vmDefaultMs('vminsert', 'http.idleConnTimeout', version)?.ms,
    );
  }
});

test('the Istio that has an Envoy inside is found, and none outside what is known', () => {
  assert.equal(envoyIstioMinor('1.30.4')?.istio, '1.22');
  assert.equal(envoyIstioMinor('1.39.0')?.assumed, true);
  assert.equal(envoyIstioMinor('1.18.0'), undefined);
  assert.equal(envoyIstioMinor('1.40.0'), undefined);
});

test('a version that says less than a range leaves open what the range decides by', () => {
  const table: readonly (readonly [string, string, boolean])[] = [
    ['1.38', '>=1.38.1', true],
    ['1.38', '<1.38.1', true],
    ['1.37', '>=1.38.1', false],
    ['1.38.0', '>=1.38.1', false],
    ['1', '>=1.24', true],
    ['2', '<1.24', false],
    ['latest', '>=1.0', false],
  ];
  for (const [version, range, expected] of table) assert.equal(maySatisfy(version, range), expected, `${version} ${range}`);
});

/** A line as the format of a version writes it. */
function lineOf(format: readonly string[]): string {
  const values: Readonly<Record<string, string>> = {
    START_TIME: '2026-01-01T00:00:05.001Z',
    'REQ(:METHOD) REQ(X-ENVOY-ORIGINAL-PATH?:PATH) PROTOCOL': 'POST /write HTTP/1.1',
    RESPONSE_CODE: '503',
    RESPONSE_FLAGS: 'UC',
    RESPONSE_CODE_DETAILS: 'upstream_reset_before_response_started{connection_termination}',
    BYTES_RECEIVED: '265',
    BYTES_SENT: '95',
    DURATION: '4',
    'REQ(:AUTHORITY)': 'vminsert:8480',
    UPSTREAM_HOST: '10.0.0.9:8480',
    UPSTREAM_CLUSTER: 'inbound|8480||',
    UPSTREAM_CLUSTER_RAW: 'inbound|8480||',
    UPSTREAM_LOCAL_ADDRESS: '127.0.0.6:40001',
    DOWNSTREAM_REMOTE_ADDRESS: '10.0.0.1:54752',
    ROUTE_NAME: 'default',
  };
  return format.map((field) => field.replace(/[^["\]].*[^"\]]|^[^"[]+$/, (name) => values[name] ?? '-')).join(' ');
}

test('the log of every Istio is read as its format says', () => {
  for (const { value, versions } of istioTextFormat(undefined).possible) {
    const row = parseTextRow(lineOf(value));
    assert.ok(typeof row === 'object', `${versions}: ${lineOf(value)}`);
    assert.deepEqual([row.code, row.flags, row.bytesSent, row.durationMs, row.upstreamHost], [503, ['UC'], 95, 4, '10.0.0.9:8480'], versions);
    assert.equal(row.details === undefined, !value.includes('RESPONSE_CODE_DETAILS'), versions);
    assert.equal(row.upstreamLocal, '127.0.0.6:40001', versions);
    assert.equal(row.route, value.includes('ROUTE_NAME') ? 'default' : undefined, versions);
  }
});

test('a flag is dated, names what came before it, and what it still stood for', () => {
  assert.equal(flagByEnvoy('UPE', '1.17.0')?.written, 'no');
  assert.equal(flagByEnvoy('UPE', '1.17.0')?.before?.flag, 'UC');
  assert.equal(flagByEnvoy('UPE', '1.18.0')?.written, 'yes');
  assert.equal(flagByEnvoy('UPE', undefined)?.written, 'unknown');
  assert.deepEqual(
    flagByEnvoy('UC', '1.17.0')?.alsoMeans.map(({ flag, versions }) => [flag, versions]),
    [['UPE', '<1.18']],
  );
  assert.deepEqual(flagByEnvoy('UC', '1.30.0')?.alsoMeans, []);
  assert.equal(flagByEnvoy('DC', undefined)?.alsoMeans[0]?.flag, 'DR');
  assert.equal(flagByEnvoy('XX', '1.30.0'), undefined);
});
