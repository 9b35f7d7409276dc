import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const pythonHttpServer: KeepAliveEntry = {
  id: 'python-http-server',
  name: 'Python http.server',
  role: 'server',
  aliases: ['http.server', 'python http server'],
  checked: '2026-11-22',
  server: {
    idle: [{ value: 'each-response' }],
    close: 'fin',
    key: "protocol_version ('HTTP/1.0' by default; with 'HTTP/1.1' it never closes)",
    confidence: 'measured',
    sources: [{ title: 'measured on loopback with four connections', version: 'Python 3 of Debian 12' }],
  },
  recognise: { logs: ['Serving HTTP on 0.0.0.0 port'], serverHeaders: ['simplehttp', 'basehttp'] },
  note: both('Speaks HTTP/1.0 by default, whose version alone says that the connection ends.', '預設使用 HTTP/1.0，其版本本身即表示連線會結束。'),
};
