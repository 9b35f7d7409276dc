import type { KubeObject } from '../../cluster/kube-api.ts';
import { client } from './lab-apps.ts';

/** A program that pushes samples to vminsert in VictoriaMetrics' text import, eight parallel writes every 5 s, and does not repeat failed ones. */
export function pusher(namespace: string, changes: Parameters<typeof client>[3] = {}): readonly KubeObject[] {
  const sample = ['--method', 'POST', '--header', 'content-type: text/plain', '--body-line', 'pushed_total{n="{n}"} 1'];
  return client(
    'metrics-pusher',
    `http://vminsert.${namespace}:8480/api/v1/import/prometheus`,
    [...sample, '--period', '5s', '--jitter', '10ms', '--burst', '8'],
    changes,
  );
}
