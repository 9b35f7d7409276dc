import { client } from './objects/lab-apps.ts';
import { vmalert, vminsert, vmselect } from './objects/write-path.ts';
import type { Scenario } from './scenario.ts';

/** vminsert takes one write at a time; parallel big ones wait longer than it lets them. */
export const vminsertOverloaded: Scenario = {
  id: 'vminsert-overloaded',
  title: { en: 'vminsert answers 503 at its limit of concurrent inserts', 'zh-TW': 'vminsert 達到同時寫入上限而回應 503' },
  breaks: {
    en: '-maxConcurrentInserts=1 and -insert.maxQueueDuration=50ms against sixteen parallel big writes of importer, beside vmalert’s small ones',
    'zh-TW': '-maxConcurrentInserts=1、-insert.maxQueueDuration=50ms，同時有 importer 十六個並行大量寫入與 vmalert 的小量寫入',
  },
  truth: {
    cause: 'vminsert-overloaded',
    acceptableAlso: ['app-answered-503'],
    hop: 'vminsert',
    mustNot: ['oom-killed', 'keepalive-idle-mismatch', 'vmstorage-unavailable', 'circuit-breaker-overflow', 'rate-limited', 'request-timeout'],
  },
  observe: [
    { workload: 'vminsert', shows: '503', atLeast: 3 },
    { workload: 'vminsert', shows: '204', atLeast: 3 },
  ],
  seconds: 45,
  run: async (stage) => {
    await stage.apply(...vmselect(), ...vminsert(['-maxConcurrentInserts=1', '-insert.maxQueueDuration=50ms']));
    await stage.ready(['vmselect', 'vminsert']);
    const big = ['--method', 'POST', '--body-bytes', '6MiB', '--body-line', 'lab_import{series="{n}"} 1', '--burst', '16', '--period', '3s'];
    await stage.apply(...vmalert(stage.namespace, { interval: '2s', flags: ['-remoteWrite.flushInterval=1s'] }));
    await stage.apply(...client('importer', `http://vminsert.${stage.namespace}.svc:8480/api/v1/import/prometheus`, big));
    await stage.ready(['vmalert', 'importer']);
    await stage.until('writes refused', () => stage.rows('vminsert', '503') >= 6, 90);
  },
  fix: {
    title: { en: 'vminsert takes as many concurrent writes as its default allows', 'zh-TW': 'vminsert 恢復預設的同時寫入上限' },
    measuredAt: 'importer',
    seconds: 20,
    apply: async (stage) => {
      await stage.apply(...vminsert());
      await stage.ready(['vminsert']);
    },
  },
};
