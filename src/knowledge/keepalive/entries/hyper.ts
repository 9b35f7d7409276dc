import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const hyper: KeepAliveEntry = {
  id: 'hyper',
  name: 'hyper, axum (as a server)',
  role: 'server',
  aliases: ['axum', 'rust'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 30_000 }],
    key: 'http1::Builder::header_read_timeout (needs a Timer)',
    confidence: 'source',
    sources: [
      {
        title: 'hyperium/hyper src/server/conn/http1.rs',
        url: 'https://github.com/hyperium/hyper/blob/HEAD/src/server/conn/http1.rs',
        version: 'source of 2026-08',
      },
    ],
  },
  note: both(
    'Holds where a timer is set: the wait for the next request counts as reading its headers (Granian, built on it, closes after 30 s). axum::serve set no timer, and so never closed.',
    '僅在設定了計時器時成立：等待下一個請求視為讀取其標頭（以它為基礎的 Granian 在 30 秒後關閉）。axum::serve 未設定計時器，因此從不關閉。',
  ),
};
