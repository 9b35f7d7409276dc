import type { KeepAliveEntry } from '../entry.ts';

export const ingressNginx: KeepAliveEntry = {
  id: 'ingress-nginx',
  name: 'ingress-nginx controller',
  role: 'proxy',
  aliases: ['nginx ingress'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 75_000 }],
    maxRequests: { value: 1_000 },
    key: 'ConfigMap keep-alive, keep-alive-requests',
    confidence: 'source',
    sources: [
      {
        title: 'kubernetes/ingress-nginx internal/ingress/controller/config/config.go',
        url: 'https://github.com/kubernetes/ingress-nginx/blob/HEAD/internal/ingress/controller/config/config.go',
        version: 'source of 2026-08',
      },
    ],
  },
  client: {
    idle: [{ value: 60_000 }],
    maxRequests: { value: 10_000 },
    maxAge: { value: 3_600_000 },
    key: 'ConfigMap upstream-keepalive-timeout, upstream-keepalive-requests, upstream-keepalive-time',
    confidence: 'source',
    sources: [
      {
        title: 'kubernetes/ingress-nginx internal/ingress/controller/config/config.go',
        url: 'https://github.com/kubernetes/ingress-nginx/blob/HEAD/internal/ingress/controller/config/config.go',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { images: ['ingress-nginx', 'nginx-ingress-controller'], commands: ['nginx-ingress-controller'], logs: ['NGINX Ingress controller'] },
};
