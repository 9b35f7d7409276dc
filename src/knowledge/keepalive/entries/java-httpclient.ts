import type { KeepAliveEntry } from '../entry.ts';

export const javaHttpclient: KeepAliveEntry = {
  id: 'java-httpclient',
  name: 'java.net.http.HttpClient',
  role: 'client',
  aliases: ['java', 'jdk httpclient', 'java client'],
  checked: '2026-11-22',
  client: {
    idle: [
      { value: 30_000, versions: '>=20' },
      { value: 1_200_000, versions: '<20' },
    ],
    key: '-Djdk.httpclient.keepalive.timeout',
    confidence: 'document',
    sources: [{ title: 'JDK-8297558', url: 'https://bugs.openjdk.org/browse/JDK-8297558' }],
  },
  recognise: { clients: ['java-httpclient'] },
};
