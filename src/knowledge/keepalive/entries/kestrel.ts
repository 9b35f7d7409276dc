import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const kestrel: KeepAliveEntry = {
  id: 'kestrel',
  name: 'ASP.NET Core Kestrel',
  role: 'server',
  aliases: ['asp.net', 'aspnetcore', 'dotnet server'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 130_000 }],
    key: 'KestrelServerLimits.KeepAliveTimeout',
    confidence: 'document',
    sources: [
      {
        title: 'Microsoft Learn: KestrelServerLimits.KeepAliveTimeout',
        url: 'https://learn.microsoft.com/dotnet/api/microsoft.aspnetcore.server.kestrel.core.kestrelserverlimits.keepalivetimeout',
      },
    ],
  },
  recognise: { images: ['aspnet'], commands: ['dotnet'], logs: ['Now listening on: http'], serverHeaders: ['kestrel'] },
  note: both('ASP.NET Core 1.x: 2 min.', 'ASP.NET Core 1.x：2 分鐘。'),
};
