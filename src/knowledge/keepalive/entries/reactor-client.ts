import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const reactorClient: KeepAliveEntry = {
  id: 'reactor-client',
  name: 'Spring WebClient (Reactor Netty client)',
  role: 'client',
  aliases: ['webclient', 'spring webclient', 'reactor netty client'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 'never' }],
    retries: both('Once, when a pooled connection was reset.', '連線池中的連線遭重設時重試一次。'),
    key: 'ConnectionProvider.maxIdleTime; -Dreactor.netty.pool.maxIdleTime',
    confidence: 'source',
    sources: [
      {
        title: 'reactor/reactor-netty reactor-netty-core/src/main/java/reactor/netty/resources/ConnectionProvider.java',
        url: 'https://github.com/reactor/reactor-netty/blob/HEAD/reactor-netty-core/src/main/java/reactor/netty/resources/ConnectionProvider.java',
        version: 'source of 2026-08',
      },
    ],
  },
  recognise: { clients: ['reactor-netty'] },
  note: both('Takes the connection that waited longest (FIFO).', '取用等待最久的連線（FIFO）。'),
};
