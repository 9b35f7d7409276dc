import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const goNethttp: KeepAliveEntry = {
  id: 'go-nethttp',
  name: 'Go net/http Server',
  role: 'server',
  aliases: ['go', 'golang', 'net/http', 'go server'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'never' }],
    measured: [
      { version: 'go1.26.8', setting: 'IdleTimeout=3s', closes: { min: 2_986, max: 2_993 } },
      { version: 'go1.26.8', setting: 'ReadTimeout=4s only', closes: { min: 3_985, max: 3_993 } },
      { version: 'go1.26.8', survived: 140_000 },
    ],
    announcesIdleClose: false,
    close: 'fin',
    key: 'http.Server.IdleTimeout (0: ReadTimeout; both 0: never)',
    confidence: 'measured',
    sources: [
      { title: 'Go src/net/http/server.go idleTimeout()', url: 'https://github.com/golang/go/blob/go1.26.0/src/net/http/server.go', version: 'Go 1.26' },
      { title: 'measured on loopback with four connections', version: 'Go 1.26.8' },
    ],
  },
  note: both(
    'A ReadTimeout becomes the idle limit where no IdleTimeout is set. The timer is exact to milliseconds.',
    '未設定 IdleTimeout 時，ReadTimeout 即成為閒置上限。計時精確到毫秒。',
  ),
};
