import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const nodeAgent: KeepAliveEntry = {
  id: 'node-agent',
  name: 'Node.js http.globalAgent',
  role: 'client',
  aliases: ['node client', 'nodejs agent', 'node agent', 'axios'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 5_000 }],
    header: both('Honours `Keep-Alive: timeout=`, less 1 s.', '遵守 `Keep-Alive: timeout=`，並減去 1 秒。'),
    key: "new http.Agent({ keepAlive, timeout, scheduling: 'lifo' })",
    confidence: 'source',
    sources: [{ title: 'Node.js lib/_http_agent.js', url: 'https://github.com/nodejs/node/blob/v20.20.2/lib/_http_agent.js', version: 'Node.js 20.20.2' }],
  },
  recognise: { clients: ['node-agent'] },
  note: both('keepAlive is true by default since Node.js 19.', '自 Node.js 19 起 keepAlive 預設為 true。'),
};
