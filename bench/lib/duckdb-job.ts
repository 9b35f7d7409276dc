/**
 * The job of `bench/logs.ts` in DuckDB: `duckdb-job.ts FOLDER FILE csv|regex` prints failures, gaps and their sum. `csv` takes rows for blank-separated
 * values, which a quote in a user agent breaks; `regex` takes them apart as they are.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder = '', file = '', way = 'csv'] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(join(folder, 'package.json'))('@duckdb/node-api');
const columns = [
  'ts',
  'req',
  'code',
  'flags',
  'det',
  'term',
  'tfr',
  'rx',
  'tx',
  'dur',
  'st',
  'xff',
  'ua',
  'rid',
  'auth',
  'uhost',
  'cluster',
  'ulocal',
  'dlocal',
  'dremote',
  'sni',
  'route',
];
const asCsv = `SELECT row_number() OVER () rn, strptime(ts,'[%Y-%m-%dT%H:%M:%S.%fZ]') t, flags, uhost, ulocal, dur::INT dur
   FROM read_csv('${file}', delim=' ', quote='"', escape='"', header=false, auto_detect=false, null_padding=true, columns={${columns.map((name) => `'${name}':'VARCHAR'`).join(',')}})`;
const row = String.raw`^\[([^\]]+)\] "[^"]*" \d+ (\S+) \S+ \S+ "[^"]*" \d+ \d+ (\d+) .* "([^"]*)" \S+ (\S+) \S+ \S+ \S+ \S+$`;
const byRegex = `SELECT row_number() OVER () rn, strptime(m.ts,'%Y-%m-%dT%H:%M:%S.%fZ') t, m.flags flags, m.uhost uhost, m.ulocal ulocal, m.dur::INT dur
   FROM (SELECT regexp_extract(line, '${row}', ['ts','flags','dur','uhost','ulocal']) m
   FROM read_csv('${file}', delim='\x01', quote='', escape='', header=false, auto_detect=false, columns={'line':'VARCHAR'}))`;
const database = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await database.connect();
await connection.run(`CREATE TEMP TABLE r AS ${way === 'csv' ? asCsv : byRegex}`);
const groups = await (await connection.runAndReadAll(`SELECT flags, uhost, count(*)::INT n FROM r WHERE flags NOT IN ('-', 'DC') GROUP BY ALL`)).getRows();
const gaps = await (
  await connection.runAndReadAll(
    `WITH k AS (SELECT DISTINCT uhost, ulocal FROM r WHERE flags='UC'), x AS (SELECT t, flags, lag(t + to_milliseconds(dur)) OVER (PARTITION BY uhost,ulocal ORDER BY rn) pe FROM r SEMI JOIN k USING (uhost,ulocal))
     SELECT count(pe)::INT n, sum(epoch_ms(t)-epoch_ms(pe))::BIGINT::VARCHAR s FROM x WHERE flags='UC'`,
  )
).getRows();
const failures = groups.reduce((sum: number, row: readonly unknown[]) => sum + Number(row[2]), 0);
console.log(JSON.stringify({ failures, gaps: Number(gaps[0]?.[0]), totalMs: Number(gaps[0]?.[1]) }));
