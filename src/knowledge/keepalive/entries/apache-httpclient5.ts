import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const apacheHttpclient5: KeepAliveEntry = {
  id: 'apache-httpclient5',
  name: 'Apache HttpClient',
  role: 'client',
  aliases: ['httpclient', 'apache client'],
  checked: '2026-11-30',
  client: {
    idle: [
      { value: 180_000, versions: '>=5' },
      { value: 'never', versions: '<5', reference: { title: 'Apache HttpClient DefaultConnectionKeepAliveStrategy.java' } },
    ],
    header: both('Honours `Keep-Alive: timeout=`.', '遵守 `Keep-Alive: timeout=`。'),
    key: 'RequestConfig.connectionKeepAlive; ConnectionConfig.validateAfterInactivity, timeToLive',
    confidence: 'source',
    sources: [
      {
        title: 'apache/httpcomponents-client httpclient5/src/main/java/org/apache/hc/client5/http/config/RequestConfig.java',
        url: 'https://github.com/apache/httpcomponents-client/blob/HEAD/httpclient5/src/main/java/org/apache/hc/client5/http/config/RequestConfig.java',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['apache-httpclient'] },
  note: both(
    '4.x has no limit without a header, and checks a connection that was quiet for 2 s before it uses it.',
    '4.x 若無標頭則沒有上限，並在使用閒置超過 2 秒的連線之前先檢查。',
  ),
};
