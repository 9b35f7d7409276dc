import { conntrack, kernelLog } from '../../artifacts/host/index.ts';
import { containerLogs } from '../../artifacts/logs/index.ts';
import { conntrackExhausted } from '../../causes/conntrack-exhausted.ts';
import { connectFailureOf } from '../../facts/connect-failure.ts';
import { indicesWhere, rowsOf, someRowsOf } from '../../facts/incident-rows.ts';
import { evidenceOf, isSeenWhole, targetRef } from '../../facts/incident-target.ts';
import { traffic } from '../../facts/traffic.ts';
import { type AnyAnalyzer, defineAnalyzer } from '../../model/analyzer.ts';
import { fillOf, linesOf } from './table-state.ts';

/** New connections that time out while a node's connection table is full. */
export const fullConnectionTable: AnyAnalyzer = defineAnalyzer({
  meta: {
    id: 'full-connection-table',
    title: 'Full connection table',
    description: 'Looks for the kernel\'s line "table full, dropping packet" and for a count near the limit, at the time of connections that time out.',
    references: [{ title: 'Linux: net/netfilter/nf_conntrack_core.c __nf_conntrack_alloc', version: 'Linux 6.12' }],
  },
  needs: { traffic },
  wants: { kernelLog, containerLogs, conntrack },
  messages: {
    droppedWhenFull: {
      severity: 'critical',
      text: 'The kernel dropped packets because its connection table was full, at the time of {failures} connections for {target} that timed out.',
      bearsOn: [{ cause: conntrackExhausted, as: 'proves' }],
    },
    droppedSometime: {
      severity: 'warning',
      text: 'The kernel dropped packets because its connection table was full, at a time not given; {failures} connections for {target} timed out.',
      bearsOn: [{ cause: conntrackExhausted, as: 'supports' }],
    },
    tableNearlyFull: {
      severity: 'warning',
      text: 'The connection table holds {count} of {max} entries, and {failures} connections for {target} timed out.',
      bearsOn: [{ cause: conntrackExhausted, as: 'supports' }],
    },
    tableHasRoom: {
      severity: 'info',
      text: 'The connection table holds {count} of {max} entries.',
      bearsOn: [{ cause: conntrackExhausted, as: 'opposes' }],
    },
    kernelIsSilent: {
      severity: 'info',
      text: 'The kernel log was read and says nothing of a full connection table.',
      bearsOn: [{ cause: conntrackExhausted, as: 'opposes' }],
    },
    noneTimedOut: {
      severity: 'info',
      text: 'None of the {failures} failures for {target} is a connection that timed out.',
      bearsOn: [{ cause: conntrackExhausted, as: 'excludes' }],
    },
  },
  *analyze({ traffic, kernelLog, containerLogs, conntrack }, report) {
    const full = linesOf(kernelLog ?? [], containerLogs ?? []);
    const fill = fillOf(conntrack ?? []);
    for (const incident of traffic.incidents) {
      const common = { incident: incident.id, subject: targetRef(incident) };
      // a dropped packet is never answered: neither refused nor reset
      const timedOut = indicesWhere(incident, (failure) => ['timeout', 'unknown'].includes(connectFailureOf(failure) ?? '') && failure.direction !== 'inbound');
      if (timedOut.length === 0) {
        if (isSeenWhole(incident))
          yield report('noneTimedOut', {
            ...common,
            data: { failures: incident.failures.length, target: incident.target },
            evidence: someRowsOf(incident, [0]),
          });
        continue;
      }
      const timed = full.filter((line) => line.time !== undefined);
      const near = timed.flatMap((line) => {
        const time = line.time ?? 0;
        const explains = timedOut.filter(
          (index) => time >= (incident.failures[index]?.time ?? 0) - 60_000 && time <= (incident.failures[index]?.end ?? 0) + 60_000,
        );
        return explains.length === 0 ? [] : [{ line, explains }];
      });
      const [first] = near;
      const data = { failures: timedOut.length, target: incident.target };
      if (first !== undefined) {
        const explains = [...new Set(near.flatMap((one) => one.explains))].toSorted((a, b) => a - b);
        yield report('droppedWhenFull', {
          ...common,
          explains,
          data: { ...data, failures: explains.length },
          evidence: evidenceOf(first.line.evidence, ...rowsOf(incident, explains)),
        });
      } else if (timed.length === 0 && full[0] !== undefined) {
        yield report('droppedSometime', { ...common, explains: timedOut, data, evidence: evidenceOf(full[0].evidence, ...rowsOf(incident, timedOut)) });
      } else if (kernelLog !== undefined && kernelLog.length > 0) {
        yield report('kernelIsSilent', {
          ...common,
          data: {},
          evidence: [
            { kind: 'absence', at: { artifact: 'kernel-log', file: kernelLog[0]?.at.file ?? '' }, lookedFor: 'nf_conntrack: table full, dropping packet' },
          ],
        });
      }
      if (fill === undefined) continue;
      const { count, max, evidence } = fill;
      if (count >= 0.95 * max)
        yield report('tableNearlyFull', {
          ...common,
          explains: timedOut,
          data: { ...data, count, max },
          evidence: evidenceOf(evidence[0], evidence[1], ...rowsOf(incident, timedOut, 2)),
        });
      else if (count < 0.7 * max) yield report('tableHasRoom', { ...common, data: { count, max }, evidence });
    }
  },
});
