import type { KeepAliveEntry } from '../entry.ts';

export const dotnetClient: KeepAliveEntry = {
  id: 'dotnet-client',
  name: '.NET SocketsHttpHandler',
  role: 'client',
  aliases: ['.net', 'dotnet httpclient', 'dotnet client'],
  checked: '2026-11-22',
  client: {
    idle: [
      { value: 60_000, versions: '>=6' },
      { value: 120_000, versions: '<6' },
    ],
    key: 'PooledConnectionIdleTimeout',
    confidence: 'document',
    sources: [
      {
        title: 'Microsoft Learn: SocketsHttpHandler.PooledConnectionIdleTimeout',
        url: 'https://learn.microsoft.com/dotnet/api/system.net.http.socketshttphandler.pooledconnectionidletimeout',
      },
    ],
  },
  recognise: { clients: ['dotnet'] },
};
