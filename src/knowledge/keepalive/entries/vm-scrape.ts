import type { KeepAliveEntry } from '../entry.ts';

export const vmScrape: KeepAliveEntry = {
  id: 'vm-scrape',
  name: 'VictoriaMetrics scraper',
  role: 'client',
  aliases: ['vmagent scrape', 'promscrape'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 'varies' }],
    key: 'twice the scrape interval',
    confidence: 'source',
    sources: [
      {
        title: 'VictoriaMetrics/VictoriaMetrics lib/promscrape/client.go',
        url: 'https://github.com/VictoriaMetrics/VictoriaMetrics/blob/HEAD/lib/promscrape/client.go',
        version: 'source of 2026-08',
      },
    ],
  },
};
