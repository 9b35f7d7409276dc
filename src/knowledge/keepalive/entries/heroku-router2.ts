import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const herokuRouter2: KeepAliveEntry = {
  id: 'heroku-router2',
  name: 'Heroku Router 2.0 to the dyno',
  role: 'client',
  aliases: ['heroku'],
  checked: '2026-11-22',
  client: {
    idle: [{ value: 90_000 }],
    key: 'heroku labs: http-disable-keepalive-to-dyno',
    confidence: 'document',
    sources: [{ title: 'Heroku Help Y6M4QI4V', url: 'https://help.heroku.com/Y6M4QI4V' }],
  },
  note: both('Its errors H13 and H18 are this very race.', '其錯誤 H13 與 H18 正是這種競爭。'),
};
