import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const nodeHttp: KeepAliveEntry = {
  id: 'node-http',
  name: 'Node.js http.Server',
  role: 'server',
  aliases: ['nodejs', 'node.js', 'express', 'koa', 'nestjs', 'next.js'],
  checked: '2026-11-30',
  server: {
    idle: [{ value: 5_000 }],
    closesAfter: { min: 4_990, max: 5_999 },
    closesLater: 1_000,
    measured: [
      { version: '20.20.2', closes: { min: 5_985, max: 5_999 } },
      { version: '20.20.2', setting: 'keepAliveTimeout=2000', closes: { min: 2_983, max: 2_999 } },
    ],
    announcesIdleClose: false,
    close: 'fin',
    header: both('Sends `Keep-Alive: timeout=5`.', '送出 `Keep-Alive: timeout=5`。'),
    key: 'server.keepAliveTimeout (and server.keepAliveTimeoutBuffer in newer lines); server.maxRequestsPerSocket',
    confidence: 'measured',
    sources: [
      { title: 'Node.js lib/_http_server.js', url: 'https://github.com/nodejs/node/blob/v20.20.2/lib/_http_server.js', version: 'Node.js 20.20.2' },
      {
        title: 'nodejs/node pull request 62782 (65 s, semver-major, not in a release as of 26.10)',
        url: 'https://github.com/nodejs/node/pull/62782',
        version: 'merged in April 2026',
      },
      { title: 'measured on loopback with four connections', version: 'Node.js 20.20.2' },
    ],
  },
  recognise: {
    images: ['node'],
    commands: ['node', 'nodejs', 'npm', 'yarn', 'pnpm', 'npx', 'pm2-runtime', 'next', 'ts-node', 'tsx'],
    logs: ['Node.js v', 'node:internal/', '    at process.processTicksAndRejections'],
  },
  note: both(
    'It advertises 5 s and closes a second later, where its release has the buffer of 1 s; others close at 5 s. Its main branch, for the next major release, keeps connections for 65 s.',
    '它宣告 5 秒；含 1 秒緩衝的版本會晚一秒關閉，其他版本則在 5 秒時關閉。其主分支（供下一個主要版本）保留連線 65 秒。',
  ),
};
