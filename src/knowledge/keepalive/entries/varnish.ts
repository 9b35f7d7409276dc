import type { KeepAliveEntry } from '../entry.ts';

export const varnish: KeepAliveEntry = {
  id: 'varnish',
  name: 'Varnish',
  role: 'proxy',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 5_000 }],
    closesAfter: { min: 4_994, max: 4_999 },
    measured: [{ version: '7.1.1', closes: { min: 4_994, max: 4_999 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: 'timeout_idle',
    flags: [{ name: 'timeout_idle', unit: 's' }],
    confidence: 'measured',
    sources: [
      {
        title: 'varnishcache/varnish-cache include/tbl/params.h',
        url: 'https://github.com/varnishcache/varnish-cache/blob/HEAD/include/tbl/params.h',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'Varnish 7.1.1' },
    ],
  },
  client: {
    idle: [{ value: 60_000 }],
    key: 'backend_idle_timeout',
    confidence: 'source',
    sources: [
      {
        title: 'varnishcache/varnish-cache include/tbl/params.h',
        url: 'https://github.com/varnishcache/varnish-cache/blob/HEAD/include/tbl/params.h',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { images: ['varnish'], commands: ['varnishd'] },
};
