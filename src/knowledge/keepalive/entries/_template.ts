import { both } from '../../bilingual.ts';
import type { KeepAliveEntry } from '../entry.ts';

export const templateId: KeepAliveEntry = {
  id: 'template-id',
  name: 'Template title',
  role: 'server',
  checked: '2000-01-01',
  server: {
    idle: [{ value: 60_000 }],
    announcesIdleClose: false,
    close: 'fin',
    key: 'TODO: the setting, in the words of its document',
    confidence: 'source',
    sources: [{ title: 'TODO: repository and file, or document', url: 'https://example.com', version: 'TODO: the version it was looked up in' }],
  },
  recognise: { images: ['TODO: last part of the image, or drop the line'] },
  note: both('TODO: what surprises; or drop the line.', 'TODO：令人意外之處；或刪除此行。'),
};
