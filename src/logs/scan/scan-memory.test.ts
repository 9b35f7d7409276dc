import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { parseAccessRow } from '../../formats/access-log/parse-access-row.ts';
import { unwrapLine } from '../../formats/log-lines/unwrap-line.ts';
import { createRowKeys } from '../observe/row-keys.ts';
import { signOf } from '../observe/sign.ts';
import { mostEntries, NONE, ROW } from './columns.ts';
import { createScanBlock, SLACK } from './scan-memory.ts';

const client =
  '[2026-11-22T17:28:18.362Z] "GET /select/0/prometheus/api/v1/query?query=up&time=1759276800 HTTP/1.1" 200 - via_upstream - "-" 0 431 12 11 "-" "Go-http-client/1.1" "ab7cdde3-3cb3-9571-bee5-dd9f07ab7c3c" "vmselect.monitoring.svc:8481" "10.244.1.8:8481" outbound|8481||vmselect.monitoring.svc.cluster.local 10.244.9.17:40112 10.96.12.1:8481 10.244.9.17:33000 - default';
const reset =
  '[2026-11-22T17:28:18.362Z] "POST /insert HTTP/1.1" 503 UC upstream_reset_before_response_started{connection_termination} - "-" 83 95 1 - "-" "vmalert" "ab7cdde3-3cb3-9571-bee5-dd9f07ab7c3c" "vminsert:8480" "10.244.2.9:8480" inbound|8480|| 127.0.0.6:43816 10.244.2.9:8480 10.244.1.8:47276 outbound_.8480_._.vminsert.monitoring.svc.cluster.local default';
const json =
  '{"authority":"vminsert.monitoring.svc.cluster.local:8480","bytes_received":83,"bytes_sent":0,"connection_termination_details":null,"downstream_local_address":"10.244.2.7:8480","downstream_remote_address":"10.244.1.8:47276","duration":1,"method":"POST","path":"/insert/0/prometheus/api/v1/write","protocol":"HTTP/1.1","request_id":"f113df3d-d534-4a76-bf36-8fc666eb28c0","requested_server_name":"outbound_.8480_._.vminsert.monitoring.svc.cluster.local","response_code":204,"response_code_details":"via_upstream","response_flags":"-","route_name":"default","start_time":"2026-11-22T17:29:25.690Z","upstream_cluster":"inbound|8480||","upstream_host":"10.244.2.7:8480","upstream_local_address":"127.0.0.6:43816","upstream_service_time":"0","upstream_transport_failure_reason":null,"user_agent":"vmalert","x_forwarded_for":null}';

interface Entry {
  readonly isRow: boolean;
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly duration: number;
  readonly pool: number;
  readonly connection: number;
  readonly sign: number;
}

function scanned(content: Buffer): readonly Entry[] {
  const { bytes, columns, scan } = createScanBlock(content.length + SLACK, mostEntries(content.length));
  bytes.fill('7'); // what stands behind the content must not count
  content.copy(bytes);
  const result = scan(0, content.length);
  return Array.from({ length: result.entries }, (_, at) => ({
    isRow: columns.kind[at] === ROW,
    text: bytes.toString('utf8', columns.from[at], columns.to[at]),
    line: columns.line[at] ?? -1,
    start: columns.start[at] ?? -1,
    duration: columns.duration[at] ?? -1,
    pool: columns.pool[at] ?? -1,
    connection: columns.connection[at] ?? -1,
    sign: columns.sign[at] ?? -1,
  }));
}

const keysOf = createRowKeys();
const signs = new Map<number, string>();

