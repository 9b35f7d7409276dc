import { fill } from '../model/text.ts';
import type { Block } from '../report/blocks.ts';
import { duration } from '../report/quantities.ts';
import { difference, measuredTime } from './amounts.ts';
import type { IdleRow } from './observed.ts';
import { type Language, type ProbeTexts, probeTexts } from './texts.ts';

/** What was seen, one row per connection. */
export function connectionTable(rows: readonly IdleRow[], language: Language): Block {
  const say = probeTexts(language);
  return {
    kind: 'table',
    head: [say.columnNumber, say.columnAnswer, say.columnAnswered, say.columnClosed, say.columnHow, say.columnAfter, say.columnLag],
    rows: rows.map((row) => ({
      cells: [
        String(row.connection),
        row.status === undefined ? answerCell(row, say) : String(row.status),
        row.answerMs === undefined ? '' : difference(row.answerMs),
        closedCell(row, say),
        [row.close?.toUpperCase(), row.bytesFirst === undefined ? undefined : `+${row.bytesFirst}`].filter((part) => part !== undefined).join(' '),
        row.afterFin === undefined ? '' : say[`cell-${row.afterFin}`],
        row.lagMs === undefined ? '' : difference(row.lagMs),
      ],
      ...(row.failure === undefined || row.failure === 'given-up' ? {} : { tone: 'bad' as const }),
    })),
  };
}

function answerCell({ failure }: IdleRow, say: ProbeTexts): string {
  return failure === 'given-up' ? say['cell-given-up'] : (failure ?? '');
}

function closedCell({ idleMs, survivedMs, lateRequest }: IdleRow, say: ProbeTexts): string {
  if (idleMs !== undefined) return measuredTime(idleMs);
  if (lateRequest !== undefined) return fill(say.lateCell, { time: measuredTime(lateRequest.afterMs) });
  return survivedMs === undefined ? '' : fill(say.stillOpenCell, { time: duration(survivedMs) });
}
