/** Where the entries of a block are written, column by column; see `../columns.ts`. */

let start: usize = 0;
let connection: usize = 0;
let pool: usize = 0;
let sign: usize = 0;
let duration: usize = 0;
let from: usize = 0;
let to: usize = 0;
let line: usize = 0;
let kind: usize = 0;

/** The columns that begin at a place and have room for so many entries. */
export function useColumns(at: usize, entries: usize): void {
  start = at;
  connection = start + entries * 8;
  pool = connection + entries * 8;
  sign = pool + entries * 8;
  duration = sign + entries * 8;
  from = duration + entries * 4;
  to = from + entries * 4;
  line = to + entries * 4;
  kind = line + entries * 4;
}

/** What a row says. */
export function putRow(entry: usize, rowStart: i64, rowDuration: i32, rowPool: f64, rowConnection: f64, rowSign: f64): void {
  store<f64>(start + entry * 8, f64(rowStart));
  store<f64>(connection + entry * 8, rowConnection);
  store<f64>(pool + entry * 8, rowPool);
  store<f64>(sign + entry * 8, rowSign);
  store<i32>(duration + entry * 4, rowDuration);
}

/** Where an entry lies, and whether it is a run of lines. */
export function putPlace(entry: usize, entryKind: u32, entryFrom: u32, entryTo: u32, entryLine: u32): void {
  store<u8>(kind + entry, entryKind);
  store<u32>(from + entry * 4, entryFrom);
  store<u32>(to + entry * 4, entryTo);
  store<u32>(line + entry * 4, entryLine);
}

/** A run of lines goes on. */
export function putEnd(entry: usize, entryTo: u32): void {
  store<u32>(to + entry * 4, entryTo);
}