/** A row that the fast reader takes must be the row that the careful one reads. */
function assertSame(entry: Entry): void {
  if (!entry.isRow) return;
  const row = parseAccessRow(unwrapLine(entry.text).text);
  assert.ok(row !== undefined && row !== 'damaged', entry.text);
  const keys = keysOf(row);
  assert.deepEqual(
    { start: entry.start, duration: entry.duration, pool: entry.pool, connection: entry.connection },
    { start: row.start, duration: row.durationMs ?? -1, pool: keys.pool, connection: keys.connection },
    entry.text,
  );
  const sign = JSON.stringify(signOf(row));
  if (entry.sign === NONE) assert.equal(signOf(row).outcome, 'ok', entry.text);
  else assert.equal(signs.get(entry.sign) ?? sign, sign, entry.text);
  if (entry.sign !== NONE) signs.set(entry.sign, sign);
}

const isTaken = (line: string): boolean => scanned(Buffer.from(line)).some(({ isRow }) => isRow);

const certain: Readonly<Record<string, string>> = {
  'a client side row': client,
  'a reset': reset,
  'a JSON row': json,
  'a row with several flags': reset.replace('503 UC ', '503 UC,URX '),
  'a cluster with a semicolon at its end': client.replace('cluster.local 10', 'cluster.local; 10'),
  'an IPv6 host': reset.replace('"10.244.2.9:8480" inbound', '"[fd00::9]:8480" inbound'),
  'an internal listener as host': client.replace('"10.244.1.8:8481"', '"envoy://connect_originate/10.244.1.8:8481"'),
  'a row without a host': client
    .replace('200 - via_upstream', '503 UH no_healthy_upstream')
    .replace('"10.244.1.8:8481"', '"-"')
    .replace('10.244.9.17:40112', '-'),
  'a row with 24 fields': `${client} extra`,
  'a row behind the time of kubectl logs': `2026-11-22T17:28:18.375123456Z ${client}`,
  'a row behind the mark of a node': `2026-11-22T17:28:18.375123456Z stdout F ${client}`,
  'a row that its caller left': client.replace('200 - via_upstream', '0 DC downstream_remote_disconnect'),
  'a TCP row': client.replace('"GET /select/0/prometheus/api/v1/query?query=up&time=1759276800 HTTP/1.1" 200 - via_upstream', '"- - -" 0 - -'),
  'an application answer of 503': client.replace('200 -', '503 -'),
  'a refusal by policy': client.replace('200 - via_upstream', '403 - rbac_access_denied_matched_policy[none]'),
  'a row of another day': client.replace('2026-11-22', '2027-01-01'),
  'a row of a leap day': client.replace('2026-11-22', '2028-02-29'),
  'a row of the last century': client.replace('2026-11-22', '1999-12-31'),
  'a row with nine digits of duration': client.replace(' 12 11 ', ' 123456789 123456789 '),
  'a row with fifteen digits of bytes': client.replace(' 0 431 ', ' 123456789012345 431 '),
  'a row without a duration': client.replace(' 12 11 ', ' - - '),
  'JSON with nothing where a host would be': json.replace('"10.244.2.7:8480","upstream_local', 'null,"upstream_local'),
};

for (const [name, line] of Object.entries(certain)) {
  test(`${name} is read at once and as the careful reader reads it`, () => {
    assert.ok(isTaken(line));
    for (const end of ['', '\n', '\r\n']) for (const entry of scanned(Buffer.from(line + end))) assertSame(entry);
  });
}

