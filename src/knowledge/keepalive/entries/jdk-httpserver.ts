import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const jdkHttpserver: KeepAliveEntry = {
  id: 'jdk-httpserver',
  name: 'JDK com.sun.net.httpserver',
  role: 'server',
  aliases: ['java httpserver', 'com.sun.net.httpserver', 'jmx exporter'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 30_000 }],
    closesAfter: { min: 30_000, max: 40_000 },
    granularity: 10_000,
    measured: [{ version: '17.0.15', closes: { min: 36_995, max: 37_661 } }],
    announcesIdleClose: false,
    close: 'fin',
    key: '-Dsun.net.httpserver.idleInterval; -Dsun.net.httpserver.idleTimerScheduleMillis',
    confidence: 'measured',
    sources: [{ title: 'measured on loopback with four connections', version: 'JDK 17.0.15' }],
  },
  recognise: { images: ['jmx-exporter', 'jmx_exporter'] },
  note: both(
    'The reaper runs every 10 s, so connections end between 30 s and 40 s. Many JMX and Prometheus exporters are built on it.',
    '回收執行緒每 10 秒執行一次，因此連線在 30 到 40 秒之間結束。許多 JMX 與 Prometheus exporter 以它為基礎。',
  ),
};
