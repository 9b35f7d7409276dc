import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const kubeApiserver: KeepAliveEntry = {
  id: 'kube-apiserver',
  name: 'kube-apiserver and aggregated API servers',
  role: 'server',
  aliases: ['kubernetes api', 'apiserver'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 90_000 }],
    key: 'not configurable (secure_serving.go)',
    confidence: 'source',
    sources: [
      {
        title: 'kubernetes/kubernetes staging/src/k8s.io/apiserver/pkg/server/secure_serving.go',
        url: 'https://github.com/kubernetes/kubernetes/blob/HEAD/staging/src/k8s.io/apiserver/pkg/server/secure_serving.go',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { images: ['kube-apiserver'], commands: ['kube-apiserver'] },
  note: both(
    "Equal to the idle limit of Go's client; harmless over HTTP/2, which is normally in use.",
    '與 Go 用戶端的閒置上限相同；通常使用 HTTP/2，因此無害。',
  ),
};