const left: Readonly<Record<string, string>> = {
  'quotes in a user agent': client.replace('Go-http-client/1.1', 'x" "y'),
  'two rows in one line': `${client.slice(0, 150)}${reset}`,
  'a second head inside a user agent': client.replace('Go-http-client/1.1', `a${reset.slice(0, 60)}`),
  'a day that does not exist': client.replace('2026-11-22', '2026-02-29'),
  'a minute that does not exist': client.replace('17:28', '17:60'),
  'a second that does not exist': client.replace(':18.362', ':60.362'),
  'ten digits of duration': client.replace(' 12 11 ', ' 1234567890 1 '),
  'a letter within a number': client.replace(' 0 431 ', ' 0 4e1 '),
  'a time without milliseconds': client.replace('18.362Z', '18Z'),
  'a row that is cut off': client.slice(0, 300),
  'a NUL': client.replace('10.244.9.17:40112', '10.244.9.17:401\u000012'),
  'a colour': client.replace('- default', '- \u001b[0mdefault'),
  'a byte order mark': `\ufeff${client}`,
  'a letter that is not ASCII in a cluster': client.replace('vmselect.monitoring.svc.cluster.local', 'vmséect'),
  'a piece of a longer line': `2026-11-22T17:28:18.375123456Z stdout P ${client}`,
  'JSON with an escape': json.replace('vmalert', 'vm\\"alert'),
  'JSON in another order': json.replace('"bytes_received":83,"bytes_sent":0', '"bytes_sent":0,"bytes_received":83'),
  'JSON with a raw tab': json.replace('vmalert', 'vm\talert'),
  'a line of half a megabyte': client.replace('query=up', `query=${'u'.repeat(500_000)}`),
  'a line of a container': '2026-11-22T17:27:41.952713Z\tinfo\tFLAG: --log_as_json="false"',
};

for (const [name, line] of Object.entries(left)) {
  test(`${name} is left to the careful reader`, () => assert.ok(!isTaken(line)));
}

test('moments are read as the calendar has them', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('2199-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => {
      const [entry] = scanned(Buffer.from(client.replace('2026-11-22T17:28:18.362Z', date.toISOString())));
      assert.deepEqual([entry?.isRow, entry?.start], [true, date.getTime()]);
    }),
    { numRuns: 1_000 },
  );
});

test('lines between rows become one entry with their numbers', () => {
  const entries = scanned(Buffer.from(`${client}\nfirst\n\nsecond\n${reset}\nlast`));
  assert.deepEqual(
    entries.map(({ isRow, line, text }) => [isRow, line, isRow ? '' : text]),
    [
      [true, 0, ''],
      [false, 1, 'first\n\nsecond'],
      [true, 4, ''],
      [false, 5, 'last'],
    ],
  );
});

test('whatever is done to rows, those that are read at once are read as the careful reader reads them', () => {
  const pieces = fc.constantFrom(
    '"',
    '" "',
    ' ',
    '  ',
    '-',
    '[',
    ']',
    'Z] "',
    '[20',
    ';',
    '\\',
    '\u0000',
    '\u001b[1m',
    '\t',
    '\r',
    '\r\n',
    '\n',
    'é',
    '503 UC ',
    '9',
    ':',
    '{',
    '}',
    ',',
    '|',
    'null',
    'envoy://a/1:2',
    '\ufeff',
  );
  const edits = fc.array(fc.record({ at: fc.nat(700), cut: fc.nat(30), put: pieces }), { minLength: 0, maxLength: 3 });
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(certain)), edits, fc.constantFrom(...Object.values(certain)), (line, changes, next) => {
      const changed = changes.reduce(
        (text, { at, cut, put }) => text.slice(0, at % text.length) + put + text.slice((at % text.length) + (cut > 20 ? 0 : cut)),
        line,
      );
      const entries = scanned(Buffer.from(`${changed}\n${next}`));
      assert.ok(entries.at(-1)?.isRow === true || changed.includes('\n'));
      for (const entry of entries) assertSame(entry);
      taken += entries.filter(({ isRow }) => isRow).length;
    }),
    { numRuns: 4_000 },
  );
  assert.ok(taken > 4_000);
});

test('a moment that does not exist is left to the careful reader, which takes the row for damaged', () => {
  for (const wrong of ['2026-02-31T17:28:18', '2026-11-00T17:28:18', '2026-11-22T24:28:18', '2026-11-22T17:68:18', '2026-11-22T17:28:78']) {
    const line = client.replace('2026-11-22T17:28:18', wrong);
    assert.equal(isTaken(line), false, wrong);
    assert.equal(parseAccessRow(line), 'damaged', wrong);
  }
});
