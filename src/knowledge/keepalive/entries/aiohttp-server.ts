import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const aiohttpServer: KeepAliveEntry = {
  id: 'aiohttp-server',
  name: 'aiohttp server',
  role: 'server',
  aliases: ['aiohttp'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 75_000 }],
    closesAfter: { min: 74_994, max: 75_005 },
    measured: [{ version: '3.14.5 run_app', closes: { min: 74_994, max: 75_005 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: 'web.run_app(keepalive_timeout=75); AppRunner(keepalive_timeout=3630)',
    confidence: 'measured',
    sources: [
      { title: 'aio-libs/aiohttp aiohttp/web.py (75)', url: 'https://github.com/aio-libs/aiohttp/blob/HEAD/aiohttp/web.py', version: 'source of 2026-08' },
      {
        title: 'aio-libs/aiohttp aiohttp/web_protocol.py (3630)',
        url: 'https://github.com/aio-libs/aiohttp/blob/HEAD/aiohttp/web_protocol.py',
        version: 'source of 2026-08',
      },
      { title: 'measured on loopback with four connections', version: 'aiohttp 3.14.5, run_app' },
    ],
  },
  recognise: { logs: ['======== Running on'], serverHeaders: ['aiohttp'] },
  note: both(
    "An AppRunner of one's own keeps them for 3630 s since September 2024 (75 s before), so as to outlive the proxies in front; run_app still 75 s.",
    '自 2024 年 9 月起，自行使用 AppRunner 時為 3630 秒（之前為 75 秒），以便比前方的代理撐得更久；run_app 仍為 75 秒。',
  ),
};
