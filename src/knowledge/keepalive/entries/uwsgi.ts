import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const uwsgi: KeepAliveEntry = {
  id: 'uwsgi',
  name: 'uWSGI http router',
  role: 'server',
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'each-response' }],
    close: 'fin',
    key: '--http-keepalive (off by default)',
    confidence: 'source',
    sources: [{ title: 'unbit/uwsgi plugins/http/http.c', url: 'https://github.com/unbit/uwsgi/blob/HEAD/plugins/http/http.c', version: 'source of 2026-08' }],
  },
  recognise: { images: ['uwsgi'], commands: ['uwsgi'], logs: ['*** Starting uWSGI'] },
  note: both('With --http-keepalive=N it keeps them for N seconds.', '設定 --http-keepalive=N 後保留 N 秒。'),
};
