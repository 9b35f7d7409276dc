import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const javaUrlconnection: KeepAliveEntry = {
  id: 'java-urlconnection',
  name: 'java.net.HttpURLConnection',
  role: 'client',
  aliases: ['java', 'urlconnection'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 5_000 }],
    header: both('Honours `Keep-Alive: timeout=`.', '遵守 `Keep-Alive: timeout=`。'),
    key: '-Dhttp.keepAlive.time.server (JDK 21 and backports)',
    confidence: 'document',
    sources: [{ title: 'JDK-8281828', url: 'https://bugs.openjdk.org/browse/JDK-8281828' }],
  },
};
