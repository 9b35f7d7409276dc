import type { KeepAliveEntry } from '../entry.ts';

export const iis: KeepAliveEntry = {
  id: 'iis',
  name: 'IIS, http.sys',
  role: 'server',
  aliases: ['http.sys', 'internet information services'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 120_000 }],
    key: 'siteDefaults/limits connectionTimeout',
    confidence: 'document',
    sources: [{ title: 'Microsoft Learn: IIS limits element', url: 'https://learn.microsoft.com/iis/configuration/system.applicationhost/sites/site/limits' }],
  },
  recognise: { serverHeaders: ['microsoft-iis', 'microsoft-httpapi'] },
};
