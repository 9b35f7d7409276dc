import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const goClient: KeepAliveEntry = {
  id: 'go-client',
  name: 'Go http.DefaultTransport',
  role: 'client',
  aliases: ['go', 'golang', 'go http client'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 90_000 }],
    retries: both(
      'Once, on a reused connection, if nothing was written or the method is idempotent.',
      '在重複使用的連線上重試一次，條件是尚未寫入任何內容或方法為等冪。',
    ),
    key: "Transport.IdleConnTimeout (a Transport of one's own: none)",
    confidence: 'source',
    sources: [{ title: 'Go net/http DefaultTransport.IdleConnTimeout', url: 'https://pkg.go.dev/net/http#DefaultTransport', version: 'Go 1.26' }],
  },
  recognise: { clients: ['go'] },
};
