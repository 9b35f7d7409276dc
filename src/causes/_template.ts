import { type Cause, type CauseTranslation, defineCause } from '../model/cause.ts';

/** TODO: one sentence on what happened, seen from the connection. */
export const templateCause: Cause = defineCause({
  id: 'template-cause',
  title: 'Template title',
  explanation: 'TODO: two or three sentences: what happens, in which order, and why the caller sees a 503.',
  priorDb: 0,
  references: [{ title: 'TODO: the document or source that says so', version: 'TODO: the version it was checked against' }],
  remedies: [
    {
      id: 'todo-name-the-change',
      purpose: 'repair',
      risk: 'config-reload',
      text: 'TODO: the change that makes it stop, with its value.',
      verifyWith: ['TODO: the command that shows it worked'],
      undoWith: ['TODO: the command that takes it back'],
    },
  ],
  guide: {
    onTheWire: 'TODO: what passes between the two sides, in order, and which log says what.',
    confusedWith: [{ cause: 'proxy-or-client-defect', tellApart: 'TODO: what is there with the one and not with the other.' }],
    seeWith: [{ command: 'TODO: kubectl …', shows: 'TODO: what it prints where this is the cause.' }],
    provenBy: 'TODO: the evidence that decides it.',
  },
});

export const zhTW: CauseTranslation = {
  title: 'TODO',
  explanation: 'TODO',
  remedies: { 'todo-name-the-change': 'TODO' },
  guide: { onTheWire: 'TODO', confusedWith: { 'proxy-or-client-defect': 'TODO' }, seeWith: ['TODO'], provenBy: 'TODO' },
};
