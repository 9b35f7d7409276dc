import type { KeepAliveEntry } from '../entry.ts';

export const grpcGoClient: KeepAliveEntry = {
  id: 'grpc-go-client',
  name: 'grpc-go client',
  role: 'client',
  aliases: ['grpc client', 'grpc'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 1_800_000 }],
    key: 'WithIdleTimeout',
    confidence: 'source',
    sources: [{ title: 'grpc/grpc-go dialoptions.go', url: 'https://github.com/grpc/grpc-go/blob/HEAD/dialoptions.go', version: 'source of 2026-08' }],
  },
};
