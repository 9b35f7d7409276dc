import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const grpcGoServer: KeepAliveEntry = {
  id: 'grpc-go-server',
  name: 'gRPC servers (grpc-go)',
  role: 'server',
  aliases: ['grpc', 'grpc server'],
  checked: '2026-11-30',
  server: {
    idle: [{ value: 'never' }],
    close: 'goaway',
    key: 'keepalive.ServerParameters MaxConnectionIdle, MaxConnectionAge, MaxConnectionAgeGrace',
    confidence: 'source',
    sources: [
      {
        title: 'grpc/grpc-go internal/transport/defaults.go',
        url: 'https://github.com/grpc/grpc-go/blob/HEAD/internal/transport/defaults.go',
        version: 'source of 2026-08',
      },
    ],
  },
  note: both(
    'Pings more often than every 5 min are answered with GOAWAY ENHANCE_YOUR_CALM (in Envoy: UR, remote_refused_stream_reset).',
    '比每 5 分鐘更頻繁的 ping 會得到 GOAWAY ENHANCE_YOUR_CALM（在 Envoy 中為 UR、remote_refused_stream_reset）。',
  ),
};
