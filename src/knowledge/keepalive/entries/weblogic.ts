import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const weblogic: KeepAliveEntry = {
  id: 'weblogic',
  name: 'Oracle WebLogic Server',
  role: 'server',
  checked: '2026-11-30',
  server: {
    idle: [{ value: 30_000 }],
    key: 'WebServerMBean.KeepAliveSecs (console: Protocols, HTTP, Duration); HttpsKeepAliveSecs 60',
    confidence: 'document',
    sources: [
      {
        title: 'Domain Configuration Schema Reference: keep-alive-secs',
        url: 'https://docs.oracle.com/cd/E13222_01/wls/docs91/schemaref/config/http.www.bea.com.ns.weblogic.90.domain/types/web-servertype.keep-alive-secs.html',
        version: 'WebLogic 9.1 and 10.0',
      },
    ],
  },
  note: both('HTTPS: 60 s.', 'HTTPS：60 秒。'),
};
